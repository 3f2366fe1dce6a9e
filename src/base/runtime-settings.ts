import { onAbort } from "./abort.ts";
import { deferred, orAbort } from "./async.ts";

/** What the people of the house may change while Sotto runs. Percent is 0..100. */
export type RuntimeSettings = {
  /** The microphone is off: nothing is recorded until it is on again. */
  readonly muted: boolean;
  /** How loud the voice speaks; 0 is silence. */
  readonly volumePct: number;
  /** How readily sound is taken for speech; 50 is as the config says. A wake word engine may read it as well. */
  readonly sensitivityPct: number;
};

export const standardSettings: RuntimeSettings = { muted: false, volumePct: 100, sensitivityPct: 50 };

/** One value that many read and few change. */
export interface RuntimeSettingsStore {
  get(): RuntimeSettings;
  /** Changes some of them; listeners hear of it unless all was so before. */
  set(changes: Partial<RuntimeSettings>): void;
  onChange(listener: (settings: RuntimeSettings) => void, signal: AbortSignal): void;
  /** A signal that is aborted while the microphone is off; another one each time it is on again. */
  off(): AbortSignal;
  /** Resolves while, or as soon as, the microphone is on. */
  on(signal: AbortSignal): Promise<void>;
}

export function createRuntimeSettings(first: RuntimeSettings): RuntimeSettingsStore {
  let settings = first;
  let off = new AbortController();
  let on = deferred<void>();
  const listeners = new Set<(settings: RuntimeSettings) => void>();
  const turnMicrophone = () => {
    if (settings.muted) {
      on = deferred();
      off.abort(new DOMException("the microphone was switched off", "AbortError"));
    } else {
      if (off.signal.aborted) off = new AbortController();
      on.resolve();
    }
  };
  turnMicrophone();
  return {
    get: () => settings,
    set(changes) {
      const next = { ...settings, ...changes };
      const same = next.muted === settings.muted && next.volumePct === settings.volumePct && next.sensitivityPct === settings.sensitivityPct;
      if (same) return;
      settings = next;
      if (changes.muted !== undefined && changes.muted !== off.signal.aborted) turnMicrophone();
      for (const listener of listeners) listener(settings);
    },
    onChange(listener, signal) {
      if (signal.aborted) return;
      listeners.add(listener);
      onAbort(signal, () => listeners.delete(listener));
    },
    off: () => off.signal,
    on: (signal) => orAbort(on.promise, signal),
  };
}

/**
 * The amplitude for a volume. SOURCE: PulseAudio, pulse/volume.c: a volume is the cube root of the amplitude, so that
 * half of it sounds about half as loud. (pure)
 */
export function gainOf(volumePct: number): number {
  return Math.min(1, Math.max(0, volumePct / 100)) ** 3;
}

/** The bounds that the config lays down for `hear.endpointer.threshold`. */
const leastThreshold = 0.05;
const mostThreshold = 0.95;

/** The probability at which sound counts as speech: `configured` at 50 percent, less of it the more sensitive. (pure) */
export function thresholdOf(sensitivityPct: number, configured: number): number {
  const sensitivity = Math.min(100, Math.max(0, sensitivityPct));
  return sensitivity >= 50
    ? configured - (configured - leastThreshold) * ((sensitivity - 50) / 50)
    : configured + (mostThreshold - configured) * ((50 - sensitivity) / 50);
}
