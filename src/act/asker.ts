import { sleep } from "../base/time.ts";
import type { MqttBus } from "./bus.ts";
import type { MqttMessage } from "./mqtt-message.ts";

/** Sends questions at a pace that a radio network can follow. */
export type Asker = {
  readonly ask: (questions: readonly MqttMessage[]) => void;
  /** A new connection has begun: what is left of the old one is dropped, for the sources ask anew. */
  readonly begin: () => void;
};

/** So many may go out at once. */
const burst = 10;
/**
 * Further ones go out this far apart: each costs a radio message, and a bridge that is asked after hundreds of devices at
 * once answers late or not at all. Milliseconds.
 */
const askEveryMs = 100;

export function createAsker(bus: Pick<MqttBus, "ask">, signal: AbortSignal): Asker {
  let waiting: MqttMessage[] = [];
  let free = burst;
  let refilling = false;
  const send = () => {
    for (; free > 0 && waiting.length > 0; free--) {
      const [next] = waiting.splice(0, 1);
      if (next !== undefined) bus.ask(next);
    }
  };
  const refill = async () => {
    refilling = true;
    for (; free < burst; send()) {
      await sleep(askEveryMs, signal);
      free++;
    }
    refilling = false;
  };
  return {
    begin() { waiting = []; },
    ask(questions) {
      for (const question of questions) waiting.push(question);
      send();
      if (!refilling && free < burst) refill().catch((error: unknown) => { if (!signal.aborted) throw error; });
    },
  };
}
