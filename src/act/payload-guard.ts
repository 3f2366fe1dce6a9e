// (pure) Keeps payloads of absurd size away from everything that would parse them.
import { AssistantError } from "../base/errors.ts";

/** Most topics remembered as too large. */
const maxRemembered = 1000;

/**
 * Inventories of whole networks in one message, and the bytes that are read of them. Zigbee2MQTT 2.14.1 takes 4.5 kB for a
 * device in `bridge/devices` (447 kB for 99 devices), so that this holds some 1,800 devices, several times the largest networks.
 */
const inventoryTopic = /\/bridge\/(devices|groups|info)$/;
const maxInventoryBytes = 8_388_608;

/** True when a payload may be read: one of at most `maxBytes`, or of 8 MiB where a whole network is told. One that is too large is reported once per topic as HOME_MESSAGE_INVALID. */
export function createPayloadGuard(maxBytes: number, onProblem: (error: AssistantError) => void): (topic: string, sizeBytes: number) => boolean {
  const told = new Set<string>();
  return (topic, sizeBytes) => {
    const most = inventoryTopic.test(topic) ? Math.max(maxBytes, maxInventoryBytes) : maxBytes;
    if (sizeBytes <= most) return true;
    if (!told.has(topic) && told.size < maxRemembered) {
      told.add(topic);
      onProblem(new AssistantError("HOME_MESSAGE_INVALID", `MQTT topic ${topic.slice(0, 200)}: a payload of ${sizeBytes} bytes was ignored; at most ${most} are read. Look at what publishes it.`));
    }
    return false;
  };
}
