import { AssistantError } from "../base/errors.ts";
import { deferred, orAbort, type Deferred } from "../base/async.ts";
import { deadlineSignal, type NowMs, sleep } from "../base/time.ts";

/** How long it may take to answer, in milliseconds; then the command is refused rather than sent into the dark. */
const answerWithinMs = 2_000;

/**
 * What an answer proves is as old as its way was long, and in that time the broker may have died; a slow one may have waited
 * somewhere, in this process as well. So the quickest of the last ones is the measure, as in NTP's clock filter (RFC 5905,
 * section 10: the best of eight samples): an answer that took notably longer is asked for again, a few times.
 */
const samples = 8;
const attempts = 5;
/** "Notably": half as long again, and this much for the clock of the operating system. Milliseconds. A choice. */
const slackMs = 3;

/**
 * The question after a command waits so long: a broker with Nagle's algorithm on (Mosquitto unless `set_tcp_nodelay true`)
 * holds a device's answer back until its own answer to the question is acknowledged, which took 42 ms. Quick devices have
 * confirmed by then. Milliseconds. A choice.
 */
const checkAfterMs = 200;

/** Tells whether the broker is alive just now. A dead connection looks open for as long as keepalive and TCP let it. */
export interface BrokerPulse {
  /** A PINGREQ has gone out, whoever sent it. */
  asked(): void;
  /** A PINGRESP has come. Only that proves that the broker has read what was sent before it: other packets may be older. */
  answered(): void;
  /** Resolves when the broker answers. @throws MQTT_NOT_CONNECTED when it stays mute */
  answering(): Promise<void>;
  /** Asks soon, once for all that was sent meanwhile; a broker that does not answer is given up, with what has not reached it. */
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

/** One PINGREQ on its way. */
type Question = { readonly askedMs: number; readonly answer: Deferred<void> };

export function createBrokerPulse({ where, nowMs, ping, over, onMute }: BrokerPulseParts): BrokerPulse {
  // Answers come in the order of the questions: they share one stream.
  const open: Question[] = [];
  const recentMs: number[] = [];
  let checking = false;
  const ask = (): Question => {
    if (!over.aborted) ping();
    return open.at(-1) ?? { askedMs: nowMs(), answer: deferred() };
  };
  const hear = async (question: Question, signal: AbortSignal) => {
    await orAbort(question.answer.promise, signal);
    const tookMs = nowMs() - question.askedMs;
    const isPrompt = tookMs <= slackMs + 1.5 * Math.min(tookMs, ...recentMs);
    recentMs.push(tookMs);
    if (recentMs.length > samples) recentMs.shift();
    return isPrompt;
  };
  const within = async (work: (signal: AbortSignal) => Promise<unknown>) => {
    using deadline = deadlineSignal(over, answerWithinMs);
    try {
      await work(deadline.signal);
    } catch (error) {
      if (!deadline.timedOut()) throw error;
      onMute();
      throw new AssistantError("MQTT_NOT_CONNECTED", `MQTT broker ${where} has not answered for ${answerWithinMs} ms; nothing was sent. Check the broker and the network.`, { cause: error });
    }
  };
  return {
    asked() { open.push({ askedMs: nowMs(), answer: deferred() }); },
    answered() { open.shift()?.answer.resolve(); },
    answering: () => within(async (signal) => {
      // One question serves all who ask while it is on its way: a group command costs one. An answer that has come already
      // serves nobody: the broker may have frozen since, and would deliver an UNLOCK when it thaws.
      let question = open.at(-1) ?? ask();
      for (let attempt = 1; !await hear(question, signal) && attempt < attempts; attempt++) question = ask();
    }),
    check() {
      if (checking) return;
      checking = true;
      sleep(checkAfterMs, over).then(() => {
        checking = false;
        return within((signal) => hear(ask(), signal));
      }).catch(() => undefined);
    },
  };
}
