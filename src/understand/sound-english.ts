// (pure) English spelling → the sounds it stands for, roughly: enough to tell that "wreck" and "rec" are one sound.

/**
 * The first rule that fits at a place gives its sounds; `^` and `$` are the ends of the word, and what stands in `(?= )` or
 * `(?<= )` is only looked at. Consonants as in sound-distance.ts; one vowel letter stands for a whole run of them.
 * After the rules of L. Philips, "The Double Metaphone Search Algorithm" (C/C++ Users Journal, June 2000), with vowels kept.
 */
const rules: readonly (readonly [spelling: string, sounds: string])[] = [
  // Letters that say nothing.
  ["^(?:kn|gn|pn)", "N"], ["^wr", "R"], ["^wh", "W"], ["^ps", "S"], ["^x", "Z"], ["mb$", "M"], ["mbs$", "MZ"], ["mn$", "M"], ["bt$", "T"],
  ["stle", "SEL"], ["sten$", "SEN"], ["(?<=[ao])l(?=[kmf])", ""], ["(?<=[a-z])e$", ""], ["(?<=[a-z][^aeiouscxzgh])es$", "S"],
  // Several letters, one sound.
  ["tch", "J"], ["chr", "KR"], ["sch", "SK"], ["ch", "J"], ["ck", "K"], ["sh", "X"], ["th", "0"], ["ph", "F"], ["ssion|tion|sion|cian", "XEN"], ["ture", "JER"],
  ["dg(?=[eiy])", "Q"], ["g(?=e$)", "Q"], ["gg", "G"], ["g(?=[eiy])", "Q"], ["gh(?=[aeiou])", "G"], ["[ao]ugh?(?=t)", "O"], ["ough", "O"], ["augh", "AF"], ["igh", "I"], ["eigh", "E"], ["gh", ""], ["ng$", "N"], ["ng(?=s$)", "N"],
  ["sc(?=[eiy])", "S"], ["cc(?=[eiy])", "KS"], ["c(?=[eiy])", "S"], ["que$", "K"], ["qu", "KW"], ["x", "KS"], ["j", "Q"],
  ["(?<=[aeiouy])s(?=[aeiouy])", "Z"], ["(?<=[a-z][bdglmnrvw])s$", "Z"],
  // Vowels: what a run of them sounds like.
  ["ee|ea|ie|ey$", "I"], ["ai|ay|ei|ey", "E"], ["oo|ou|ew|ue|ui", "U"], ["oa|oe|ow", "O"], ["au|aw", "O"], ["^y", "Y"], ["y", "I"],
  ["a(?=[^aeiouwy]e$)", "E"], ["a", "A"], ["e", "E"], ["i", "I"], ["o", "O"], ["u", "U"],
  // A glide is heard before a vowel only, and so is an h.
  ["w(?=[aeiouy])", "W"], ["w", ""], ["h(?=[aeiouy])", "H"], ["h", ""],
  // Doubled letters are one.
  ["([bdfklmnprstvz])\\1", "$1"], ["c", "K"], ["([bdfgklmnprstvz])", "$1"],
];

/** For sound-letters.ts. */
export const english = { rules } as const;
