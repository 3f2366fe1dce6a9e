// (pure) Blocks of Home Assistant's sentences → intents of the machine, each of which may be several commands here.
import { type DeviceKind, deviceKinds } from "../home/home.ts";
import { streamedDomains } from "../home/statestream-abilities.ts";
import type { Said } from "./choice.ts";
import { fieldsOf } from "./ha-fields.ts";
import { givenBy, type HaGiven } from "./ha-given.ts";
import { haIntents, type HaMeaning } from "./ha-meanings.ts";
import type { HaBlock, HaSource } from "./ha-source.ts";
import { createHaTemplates, type HaTemplates } from "./ha-templates.ts";
import { targetOf } from "./ha-target.ts";
import type { CommandSpec, Intent, ReplyText, Target } from "./intent.ts";
import type { Match } from "./template-match.ts";
import type { Normalise } from "./words.ts";
import type { Problem } from "./yaml-file.ts";

/** Whose sentences they are: a user's go before those of the house, a checkout's stand alone. */
export type HaOwner = "user" | "checkout";

export type HaIntents = {
  readonly intents: readonly Intent[];
  /** Names of intents that nothing here handles. */
  readonly unhandled: readonly string[];
};

const noTarget: Target = { name: undefined, kind: undefined, kinds: undefined, deviceClass: undefined, quantity: undefined, area: undefined, otherwise: "home", count: "all" };

/** All intents of `source`. `replyOf`: the house's own text for a response, where it has one. */
export function createHaIntents(source: HaSource, owner: HaOwner, { normalise, replyOf, problems }: { readonly normalise: Normalise; readonly replyOf: (response: string) => ReplyText | undefined; readonly problems: Problem[] }): HaIntents {
  const templatesOf = createHaTemplates(source, normalise, problems);
  const intents = source.blocks.flatMap((block): readonly Intent[] => {
    const templates = templatesOf(block);
    if (templates.sentences.length === 0) return [];
    const response = `${block.intent}.${block.response}`;
    const confirmed = replyOf(response);
    return [{
      id: response, command: standIn(block), slots: templates.slots, sentences: templates.sentences,
      reply: confirmed === undefined ? {} : { confirmed },
      foreign: { owner, name: block.intent, means: meaningsOf(block, templates, normalise) },
    }];
  });
  return { intents, unhandled: [...new Set(source.blocks.map(({ intent }) => intent))].filter((name) => !isHandled(name)).sort() };
}

export function isHandled(intent: string): boolean {
  return Object.hasOwn(haIntents, intent);
}

/** What the machine sees before it is known which command a sentence is. */
function standIn({ intent }: HaBlock): CommandSpec {
  return { type: (isHandled(intent) ? haIntents[intent]?.meanings[0]?.type : undefined) ?? "state.get", target: noTarget, fields: {} };
}

type Means = NonNullable<Intent["foreign"]>["means"];

function meaningsOf(block: HaBlock, { scales }: HaTemplates, normalise: Normalise): Means {
  const intent = isHandled(block.intent) ? haIntents[block.intent] : undefined;
  return (match, around) => {
    const given = givenBy(block, match, scales);
    // "turn off the light in five minutes" is no timer: it is a command for later.
    if (intent === undefined || given.has("conversation_command")) return [];
    const read = intent.meanings.flatMap((meaning) => matchFor(meaning, { block, match, given, around, normalise }));
    return intent.how === "all" ? (read.length === 0 ? [] : [read]) : read.map((one) => [one]);
  };
}

type Setting = { readonly block: HaBlock; readonly match: Match; readonly given: HaGiven; readonly around: Said; readonly normalise: Normalise };

/** The same words as a match of one command of ours; nothing where the command is not meant. */
function matchFor(meaning: HaMeaning, { block, match, given, around, normalise }: Setting): readonly Match[] {
  const kinds = kindsFor(meaning, block, given);
  if (kinds.length === 0 && meaning.kinds.length > 0) return [];
  const values = fieldsOf(meaning, given);
  if (typeof values === "string") return [];
  const { intent } = match.accepted;
  const place = meaning.kinds.length === 0 ? { target: noTarget, slots: {}, filled: [] } : targetOf({ meaning, kinds, block, given, around, normalise });
  if (place === undefined) return [];
  const command: CommandSpec = { type: meaning.type, target: place.target, fields: values.fields };
  return [{
    accepted: { ...match.accepted, intent: { id: intent.id, sentences: intent.sentences, reply: intent.reply, command, slots: { ...place.slots, ...values.slots } } },
    slots: [...place.filled, ...values.filled],
  }];
}

/** The kinds that a command goes to, less what the block or the sentence does not mean. */
function kindsFor({ kinds, onlySaid }: HaMeaning, { requires, excludes }: HaBlock, given: HaGiven): readonly DeviceKind[] {
  const domains = [...given.words("domain"), ...requires["domain"] ?? []];
  const wanted = domains.map(kindOf);
  const unwanted = (excludes["domain"] ?? []).map(kindOf);
  if (domains.length === 0 && onlySaid === true) return [];
  return kinds.filter((kind) => (domains.length === 0 || wanted.includes(kind)) && !unwanted.includes(kind));
}

/** A domain of Home Assistant as a kind of ours. */
function kindOf(domain: string): DeviceKind | undefined {
  return streamedDomains.get(domain)?.kind ?? deviceKinds.find((kind) => kind === domain);
}
