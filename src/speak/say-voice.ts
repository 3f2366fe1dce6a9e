// The npm package `say`: festival on Linux, the system's own voice on macOS and Windows. Fenced in: see safe-for-say.ts
// for its text; its stop() kills the process two numbers further on, so its program is ended by us alone.
import { type ChildProcess, spawn } from "node:child_process";
import { AssistantError, messageOf } from "../base/errors.ts";
import { orStall, type ProgramEnd, superviseProgram } from "./program.ts";
import { safeForSay } from "./safe-for-say.ts";
import type { TextToSpeech } from "./text-to-speech.ts";
import { createVoice } from "./voice.ts";

export type SayVoiceSettings = {
  readonly platform: NodeJS.Platform;
  /** festival: `voice_kal_diphone`; macOS: `Alex`; Windows: `Microsoft Zira Desktop`. The system's own when undefined. */
  readonly voice: string | undefined;
  /** Not on Linux: there `say` would only play the sound faster, and higher. */
  readonly wordsPerMinute: number;
  /** Ends a process and all that it started: `(id) => process.kill(-id, "SIGKILL")`. Not used on Windows. */
  readonly killGroup: (processId: number) => void;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** How loud, 0..1 of the amplitude, asked before each text. festival alone obeys it: the other systems' voices play by themselves. */
  readonly gain?: () => number;
};

/** The parts of say 0.16.0 that are used here; its own types know less. */
type SayEngine = {
  child: ChildProcess | null;
  buildSpeakCommand: (speech: unknown) => { readonly command: string; readonly options: object; readonly pipedData?: string };
  speak(text: string, voice: string | null, speed: number | null, callback: () => void): void;
};
type SayPackage = { readonly default: { readonly Say: new (platform: string) => SayEngine } };

/** say's own measure of ordinary speed (its darwin.js). */
const ordinaryWordsPerMinute = 175;

/**
 * A voice by the package `say`.
 * @throws SPEECH_OUTPUT_MISSING when it has no voice for this platform, SPEECH_OUTPUT_FAILED for the name of a voice that it cannot have
 */
export async function createSayVoice(settings: SayVoiceSettings): Promise<TextToSpeech> {
  checkVoiceName(settings);
  const engine = await loadEngine(settings);
  return createVoice(async (text, signal) => {
    const words = safeForSay(text);
    if (words === "") return;
    const child = start(engine, words, settings);
    const program = superviseProgram(child, { signal, kill: () => killTree(child, settings) });
    try {
      const end = await orStall(program.ended, { signal, stallMs: longestMs(words), hanging: "say: its program hangs. Set speak.engine to espeak-ng or none in the config." });
      const error = speechError(end, settings);
      if (error !== undefined) throw error;
    } finally {
      program.stop();
    }
  });
}

/** Twice what the slowest voice takes (80 words a minute, six characters a word), and ten seconds to begin. */
function longestMs(words: string): number {
  return 10_000 + words.length * 2 * (60_000 / (80 * 6));
}

/** festival runs the name as a program, and PowerShell nearly so. */
function checkVoiceName({ platform, voice }: SayVoiceSettings): void {
  const [form, expected] = platform === "linux" ? [/^voice_\w+$/, "like voice_kal_diphone"] as const : [/^[A-Za-z0-9][\w ()-]*$/, "of letters and digits"] as const;
  if (voice !== undefined && !form.test(voice)) throw new AssistantError("SPEECH_OUTPUT_FAILED", `speak.voice: ${JSON.stringify(voice)} is no voice of say, expected a name ${expected}. Change it in the config, or leave it out.`);
}

async function loadEngine({ platform, environment, gain }: SayVoiceSettings): Promise<SayEngine> {
  try {
    const { default: { Say } } = await import("say") as unknown as SayPackage;
    const engine = new Say(platform);
    const build = engine.buildSpeakCommand.bind(engine);
    // A group of its own, so that it can be ended with the player that it starts.
    const more = { ...(platform === "win32" ? {} : { detached: true }), ...(environment === undefined ? {} : { env: environment }) };
    engine.buildSpeakCommand = (speech) => {
      const built = build(speech);
      const quieter = platform === "linux" && gain !== undefined && gain() < 1 && built.pipedData !== undefined ? { pipedData: built.pipedData.replace("(SayText ", () => `${festivalGain(gain())} (SayText `) } : {};
      return { ...built, ...quieter, options: { ...built.options, ...more } };
    };
    return engine;
  } catch (error) {
    throw new AssistantError("SPEECH_OUTPUT_MISSING", `say has no voice for ${platform}: ${messageOf(error)}. Set speak.engine to espeak-ng or none in the config.`, { cause: error });
  }
}

/** One more hook after those of the voice, which sets its own loudness by one. SOURCE festival's synthesis.scm: after_synth_hooks is a function or a list of them. */
function festivalGain(gain: number): string {
  const rescale = `(list (lambda (utt) (utt.wave.rescale utt ${Math.max(0, gain).toFixed(4)})))`;
  return `(set! after_synth_hooks (append (if (consp after_synth_hooks) after_synth_hooks (if after_synth_hooks (list after_synth_hooks) nil)) ${rescale}))`;
}

function start(engine: SayEngine, words: string, { platform, voice, wordsPerMinute }: SayVoiceSettings): ChildProcess {
  try {
    // Its callback takes every warning on stderr for the end, so the process itself is watched instead.
    engine.speak(words, voice ?? null, platform === "linux" ? null : wordsPerMinute / ordinaryWordsPerMinute, () => undefined);
  } catch (error) {
    throw new AssistantError("SPEECH_OUTPUT_FAILED", `say: ${messageOf(error)}. Set speak.engine to espeak-ng or none in the config.`, { cause: error });
  }
  if (engine.child === null) throw new AssistantError("SPEECH_OUTPUT_FAILED", "say started nothing. Set speak.engine to espeak-ng or none in the config.");
  return engine.child;
}

function killTree({ pid }: ChildProcess, { platform, killGroup }: SayVoiceSettings): void {
  if (pid === undefined) return;
  if (platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" }).on("error", () => undefined);
    return;
  }
  try {
    killGroup(pid);
  } catch {
    // It ended by itself just now.
  }
}

/** festival exits with 0 whatever happens; only its stderr tells. */
function speechError(end: ProgramEnd, { platform }: SayVoiceSettings): AssistantError | undefined {
  if (end.kind === "notInstalled") return new AssistantError("SPEECH_OUTPUT_MISSING", missingProgram(platform));
  if (end.kind === "notStarted") return new AssistantError("SPEECH_OUTPUT_FAILED", `say: ${end.reason}. Set speak.engine to espeak-ng or none in the config.`);
  if (/audio open error|can't open/i.test(end.complaint)) return new AssistantError("SPEECH_OUTPUT_MISSING", `say: no loudspeaker (${end.complaint}). Run \`aplay -L\` to see the devices of this machine, or set speak.engine to none in the config.`);
  if (end.code === 0 && !/\berror\b/i.test(end.complaint)) return undefined;
  return new AssistantError("SPEECH_OUTPUT_FAILED", `say: ${end.complaint === "" ? `ended with ${end.code ?? "a signal"}` : end.complaint}. Set speak.engine to espeak-ng or none in the config.`);
}

function missingProgram(platform: NodeJS.Platform): string {
  return platform === "linux"
    ? "festival is not installed, so nothing can be said aloud. Run: sudo apt install festival (or set speak.engine to espeak-ng or none in the config)."
    : "The system's voice was not found. Set speak.engine to none in the config.";
}
