import type { Utterance } from "./audio.ts";

/** Joins a source, a voice activity scorer and the end-pointer into "the next thing somebody says". */
export interface Listener {
  /**
   * The next utterance from now on (with its pre-roll), or undefined when nobody spoke in time.
   * @throws MICROPHONE_MISSING, MICROPHONE_LOST, RECORDER_MISSING
   */
  captureUtterance(signal: AbortSignal): Promise<Utterance | undefined>;
  /** Drops what is heard while `speak` runs, so that Sotto does not answer itself. */
  deafWhile<T>(speak: () => Promise<T>): Promise<T>;
}
