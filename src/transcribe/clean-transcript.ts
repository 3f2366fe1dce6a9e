// What Whisper wrote, reduced to what a person said (pure)

/** A spoken command is a sentence; more is a decoder that repeats itself. */
const maxLength = 1000;

/** `[BLANK_AUDIO]`, `(music)`, `*laughs*`, `<|en|>` and special tokens; also one that was cut off before it closed. */
const noiseTags = /\[[^\]]*(?:\]|$)|\([^)]*(?:\)|$)|\*[^*]*\*|<\|[^|]*\|>|[♪♫]+/gu;

/**
 * The words alone: noise tags, control characters and double spaces are gone. Without a letter or digit it is "".
 */
export function cleanTranscript(text: string): string {
  const words = text
    .slice(0, maxLength)
    .replace(noiseTags, " ")
    .replace(/[\p{Cc}\p{Cf}\uFFFD]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return /[\p{L}\p{N}]/u.test(words) ? words : "";
}
