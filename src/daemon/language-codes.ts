// (pure) What programs beside Sotto call the language that is understood.
import type { LanguageData } from "../understand/language.ts";
import type { Config } from "./config.ts";

/** "zh" of "zh-TW". */
export function primaryLanguage(language: string): string {
  return language.split("-")[0] ?? language;
}

/** What Whisper calls the language: as configured, else as the language's folder says, else by its code. */
export function whisperLanguage({ transcribe, understand }: Pick<Config, "transcribe" | "understand">, { codes }: Pick<LanguageData, "codes">): string {
  return transcribe.language ?? codes.whisper ?? primaryLanguage(understand.language);
}

/** The voice of espeak-ng that speaks the language, likewise. */
export function espeakVoice({ speak, understand }: Pick<Config, "speak" | "understand">, { codes }: Pick<LanguageData, "codes">): string {
  return speak.voice ?? codes.espeakNg ?? primaryLanguage(understand.language);
}
