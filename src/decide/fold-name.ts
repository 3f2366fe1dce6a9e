// (pure) A device's name in plain letters: what looks alike to a person is alike here, however it is written.

/** Nobody calls a device by a longer name; the rest is not looked at. Characters. */
const longestName = 200;

/** Letters of other alphabets that look like Latin ones (Unicode Technical Standard 39, confusables), and Latin ones with extras that no decomposition removes. */
const lookalikes: ReadonlyMap<string, string> = new Map(Object.entries({
  а: "a", в: "b", е: "e", ѕ: "s", і: "i", ј: "j", к: "k", м: "m", н: "h", о: "o", р: "p", с: "c", т: "t", у: "y", х: "x", ԁ: "d", ԛ: "q", ԝ: "w", һ: "h", ӏ: "l", ѵ: "v", ɡ: "g",
  α: "a", β: "b", ε: "e", η: "n", ι: "i", κ: "k", ν: "v", ο: "o", ρ: "p", τ: "t", υ: "u", χ: "x", γ: "y", ϳ: "j", ɑ: "a", ı: "i", ȷ: "j", ɩ: "i", ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ŧ: "t",
  օ: "o", ո: "n", ս: "u", հ: "h", ց: "g", ᴀ: "a", ᴄ: "c", ᴇ: "e", ɢ: "g", ᴋ: "k", ᴏ: "o", ʀ: "r", ᴛ: "t",
}));

/** German writes these with two letters where it has no umlauts. */
const german: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** The words of a name in two readings: as written, and parted where a small letter meets a capital ("GarageDoor"). */
export type FoldedName = { readonly readings: readonly (readonly string[])[]; /** Without spaces, for scripts that use none; "" where only Latin letters are. */ readonly joined: string };

export function foldName(name: string): FoldedName {
  const start = name.slice(0, longestName);
  const visible = isPlain(start) ? start : start.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  const whole = wordsOf(visible);
  const parted = visible.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2");
  return { readings: parted === visible ? [whole] : [whole, wordsOf(parted)], joined: whole.every(isPlain) ? "" : whole.join("") };
}

/** One word as the table writes it → as `foldName` gives it. */
export function foldWord(word: string): string {
  return plain(word);
}

function wordsOf(text: string): readonly string[] {
  return plain(text).match(/\p{L}+/gu) ?? [];
}

function plain(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  const letters = text.toLowerCase().normalize("NFC").replace(/[äöüß]/g, (letter) => german[letter] ?? letter).normalize("NFKD").replace(/\p{M}/gu, "");
  return Array.from(letters.normalize("NFKC"), (letter) => lookalikes.get(letter) ?? letter).join("");
}

/** Most names have no other letters, and a home may have thousands. */
function isPlain(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text);
}
