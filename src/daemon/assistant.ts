// The loop: somebody types or asks to talk → one turn → again. Read this and turn.ts, and you have read the program.
import { AssistantError, isAbort } from "../base/errors.ts";
import type { AskedGuard } from "../decide/decision.ts";
import type { Listener } from "../hear/listener.ts";
import type { AreaId } from "../home/home.ts";
import { runTurn, type TurnInput, type TurnParts } from "./turn.ts";

/** What wakes the assistant: a typed line, or the wish to be listened to (a key now, a wake word later). */
export type Prompt = { readonly kind: "text"; readonly text: string } | { readonly kind: "talk" };

/** Where prompts come from: the terminal, a recording, a test. */
export interface Prompter {
  /** True when a person sits at it, so that a spoken question may also be answered here. */
  readonly interactive: boolean;
  /** The next prompt; undefined when there will be none. "hidden": what is typed is not shown and not kept. Rejects with the signal's reason on abort. */
  next(signal: AbortSignal, show?: "hidden"): Promise<Prompt | undefined>;
}

export type AssistantParts = TurnParts & {
  readonly prompter: Prompter;
  /** Undefined when this machine has no ears; "talk" then answers through `onDeaf`. */
  readonly listener: Listener | undefined;
  /** Aborted while the microphone is switched off; another signal each time it is on again. Never off when left out. */
  readonly switchedOff?: () => AbortSignal;
  /** A function: areas are known only once devices have announced themselves. */
  readonly heardInAreaId: () => AreaId | undefined;
  /** Told when Sotto listens for somebody to speak. */
  readonly onListening: () => void;
  /** Told when the microphone fails or nobody spoke; the loop goes on. */
  readonly onDeaf: (reason: DeafReason) => void;
};

export type DeafReason = "noMicrophone" | "switchedOff" | "nobodySpoke" | AssistantError;

/** Runs until the prompts end or `signal` aborts. */
export async function runAssistant(parts: AssistantParts, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      const prompt = await parts.prompter.next(signal);
      if (prompt === undefined) return;
      const input = await hear(parts, prompt, signal);
      if (input === undefined) continue;
      await runTurn(parts, input, { heardInAreaId: parts.heardInAreaId(), nextAnswer: (deadline, expects) => nextAnswer(parts, { asked: input, expects }, deadline) }, signal);
      if (signal.aborted) return;
    }
  } catch (error) {
    if (!isAbort(error, signal)) throw error;
  }
}

async function hear(parts: AssistantParts, prompt: Prompt, signal: AbortSignal): Promise<TurnInput | undefined> {
  if (prompt.kind === "text") return prompt;
  if (parts.listener === undefined) { parts.onDeaf("noMicrophone"); return undefined; }
  const off = parts.switchedOff?.() ?? new AbortController().signal;
  if (off.aborted) { parts.onDeaf("switchedOff"); return undefined; }
  try {
    parts.onListening();
    const utterance = await parts.listener.captureUtterance(AbortSignal.any([signal, off]));
    if (utterance === undefined) { parts.onDeaf("nobodySpoke"); return undefined; }
    return { kind: "sound", utterance };
  } catch (error) {
    // What was being said when the microphone was switched off is forgotten.
    if (off.aborted && !signal.aborted) { parts.onDeaf("switchedOff"); return undefined; }
    if (!(error instanceof AssistantError)) throw error;
    parts.onDeaf(error);
    return undefined;
  }
}

/** An answer comes the way the question's turn came: spoken to a voice, typed to a line. A spoken turn may be answered on the keyboard too. */
async function nextAnswer(parts: AssistantParts, { asked, expects }: { readonly asked: TurnInput; readonly expects: AskedGuard }, signal: AbortSignal): Promise<TurnInput | undefined> {
  if (asked.kind === "text") return typedAnswer(parts, expects, signal);
  const either = new AbortController();
  const both = AbortSignal.any([signal, either.signal]);
  const spoken = hear(parts, { kind: "talk" }, both);
  try {
    if (!parts.prompter.interactive) return await spoken;
    return await Promise.race([spoken, typedAnswer(parts, expects, both)]);
  } finally {
    either.abort(new DOMException("answered", "AbortError"));
    spoken.catch(() => undefined);
  }
}

async function typedAnswer(parts: AssistantParts, expects: AskedGuard, signal: AbortSignal): Promise<TurnInput | undefined> {
  const prompt = await (expects === "pin" ? parts.prompter.next(signal, "hidden") : parts.prompter.next(signal));
  return prompt === undefined ? undefined : hear(parts, prompt, signal);
}
