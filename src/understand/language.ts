// (pure) The words of one language that belong to no single intent, as `intents/<lang>/_words.yaml` gives them.
import type { SoundName } from "./sounds.ts";

export type LanguageData = {
  /** A table of `intents/_characters.yaml`: characters that are the same for comparing. */
  readonly characters?: string | undefined;
  /** What Whisper and espeak-ng call this language, where that is not the first part of its code. */
  readonly codes: { readonly whisper?: string | undefined; readonly espeakNg?: string | undefined };
  /** Before a name and without meaning: "the", "my". */
  readonly articles: readonly string[];
  /** What a last word gains in the plural; "lamps" then finds "Lamp". */
  readonly pluralEnding: string | readonly string[];
  /** What the last word of a name or a room gains in another case: "des Wohnzimmers". */
  readonly caseEndings?: readonly string[];
  /** Letters that are written in place of others: "ue" for "ü", which is compared as "u". */
  readonly spellings?: Readonly<Record<string, string>>;
  /** Ends of compounds that are read as words of their own: "timer" in "Pizzatimer". */
  readonly compoundEnds?: readonly string[];
  /** What a word gains when something is its own, and loses for comparing: "'s". */
  readonly possessive: readonly string[];
  /** How spelling sounds in this language; "none": misheard names are found by their letters alone. */
  readonly sounds: SoundName;
  /** Rooms and things that houses have. In a house without one, its name is not taken for another that sounds like it. */
  readonly commonNames: readonly string[];
  /** What else people often speak of. Said by itself, such a word is that word, whatever name sounds like it. */
  readonly everydayWords: readonly string[];
  /** What may stand between the parts of a compound: "n" in "Küchenlampe". */
  readonly compoundLinks: readonly string[];
  /** "second" → 2: "the second lamp" is "Lamp 2". */
  readonly ordinals: Readonly<Record<string, number>>;
  /** Before a number in a name, without meaning: "lamp number 2". */
  readonly numberSigns: readonly string[];
  /** Between a thing and what it belongs to: "the lamp of the desk" is the desk lamp. */
  readonly belongsTo: readonly string[];
  /** Spoken phrase → what it is read as: "what's" → "what is". */
  readonly rewrites: Readonly<Record<string, string>>;
  /** Sign → words: "%" → "percent". */
  readonly symbols: Readonly<Record<string, string>>;
  /** Left out at the start and at the end of a command. */
  readonly politeStart: readonly string[];
  readonly politeEnd: readonly string[];
  /** Left out where both stand, the one at the start and the other at the end: 可以…嗎. */
  readonly politeAround?: readonly { readonly start: string; readonly end: string }[];
  /** Words that stand where a name might, and name nothing: "it". */
  readonly notNames: readonly string[];
  /** Between the names of one command, and between commands. */
  readonly joinNames: readonly string[];
  readonly joinCommands: readonly string[];
  /** The room the words were said in: "this room". */
  readonly here: readonly string[];
  /** The whole house, as an area. */
  readonly everywhere: readonly string[];
  /** What a storey is called beside its name: "floor". */
  readonly floorWords: readonly string[];
  readonly numbers: NumberWords;
  readonly units: { readonly percent: readonly string[]; readonly celsius: readonly string[]; readonly fahrenheit: readonly string[]; readonly kelvin: readonly string[]; readonly seconds: readonly string[]; readonly minutes: readonly string[]; readonly hours: readonly string[] };
  /** A few verbs for the vocabulary prompt of speech to text. */
  readonly vocabulary: readonly string[];
  /** Words of times, conditions and negations. What holds one and matches no template is never guessed at. */
  readonly notNow: readonly string[];
};

/** How numbers are said. What a language does not have is empty. */
export type NumberWords = {
  /** "," where "21,5" is a number; the other sign then only groups: "2.700". */
  readonly decimalSign?: "." | ",";
  /** 0..19, and more where each has a word of its own. */
  readonly ones: Readonly<Record<string, number>>;
  /** 20..90, joined with the ones that follow: "twenty one". */
  readonly tens: Readonly<Record<string, number>>;
  /** Times what stands before: "hundred", 百, and 十 where twenty is 二十. */
  readonly multipliers: Readonly<Record<string, number>>;
  /** Multipliers that count without a number before them: "hundred", 十. */
  readonly alone: readonly string[];
  /** Fills a missing place: 一百零五 is 105. Without it a last digit counts in the next place: 一百五 is 150. */
  readonly placeFillers: readonly string[];
  /** Read one by one when three or more stand together: 二七〇〇. */
  readonly digits: Readonly<Record<string, number>>;
  /** A digit after one of these stands alone: 星期一十點 is no eleven. */
  readonly digitAfter: readonly string[];
  readonly minus: readonly string[];
  readonly point: readonly string[];
  /** 點 is also "o'clock": then one digit is a fraction, and none with a minute (one of these) behind it. */
  readonly clockAfterPoint: readonly string[];
  readonly andHalf: readonly string[];
  /** 半 behind a number and one of `after`: 兩度半 is 2.5 degrees, 一個半小時 is 1.5 hours. */
  readonly half: { readonly words: readonly string[]; readonly after: readonly string[] };
  /** Stands before its number: 百分之五十. */
  readonly percentBefore: readonly string[];
};
