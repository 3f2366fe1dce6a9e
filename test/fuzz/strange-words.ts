// Seeded texts of every script, and sentences with the damage that speech recognition, thumbs and strangers do.
import { pickFrom } from "../fakes/seeded-random.ts";

type Random = () => number;

/** First and last code point of blocks of Unicode, and how likely each is. */
const blocks: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e], [0x20, 0x7e], [0xa0, 0x17f], [0x370, 0x3ff], [0x400, 0x4ff], [0x590, 0x5ff], [0x600, 0x6ff], [0x900, 0x97f], [0xe00, 0xe7f], [0x1000, 0x109f], [0x10a0, 0x10ff],
  [0x1100, 0x11ff], [0x3040, 0x30ff], [0x4e00, 0x9fff], [0x4e00, 0x9fff], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xff00, 0xffef], [0x20000, 0x2a6df],
];
/** What has broken other programs: marks, joiners, changes of direction, halves of pairs, digits of other scripts, signs. */
const strange: readonly string[] = [
  "\u0000", "\u0007", "\u001b[31m", "\u200b", "\u200d", "\u200e", "\u200f", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufffd", "\ud800", "\udc00", "\ud83d", "\u0301", "\u0301".repeat(50), "\u20dd", "e\u0301\u0323", "ﷺ", "İ", "ı", "ß", "ﬁ",
  "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🦄", "❤️", "٣٥", "३५", "３５", "二十一", "五百", "½", "°", "℃", "℉", "%", "％", "。", "，", "、", "؟", "،", "…", "—", "'", "’", "`", "\"", "\\", "/", "#", "+", "$", "{name}", "<on>", "[", "]", "(a|b)", "__proto__",
  "constructor", "toString", "1e308", "-0", "999999999999999999999", "0x10", "1.2.3", "1,000,000", "12:60", "\n", "\t", "\r\n", "\u2028", "a".repeat(200), "and ".repeat(30), ", ".repeat(40), "the ".repeat(40),
];

/** A text of random letters of all scripts, some words long, now and then longer than anyone speaks. */
export function strangeText(random: Random): string {
  const words = 1 + Math.floor(random() ** 3 * (random() < 0.05 ? 300 : 15));
  const block = pickFrom(blocks, random);
  return Array.from({ length: words }, () => random() < 0.15 ? pickFrom(strange, random) : strangeWord(random() < 0.8 ? block : pickFrom(blocks, random), random)).join(random() < 0.8 ? " " : "");
}

function strangeWord([first, last]: readonly [number, number], random: Random): string {
  return Array.from({ length: 1 + Math.floor(random() * 8) }, () => String.fromCodePoint(first + Math.floor(random() * (last - first + 1)))).join("");
}

/** One to three changes to a sentence: words left out, doubled, swapped or of another sentence, letters wrong, strange things put in. */
export function damaged(sentence: string, others: readonly string[], random: Random): string {
  let text = sentence;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) text = damagedOnce(text, others, random);
  return text;
}

function damagedOnce(text: string, others: readonly string[], random: Random): string {
  // Scripts without spaces: every letter is a word.
  const gap = /\s/.test(text) ? " " : "";
  const words = text.split(gap);
  const at = Math.floor(random() * words.length);
  const before = words.slice(0, at);
  const after = words.slice(at + 1);
  const word = words[at] ?? "";
  switch (Math.floor(random() * 10)) {
    case 0: return [...before, ...after].join(gap);
    case 1: return [...before, word, word, ...after].join(gap);
    case 2: return [...after, word, ...before].join(gap);
    case 3: return [...before, ...pickFrom(others, random).split(gap).slice(at)].join(gap);
    case 4: return `${text}${pickFrom([" and ", ", ", ". ", " then ", "和", "，", " und "], random)}${pickFrom(others, random)}`;
    case 5: return [...before, misspelt(word, random), ...after].join(gap);
    case 6: return [...before, pickFrom(strange, random), word, ...after].join(gap);
    case 7: return [...before, strangeWord(pickFrom(blocks, random), random), ...after].join(gap);
    case 8: return random() < 0.5 ? text.toUpperCase() : text.normalize("NFD");
    default: return [...before, ...Array<string>(2 + Math.floor(random() * 20)).fill(word), ...after].join(gap);
  }
}

function misspelt(word: string, random: Random): string {
  const letters = Array.from(word);
  const at = Math.floor(random() * letters.length);
  switch (Math.floor(random() * 4)) {
    case 0: return [...letters.slice(0, at), ...letters.slice(at + 1)].join("");
    case 1: return [...letters.slice(0, at), letters[at] ?? "", ...letters.slice(at)].join("");
    case 2: return [...letters.slice(0, at), letters[at + 1] ?? "", letters[at] ?? "", ...letters.slice(at + 2)].join("");
    default: return [...letters.slice(0, at), pickFrom(["a", "e", "s", "t", "x", "é", "ß"], random), ...letters.slice(at + 1)].join("");
  }
}
