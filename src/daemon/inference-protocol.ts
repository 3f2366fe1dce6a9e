// What the daemon and its inference child say to each other: plain data over Node's IPC, structured-cloned.
import type { ErrorCode } from "../base/errors.ts";
import type { Utterance } from "../hear/audio.ts";
import type { Transcript } from "../transcribe/speech-to-text.ts";
import type { ChooseRequest, Choice } from "../understand/language-model.ts";
import type { EngineSettings } from "./assemble-engines.ts";

/** The calls of the child: name → what goes in, what comes out. */
export type InferenceCalls = {
  readonly transcribe: { readonly input: { readonly utterance: Utterance; readonly vocabulary: readonly string[] }; readonly output: Transcript };
  readonly choose: { readonly input: ChooseRequest; readonly output: Choice };
  /** Loads one engine ahead of its first use. */
  readonly warm: { readonly input: "speechToText" | "languageModel"; readonly output: undefined };
};
export type InferenceMethod = keyof InferenceCalls;

export type ToChild =
  | { readonly kind: "start"; readonly settings: EngineSettings }
  | { readonly kind: "call"; readonly id: number; readonly method: InferenceMethod; readonly input: InferenceCalls[InferenceMethod]["input"] }
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "stop" };

export type FromChild =
  | { readonly kind: "result"; readonly id: number; readonly value: InferenceCalls[InferenceMethod]["output"] }
  | { readonly kind: "error"; readonly id: number; readonly code: ErrorCode; readonly message: string }
  /** The answer to "cancel": the call has left the line, or its native work has come to an end. */
  | { readonly kind: "cancelled"; readonly id: number };
