// (pure) `intents/<lang>/_context.yaml`: how one sentence leans on another. All of it may be absent.
import * as v from "valibot";
import { firstSamples, mostFrames } from "./follow-up-frames.ts";
import { parseTemplate, rulesOf, slotsOf } from "./template.ts";
import type { Problem, YamlFile } from "./yaml-file.ts";

const text = v.pipe(v.string(), v.trim(), v.minLength(1, "empty, expected some text"));
const texts = v.optional(v.array(text), []);

export const contextSchema = v.strictObject({
  verbs: texts,
  at: texts,
  except: texts,
  exceptFirst: texts,
  exceptEnds: texts,
  pronouns: v.optional(v.strictObject({ one: texts, many: texts, other: texts, others: texts, described: texts, there: texts }), {}),
  devices: texts,
  also: texts,
  followUps: v.optional(v.strictObject({ add: texts, mend: texts, spare: texts, again: texts, more: texts, less: texts, undo: texts, complete: texts }), {}),
  choices: v.optional(v.strictObject({ around: texts, places: v.optional(v.array(v.array(text)), []), last: texts, all: texts, none: texts }), {}),
});

/** Words and templates of one language. `{more}` stands for the words that a follow-up is about. */
export type ContextWords = {
  /** Words by which commands begin, besides those of `vocabulary`; talk without one, and without a name, was not for Sotto. */
  readonly verbs: readonly string[];
  /** Prepositions that are said again before each room of a list: "in the kitchen and in the hall". */
  readonly at: readonly string[];
  /** Before what is taken out of a sweep: "except". */
  readonly except: readonly string[];
  /** Those of them that may begin a sentence: "apart from the lamp, …". "Not the lamp, …" does not: it mends what was said. */
  readonly exceptFirst: readonly string[];
  /** Behind it, where a language has such words: 除了…以外. */
  readonly exceptEnds: readonly string[];
  /** one: "it"; many: "them"; other(s): the rest of those spoken of; described: before a kind, "that lamp"; there: the room of what was spoken of. */
  readonly pronouns: Readonly<Record<"one" | "many" | "other" | "others" | "described" | "there", readonly string[]>>;
  /** Templates of devices without a verb, with {name}, {area} and {kind}. */
  readonly devices: readonly string[];
  /** Around a command that is one more: "too". */
  readonly also: readonly string[];
  /**
   * add: the same with other devices. mend: rather with other devices. spare: not with these. again, more, less, undo: about the whole breath.
   * complete: sentences that make a bare value whole, "make it {more}".
   */
  readonly followUps: Readonly<Record<"add" | "mend" | "spare" | "again" | "more" | "less" | "undo" | "complete", readonly string[]>>;
  /** The answer to "The desk lamp or the floor lamp?": words around a choice, by place ("the first"), the last, all, none. */
  readonly choices: { readonly around: readonly string[]; readonly places: readonly (readonly string[])[]; readonly last: readonly string[]; readonly all: readonly string[]; readonly none: readonly string[] };
};

/** A language that says nothing of it. */
export const noContextWords: ContextWords = v.parse(contextSchema, {});

/** Adds a problem for each template that cannot be read or holds another slot than it may. */
export function checkContextWords(yaml: YamlFile<ContextWords>, problems: Problem[]): void {
  const check = (keys: readonly (string | number)[], template: string, allowed: readonly string[]) => {
    const parsed = parseTemplate(template);
    if (!parsed.ok) problems.push({ place: yaml.placeOf(keys, parsed.problem.offset), message: parsed.problem.message });
    else if (rulesOf(parsed.template).length > 0) problems.push({ place: yaml.placeOf(keys), message: "a rule, expected words and slots only" });
    else if (keys[0] === "followUps" && firstSamples(parsed.template).length > mostFrames) problems.push({ place: yaml.placeOf(keys), message: `more than ${mostFrames} sentences, expected several shorter templates` });
    else for (const { name } of slotsOf(parsed.template)) if (!allowed.includes(name)) problems.push({ place: yaml.placeOf(keys), message: `slot {${name}}, expected ${allowed.map((one) => `{${one}}`).join(", ") || "no slot"}` });
  };
  for (const [index, template] of yaml.value.devices.entries()) check(["devices", index], template, ["name", "area", "kind"]);
  for (const [key, templates] of Object.entries(yaml.value.followUps)) {
    for (const [index, template] of templates.entries()) check(["followUps", key, index], template, ["add", "mend", "spare", "complete"].includes(key) ? ["more"] : []);
  }
}
