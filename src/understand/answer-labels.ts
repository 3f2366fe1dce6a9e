// (pure) Names as the answer language writes them: short, lower case, letters and digits only, each one only once.

/** Longer names are cut at a word: nobody says more, and each token of a name costs time. */
const longestLabel = 40;
/** A longer name is not even looked at beyond this. */
const longestName = 400;

/**
 * Words of a person or a device's name without anything that a chat format could take for its own: letters, digits,
 * marks and single spaces, and of the signs only those given in `keep` (literal characters of a regular expression class).
 */
export function plainWords(text: string, keep: string, longest: number): string {
  const dropped = new RegExp(`[^\\p{L}\\p{M}\\p{N}${keep}]+`, "gu");
  return text.slice(0, longest).normalize("NFKC").toLowerCase().replace(dropped, " ").trim();
}

/** A device's or room's name as a label, or `otherwise` when nothing of it can be said. */
export function labelFor(name: string, otherwise: string): string {
  const words = plainWords(name, "", longestName).replace(/^the /, "");
  return cutAtWord(words, longestLabel) || otherwise;
}

/** Gives `label`, or the first of `label 2`, `label 3` … that is still free, and marks it as taken. */
export function takeLabel(taken: Set<string>, label: string): string {
  let free = label;
  for (let number = 2; taken.has(free); number++) free = `${label} ${number}`;
  taken.add(free);
  return free;
}

function cutAtWord(words: string, longest: number): string {
  const letters = [...words];
  if (letters.length <= longest) return words;
  const space = letters.lastIndexOf(" ", longest);
  return letters.slice(0, space > 0 ? space : longest).join("");
}
