// (pure) The shape of Home Assistant's sentence files. SOURCE: the file format of hassil and of home-assistant/intents
// (docs/templates.md, docs/slot_combinations.md there). Keys that mean nothing here pass: a file that Home Assistant takes is taken.
import * as v from "valibot";

const text = v.pipe(v.union([v.string(), v.number(), v.boolean()], "expected some text"), v.transform(String));
const texts = v.pipe(v.union([v.array(text), v.null(), text], "expected a text or a list of texts"), v.transform((given): readonly string[] => given === null ? [] : Array.isArray(given) ? given : [given]));

/** A word, several, or `{ value: …, slot: true }`, which takes the place's own value as a slot. */
const contextValue = v.union([texts, v.looseObject({ value: v.optional(texts), slot: v.optional(v.boolean(), false) })], "expected a text, a list of texts or { slot: true }");
const context = v.pipe(v.nullable(v.record(v.string(), contextValue)), v.transform((given) => given ?? {}));
export type RawContext = v.InferOutput<typeof context>;

const slotValue = v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(text)], "expected a value or a list of values");

const listValue = v.union([text, v.looseObject({ in: text, out: v.optional(v.nullable(v.union([v.string(), v.number(), v.boolean(), v.array(text)]))) })], "expected a text, or { in: …, out: … }");
const range = v.looseObject({
  from: v.number(), to: v.number(),
  step: v.optional(v.number(), 1),
  multiplier: v.optional(v.number(), 1),
  type: v.optional(v.string()), fractions: v.optional(v.string()),
});
const list = v.pipe(
  v.object({ values: v.optional(v.array(listValue)), range: v.optional(range), wildcard: v.optional(v.literal(true)) }),
  v.check(({ values, range: given, wildcard }) => [values, given, wildcard].filter((one) => one !== undefined).length === 1, "expected values: […], range: { from: …, to: … } or wildcard: true"),
);
export type RawList = v.InferOutput<typeof list>;

const lists = v.optional(v.pipe(v.nullable(v.record(v.string(), list)), v.transform((given) => given ?? {})), {});
const rules = v.optional(v.pipe(v.nullable(v.record(v.string(), text)), v.transform((given) => given ?? {})), {});

/** Sentences that mean one thing. `inferred_domain` and `name_domains` say in the newer files what `slots` and `requires_context` say in the older ones. */
const block = v.looseObject({
  sentences: v.pipe(v.nullable(v.array(text)), v.transform((given) => given ?? [])),
  slots: v.optional(v.pipe(v.nullable(v.record(v.string(), slotValue)), v.transform((given) => given ?? {})), {}),
  requires_context: v.optional(context, {}),
  excludes_context: v.optional(context, {}),
  inferred_domain: v.optional(text),
  name_domains: v.optional(texts),
  lists, expansion_rules: rules,
  response: v.optional(v.nullable(text)),
});
export type RawBlock = v.InferOutput<typeof block>;
const blocks = v.pipe(v.nullable(v.array(block)), v.transform((given) => given ?? []));

const answers = v.record(v.string(), v.union([text, v.record(v.string(), text)]));

/** Any file of a language: sentences, lists, rules or responses, alone or together. */
export const haFileSchema = v.looseObject({
  intents: v.optional(v.pipe(v.nullable(v.record(v.string(), v.nullable(v.looseObject({ data: v.optional(blocks, []) })))), v.transform((given) => given ?? {})), {}),
  /** The newer files: the folder is the intent, the file's name its slot combination. */
  data: v.optional(blocks),
  lists, expansion_rules: rules,
  skip_words: v.optional(texts, []),
  responses: v.optional(v.nullable(v.looseObject({
    intents: v.optional(v.nullable(v.record(v.string(), v.nullable(answers)))),
    errors: v.optional(v.nullable(v.record(v.string(), text))),
  }))),
});
export type RawFile = v.InferOutput<typeof haFileSchema>;

/** `intents.yaml`: of each slot combination whether it takes the room that was spoken in, and its groups of domains. */
export const haCatalogueSchema = v.record(v.string(), v.looseObject({
  slot_combinations: v.optional(v.nullable(v.record(v.string(), v.looseObject({ context_area: v.optional(v.boolean(), false), name_domain_groups: v.optional(v.record(v.string(), texts), {}) })))),
}));
