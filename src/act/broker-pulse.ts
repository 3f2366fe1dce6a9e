import { AssistantError } from "../base/errors.ts";
import { deferred, orAbort, type Deferred } from "../base/async.ts";
import { deadlineSignal, type NowMs } from "../base/time.ts";

/**
 * Silence after which the broker is asked whether it is there, in milliseconds: in effect before each command, but once
 * for all that a group command sends. The question costs one round trip; not asking could deliver an UNLOCK late.
 */
const freshForMs = 50;
/** How long it may take to answer, in milliseconds; then the command is refused rather than sent into the dark. */
const answerWithinMs = 2_000;

/** Tells whether the broker is alive just now. A dead connection looks open for as long as keepalive and TCP let it. */
export interface BrokerPulse {
  /** Something came from the broker. */
  heard(): void;
  /** Resolves when the broker was heard just now, asking it if need be. @throws MQTT_NOT_CONNECTED when it stays mute */
  answering(): Promise<void>;
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
  let heardAtMs = nowMs();
  let next: Deferred<void> = deferred();
  return {
    heard() {
      heardAtMs = nowMs();
      next.resolve();
      next = deferred();
    },
    async answering() {
      if (nowMs() - heardAtMs <= freshForMs) return;
      const word = next.promise;
      ping();
      using deadline = deadlineSignal(over, answerWithinMs);
      try {
        await orAbort(word, deadline.signal);
      } catch (error) {
        if (!deadline.timedOut()) throw error;
        onMute();
        throw new AssistantError("MQTT_NOT_CONNECTED", `MQTT broker ${where} has not answered for ${answerWithinMs} ms; nothing was sent. Check the broker and the network.`, { cause: error });
      }
    },
  };
}
