// (pure) Keeps payloads of absurd size away from everything that would parse them.
import { AssistantError } from "../base/errors.ts";

/** Most topics remembered as too large. */
const maxRemembered = 1000;

/** True when a payload may be read. One that is too large is reported once per topic as HOME_MESSAGE_INVALID. */
export function createPayloadGuard(maxBytes: number, onProblem: (error: AssistantError) => void): (topic: string, sizeBytes: number) => boolean {
  const told = new Set<string>();
  return (topic, sizeBytes) => {
    if (sizeBytes <= maxBytes) return true;
    if (!told.has(topic) && told.size < maxRemembered) {
      told.add(topic);
      onProblem(new AssistantError("HOME_MESSAGE_INVALID", `MQTT topic ${topic.slice(0, 200)}: a payload of ${sizeBytes} bytes was ignored; at most ${maxBytes} are read. Look at what publishes it.`));
    }
    return false;
  };
}
