// What may go to a voice (pure): text from devices and models is not trusted to be short, or to be words.

/** Over a minute of speech. No reply is that long, and a device's name of a megabyte must not talk for a week. */
export const longestSpokenCharacters = 1000;

/** One line without control characters, of a length that a person would listen to. "" when there is nothing to say. */
export function speakableText(text: string): string {
  // Cut first: what follows then costs the same whatever came. Twice the length, as blanks may go yet.
  const words = text.slice(0, longestSpokenCharacters * 2).replace(/[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\s]+/gu, " ").trim();
  return cutAtWord(words);
}

function cutAtWord(text: string): string {
  if (text.length <= longestSpokenCharacters) return text;
  const cut = text.slice(0, longestSpokenCharacters);
  const blank = cut.lastIndexOf(" ");
  return blank > 0 ? cut.slice(0, blank) : cut.replace(/\p{Cs}$/u, "");
}
