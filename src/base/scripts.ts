// (pure) Scripts that put no space between words: there a word is a character, and what is told back has no gaps.

/** SOURCE Unicode Line_Break classes ID, CJ and SA: lines may break without a space in these. */
const unspacedScripts = ["Han", "Hiragana", "Katakana", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar"];
const unspacedSet = `[${unspacedScripts.map((script) => `\\p{scx=${script}}`).join("")}]`;

/** For `new RegExp(…, "v")`: a letter or digit that is a word of its own, with its marks. */
export const unspacedLetter = `[[\\p{L}\\p{N}]&&${unspacedSet}]\\p{M}*`;
/** A letter or digit that is part of a longer word. */
export const spacedLetter = `[[\\p{L}\\p{N}\\p{M}]--${unspacedSet}]`;

const unspacedWord = new RegExp(`^${unspacedLetter}$`, "v");

export function isUnspaced(word: string): boolean {
  return unspacedWord.test(word);
}

/** A spoken word of Chinese, Japanese or Thai is written in two characters or three. */
const charactersOfWord = 2;
const eachUnspaced = new RegExp(unspacedLetter, "gv");

/** The text with a space on both sides of each character that is a word. */
export function setApart(text: string): string {
  return text.replace(eachUnspaced, " $& ");
}

/** Whether a text is rather of a script without spaces, names and units of others among it: 色溫是4000K. */
export function isMostlyUnspaced(text: string): boolean {
  const characters = text.match(eachUnspaced)?.length ?? 0;
  const others = text.replace(eachUnspaced, " ").match(/\p{L}[\p{L}\p{M}\p{N}'’]*/gu)?.length ?? 0;
  return characters > others * charactersOfWord;
}

/** Whether the last letter or digit is one of a script without spaces: Chinese, Japanese and Thai punctuation then. */
export function endsUnspaced(text: string): boolean {
  const last = text.match(/[\p{L}\p{N}]\p{M}*(?=[^\p{L}\p{N}]*$)/u)?.[0];
  return last !== undefined && isUnspaced(last);
}

/** How many spoken words these are, for limits of length. */
export function spokenCount(words: readonly string[]): number {
  const characters = words.filter(isUnspaced).length;
  return words.length - characters + characters / charactersOfWord;
}

/** Words as they are written: "desk lamp", "客廳燈2". */
export function written(words: readonly string[]): string {
  return words.reduce((text, word, index) => {
    const before = words[index - 1];
    return before === undefined || isUnspaced(before) || isUnspaced(word) ? text + word : `${text} ${word}`;
  }, "");
}

/** Names one after the other, as their script puts them: "Bedroom Lamp", 臥室檯燈. */
export function together(names: readonly string[]): string {
  return names.filter((name) => name !== "").reduce((text, name) => text === "" || (endsUnspaced(text) && isUnspaced(Array.from(name)[0] ?? "")) ? text + name : `${text} ${name}`, "");
}
