import { AssistantError } from "../base/errors.ts";
import { deferred, orAbort, type Deferred } from "../base/async.ts";
import { deadlineSignal, type NowMs } from "../base/time.ts";

/**
 * An answer of the broker counts for so long, in milliseconds: for the messages that one command sends one after
 * another. A longer one saves nothing that is felt and is a time in which a broker may have frozen unnoticed.
 */
const freshForMs = 10;
/** How long it may take to answer, in milliseconds; then the command is refused rather than sent into the dark. */
const answerWithinMs = 2_000;

/** Tells whether the broker is alive just now. A dead connection looks open for as long as keepalive and TCP let it. */
export interface BrokerPulse {
  /** A PINGREQ has gone out, whoever sent it. */
  asked(): void;
  /** A PINGRESP has come. Only that proves that the broker has read what was sent before it: other packets may be older. */
  answered(): void;
  /** Resolves when the broker has answered just now, asking it if need be. @throws MQTT_NOT_CONNECTED when it stays mute */
  answering(): Promise<void>;
  /** Asks once for all that was sent in this breath; a broker that does not answer is given up, with what has not reached it. */
  check(): void;
}

export type BrokerPulseParts = {
  readonly where: string;
  readonly nowMs: NowMs;
  readonly ping: () => void;
  /** Aborted, with the reason, when the connection is over. */
  readonly over: AbortSignal;
  /** Called when the broker stayed mute. */
  readonly onMute: () => void;
};

export function createBrokerPulse({ where, nowMs, ping, over, onMute }: BrokerPulseParts): BrokerPulse {
  let answeredAtMs = nowMs();
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
    answered() {
      answeredAtMs = nowMs();
      open.shift()?.resolve();
    },
    async answering() {
      if (nowMs() - answeredAtMs <= freshForMs) return;
      // One question serves all who ask while it is on its way.
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
