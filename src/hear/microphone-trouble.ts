// What is wrong with the microphone, in words that say what to do. (pure)
import { AssistantError } from "../base/errors.ts";
import { oneLine } from "../base/log.ts";
import type { RecorderEnd } from "./recorder.ts";
import { type RecorderName, recorderPackages } from "./recorder-commands.ts";

/** How a recorder came to an end. */
export type RecorderFailure = {
  readonly recorder: RecorderName;
  readonly device: string;
  readonly end: RecorderEnd;
  /** Whether sound came before. */
  readonly wasHeard: boolean;
  /** How long no sound came, when that is why we ended it. */
  readonly stalledMs: number | undefined;
};

/** @returns RECORDER_MISSING, MICROPHONE_MISSING when it never gave sound, MICROPHONE_LOST when it did */
export function troubleOf(failure: RecorderFailure): AssistantError {
  const { recorder, device, end, wasHeard, stalledMs } = failure;
  if (end.kind === "notStarted" && end.error.code === "ENOENT") {
    return new AssistantError("RECORDER_MISSING", `microphone: the program ${recorder} is not installed. Run: sudo apt install ${recorderPackages[recorder]}`, { cause: end.error });
  }
  const what = stalledMs === undefined ? howItEnded(recorder, end) : `${recorder} runs, but no sound came for ${Math.round(stalledMs)} ms`;
  const code = wasHeard ? "MICROPHONE_LOST" : "MICROPHONE_MISSING";
  const cause = end.kind === "notStarted" ? { cause: end.error } : undefined;
  return new AssistantError(code, `microphone ${oneLine(device)}: ${what}. Run 'arecord -l' to see which there are.`, cause);
}

function howItEnded(recorder: RecorderName, end: RecorderEnd): string {
  if (end.kind === "notStarted") return `${recorder} did not start (${end.error.message})`;
  const reason = lastLine(end.said);
  return `${recorder} ${end.how}${reason === "" ? "" : ` (${reason})`}`;
}

/** ALSA and sox tell the outcome last, behind the program's name and a place in its source. */
function lastLine(text: string): string {
  const line = text.trim().split("\n").at(-1) ?? "";
  return oneLine(line.replace(/^\w+: (?:\w+:\d+: )?/, ""));
}
