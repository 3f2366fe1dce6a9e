// (pure) The words of one language that belong to no single intent, as `intents/<lang>/_words.yaml` gives them.

export type LanguageData = {
  /** Before a name and without meaning: "the", "my". */
  readonly articles: readonly string[];
  /** What a last word gains in the plural; "lamps" then finds "Lamp". */
  readonly pluralEnding: string;
  /** Spoken phrase → what it is read as: "what's" → "what is". */
  readonly rewrites: Readonly<Record<string, string>>;
  /** Sign → words: "%" → "percent". */
  readonly symbols: Readonly<Record<string, string>>;
  /** Left out at the start and at the end of a command. */
  readonly politeStart: readonly string[];
  readonly politeEnd: readonly string[];
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
  readonly numbers: {
    /** 0..19 */
    readonly ones: Readonly<Record<string, number>>;
    /** 20..90 */
    readonly tens: Readonly<Record<string, number>>;
    readonly hundred: string;
    readonly point: string;
    readonly andHalf: string;
  };
  readonly units: { readonly percent: readonly string[]; readonly celsius: readonly string[]; readonly fahrenheit: readonly string[]; readonly kelvin: readonly string[]; readonly seconds: readonly string[]; readonly minutes: readonly string[]; readonly hours: readonly string[] };
  /** A few verbs for the vocabulary prompt of speech to text. */
  readonly vocabulary: readonly string[];
  /** Words of times, conditions and negations. What holds one and matches no template is never guessed at. */
  readonly notNow: readonly string[];
};
