// (pure) A language that Sotto does not ship, from a checkout of Home Assistant's sentence files alone.
import type * as v from "valibot";
import { noContextWords } from "./context-words.ts";
import { createHaIntents } from "./ha-intents.ts";
import { repliesWith, replyOfResponses } from "./ha-replies.ts";
import type { HaSource } from "./ha-source.ts";
import type { Intents, ReplyTexts } from "./intent.ts";
import type { answersSchema } from "./intent-schema.ts";
import type { ownLanguageSchema } from "./language-schema.ts";
import { buildAutomaton } from "./automaton.ts";
import type { LanguageData } from "./language.ts";
import { parseTemplate } from "./template.ts";
import { sampleTemplate } from "./template-samples.ts";
import { createNormalise, type Normalise } from "./words.ts";
import type { Problem } from "./yaml-file.ts";

/** What a household adds for its language: words in the form of `_words.yaml`, and what counts as yes and as no. */
export type OwnWords = { readonly language: v.InferOutput<typeof ownLanguageSchema>; readonly answers: v.InferOutput<typeof answersSchema> | undefined };

export type HaLanguage = { readonly intents: Intents; readonly unhandled: readonly string[]; readonly sentences: number };

/** Two signs stand for one word each in every language: templates and sentences meet in it. */
const symbols = { "%": "percent", "°": "degrees" };

const noWords: LanguageData = {
  sounds: "none", commonNames: [], everydayWords: [], compoundLinks: [], ordinals: {}, numberSigns: [], belongsTo: [],
  articles: [], pluralEnding: "", possessive: [], rewrites: {}, symbols, politeStart: [], politeEnd: [], notNames: [], joinNames: [], joinCommands: [],
  here: [], everywhere: [], floorWords: [], vocabulary: [], notNow: [], codes: {},
  numbers: { ones: {}, tens: {}, multipliers: {}, alone: [], placeFillers: [], digits: {}, digitAfter: [], minus: [], point: [], clockAfterPoint: [], andHalf: [], half: { words: [], after: [] }, percentBefore: [] },
  units: { percent: [], celsius: [], fahrenheit: [], kelvin: [], seconds: [], minutes: [], hours: [] },
};

/** Ways to say one skip word; more is no word. */
const mostWays = 200;

/** Builds the language. @param plain the replies of `intents/_any_language.yaml` */
export function haLanguage(source: HaSource, plain: ReplyTexts, own: OwnWords, problems: Problem[]): HaLanguage {
  const given = Object.fromEntries(Object.entries(own.language).filter(([, value]) => value !== undefined)) as Partial<LanguageData>;
  const language: LanguageData = { ...noWords, rewrites: withoutSkipWords(source), ...given };
  const normalise = decimalComma(createNormalise(language));
  const { intents, unhandled } = createHaIntents(source, "checkout", { normalise, replyOf: replyOfResponses(source), problems });
  const { ones, tens } = language.numbers;
  return {
    unhandled, sentences: intents.reduce((sum, intent) => sum + intent.sentences.length, 0),
    intents: {
      language, normalise, intents, automaton: buildAutomaton(intents, normalise), context: noContextWords,
      lists: { kinds: [], colors: new Map(), states: new Map(), quantities: new Map(), options: new Map(), numbers: new Map() },
      replies: repliesWith(plain, source, stateWords(source)),
      answers: { yes: own.answers?.yes ?? [], no: own.answers?.no ?? [], pin: { digits: {}, repeats: {}, around: [], ...own.answers?.pin, ones, tens } },
    },
  };
}

/** Home Assistant leaves skip words out wherever they stand. */
function withoutSkipWords(source: HaSource): Readonly<Record<string, string>> {
  return Object.fromEntries(skipWordsOf(source).map((way) => [way, ""]));
}

/** Skip words in every way to say them. */
export function skipWordsOf({ skipWords }: HaSource): readonly string[] {
  return skipWords.flatMap((text) => waysOf(text, mostWays));
}

/** The first ways to say a text without rules. */
function waysOf(text: string, most: number): readonly string[] {
  const parsed = parseTemplate(`(${text})`);
  const ways = parsed.ok ? [...take(sampleTemplate(parsed.template), most)].map((way) => way.replaceAll(/\s+/g, " ").trim()) : [];
  return ways.filter((way) => way !== "" && !way.includes("<"));
}

function* take<T>(all: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const one of all) {
    if (count++ >= most) return;
    yield one;
  }
}

/** "21,5" is how most of these languages write it. A comma between three digits is left alone. */
function decimalComma(normalise: Normalise): Normalise {
  return (text) => normalise(text.replaceAll(/(?<![\d,])(\d+),(\d{1,2})(?![\d,])/g, "$1.$2"));
}

/** Lists whose words name states, whatever they are called: "on_off_states". */
const stateLists = ["on_off_states", "cover_states", "lock_states"];

/** What a state is called: the first of the words that its list has for it. */
function stateWords({ lists }: HaSource): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const list of stateLists.map((name) => lists.get(name))) {
    for (const value of list?.values ?? []) {
      const [said, state] = typeof value === "string" ? [value, value] : [value.in, typeof value.out === "object" ? value.out?.[0] ?? "" : String(value.out ?? value.in)];
      const [first] = waysOf(said, 1);
      if (first !== undefined) words[state] ??= first;
    }
  }
  return words;
}
