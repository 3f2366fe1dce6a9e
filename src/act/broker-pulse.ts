import { AssistantError } from "../base/errors.ts";
import { deferred, orAbort, type Deferred } from "../base/async.ts";
import { deadlineSignal } from "../base/time.ts";

/** How long it may take to answer, in milliseconds; then the command is refused rather than sent into the dark. */
const answerWithinMs = 2_000;

/** Tells whether the broker is alive just now. A dead connection looks open for as long as keepalive and TCP let it. */
export interface BrokerPulse {
  /** A PINGREQ has gone out, whoever sent it. */
  asked(): void;
  /** A PINGRESP has come. Only that proves that the broker has read what was sent before it: other packets may be older. */
  answered(): void;
  /** Resolves when the broker answers. @throws MQTT_NOT_CONNECTED when it stays mute */
  answering(): Promise<void>;
  /** Asks once for all that was sent in this breath; a broker that does not answer is given up, with what has not reached it. */
  check(): void;
}

export type BrokerPulseParts = {
  readonly where: string;
  readonly ping: () => void;
  /** Aborted, with the reason, when the connection is over. */
  readonly over: AbortSignal;
  /** Called when the broker stayed mute. */
  readonly onMute: () => void;
};

export function createBrokerPulse({ where, ping, over, onMute }: BrokerPulseParts): BrokerPulse {
  // Answers come in the order of the questions (MQTT 5, 4.6 and the one stream they share).
  const open: Deferred<void>[] = [];
  let checking = false;
  const answerTo = async (question: Deferred<void>) => {
    using deadline = deadlineSignal(over, answerWithinMs);
    try {
      await orAbort(question.promise, deadline.signal);
    } catch (error) {
      if (!deadline.timedOut()) throw error;
      onMute();
      throw new AssistantError("MQTT_NOT_CONNECTED", `MQTT broker ${where} has not answered for ${answerWithinMs} ms; nothing was sent. Check the broker and the network.`, { cause: error });
    }
  };
  const ask = () => {
    if (!over.aborted) ping();
    return open.at(-1) ?? deferred();
  };
  return {
    asked() { open.push(deferred()); },
    answered() { open.shift()?.resolve(); },
    async answering() {
      // One question serves all who ask while it is on its way: a group command costs one. An answer that has come already
      // serves nobody: the broker may have frozen since, and would deliver an UNLOCK when it thaws.
      await answerTo(open.at(-1) ?? ask());
    },
    check() {
      if (checking) return;
      checking = true;
      queueMicrotask(() => {
        checking = false;
        answerTo(ask()).catch(() => undefined);
      });
    },
  };
}
