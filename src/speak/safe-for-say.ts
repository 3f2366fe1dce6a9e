// Text for the npm package `say` (pure). It puts text into a Scheme program (festival), a command line (macOS) or a
// PowerShell pipe (Windows), quoting nothing: so only letters, digits and the marks of a sentence get through.
import { speakableText } from "./speakable-text.ts";

const spokenSigns: readonly (readonly [RegExp, string])[] = [
  [/%/g, " percent "], [/°\s?C\b/g, " degrees "], [/°\s?F\b/g, " degrees "], [/°/g, " degrees "], [/&/g, " and "], [/\+/g, " plus "], [/[‘’]/g, "'"], [/[–—]/g, ", "],
];

/**
 * The words of `text` in plain ASCII: `A-Z a-z 0-9 . , ? ! '` and single spaces, beginning with a letter or a digit, so
 * that it is neither an option nor an expression anywhere. "" when nothing speakable is left.
 */
export function safeForSay(text: string): string {
  let words = speakableText(text);
  for (const [sign, spoken] of spokenSigns) words = words.replace(sign, spoken);
  const plain = words.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^A-Za-z0-9.,?!' ]+/g, " ");
  return plain.replace(/\s+/g, " ").replace(/ (?=[.,?!])/g, "").replace(/^[^A-Za-z0-9]+/, "").trim();
}
