// (pure) The shape of `_words.yaml`: the words of a language that belong to no single intent.
import * as v from "valibot";
import { soundNames } from "./sounds.ts";

const text = v.pipe(v.string(), v.trim(), v.minLength(1, "empty, expected some text"));
const texts = v.pipe(v.array(text), v.minLength(1, "empty, expected at least one text"));
const phraseMap = v.record(text, v.string());
const numberMap = v.record(text, v.number());

/** `_words.yaml` */
export const languageSchema = v.strictObject({
  characters: v.optional(text),
  codes: v.optional(v.strictObject({ whisper: v.optional(text), espeakNg: v.optional(text) }), {}),
  articles: v.array(text),
  pluralEnding: v.union([v.string(), texts]),
  caseEndings: v.optional(v.array(text), []),
  spellings: v.optional(v.record(text, text), {}),
  compoundEnds: v.optional(v.array(text), []),
  possessive: v.optional(v.array(text), []),
  sounds: v.optional(v.picklist(soundNames), "none"),
  commonNames: v.optional(v.array(text), []),
  everydayWords: v.optional(v.array(text), []),
  compoundLinks: v.optional(v.array(text), []),
  ordinals: v.optional(numberMap, {}),
  numberSigns: v.optional(v.array(text), []),
  belongsTo: v.optional(v.array(text), []),
  rewrites: phraseMap,
  symbols: phraseMap,
  politeStart: v.array(text),
  politeEnd: v.array(text),
  politeAround: v.optional(v.array(v.strictObject({ start: text, end: text })), []),
  notNames: v.array(text),
  joinNames: texts,
  joinCommands: texts,
  here: v.array(text),
  everywhere: v.optional(v.array(text), []),
  floorWords: v.optional(v.array(text), []),
  numbers: v.strictObject({
    decimalSign: v.optional(v.picklist([".", ","]), "."),
    ones: numberMap,
    tens: v.optional(numberMap, {}),
    multipliers: v.optional(numberMap, {}),
    alone: v.optional(v.array(text), []),
    placeFillers: v.optional(v.array(text), []),
    digits: v.optional(numberMap, {}),
    digitAfter: v.optional(v.array(text), []),
    minus: v.optional(v.array(text), []),
    point: v.optional(v.array(text), []),
    clockAfterPoint: v.optional(v.array(text), []),
    andHalf: v.optional(v.array(text), []),
    half: v.optional(v.strictObject({ words: v.array(text), after: v.array(text) }), { words: [], after: [] }),
    percentBefore: v.optional(v.array(text), []),
  }),
  units: v.strictObject({ percent: texts, celsius: texts, fahrenheit: texts, kelvin: texts, seconds: texts, minutes: texts, hours: texts }),
  vocabulary: v.array(text),
  notNow: v.array(text),
});

/** A household's own `_words.yaml` beside sentence files of Home Assistant: what it has goes before what those files tell. */
export const ownLanguageSchema = v.partial(languageSchema);
