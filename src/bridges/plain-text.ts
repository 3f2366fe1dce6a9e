// (pure) Texts on their way to other programs: one line, no control characters, of a bounded length.

/** Longest name of an entity. */
const longestName = 64;

/** One line without control characters, cut to `longest` characters and never through one. */
export function plainText(text: string, longest: number): string {
  // Cut first, so that the rest costs the same whatever came.
  const line = text.slice(0, longest * 4).replace(/[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\s]+/gu, " ").trim();
  return Array.from(line.slice(0, longest * 2)).slice(0, longest).join("").trim();
}

export function plainName(name: string): string {
  return plainText(name, longestName);
}

/** "good_night" → "Good night" */
export function nameFromWords(id: string): string {
  const words = plainName(id.replace(/[_-]+/g, " "));
  return words.charAt(0).toUpperCase() + words.slice(1);
}
