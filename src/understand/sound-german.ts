// (pure) German spelling → the sounds it stands for, roughly. Accents are gone by then, so "ü" is "u" and "ue" must be too.

/** As in sound-english.ts. After H. J. Postel, "Die Kölner Phonetik" (IBM-Nachrichten 19, 1969), with vowels kept. */
const rules: readonly (readonly [spelling: string, sounds: string])[] = [
  ["tsch", "J"], ["sch", "X"], ["^s(?=[pt])", "X"], ["chs", "KS"], ["ch", "X"], ["ck", "K"], ["ph", "F"], ["pf", "F"], ["th", "T"], ["dt", "T"], ["tz|zz|ds$|ts", "TS"], ["z", "TS"],
  ["(?<=[rt]a)g(?=en?$)", "X"], ["qu", "KV"], ["x", "KS"], ["ng", "N"], ["nk", "NK"], ["c(?=[eiy])", "TS"], ["c", "K"], ["j", "Y"],
  // Hard at the end of a word.
  ["b$|bb", "P"], ["d$", "T"], ["g$", "K"], ["dd", "D"], ["gg", "G"],
  ["^v", "F"], ["v$", "F"], ["v", "V"], ["w", "V"], ["s(?=[aeiouy])", "Z"], ["ss|ß|s", "S"], ["ff", "F"], ["tt", "T"], ["pp", "P"], ["([klmnr])\\1", "$1"],
  ["ei|ai|ey|ay", "A"], ["ie", "I"], ["eu", "O"], ["au|ao", "A"], ["ae", "E"], ["oe", "O"], ["ue", "U"], ["aa", "A"], ["ee", "E"], ["oo", "O"],
  ["h(?=[aeiouy])(?<=^h)", "H"], ["h", ""], ["y", "U"], ["a", "A"], ["e", "E"], ["i", "I"], ["o", "O"], ["u", "U"],
  ["([bdfgklmnprt])", "$1"],
];

/** For sound-letters.ts. */
export const german = { rules } as const;
