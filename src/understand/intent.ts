// What the files of `intents/<lang>/` say, read and checked.
import type { CapabilityKind, DeviceKind } from "../home/home.ts";
import type { CommandType } from "../home/command.ts";
import type { Rgb } from "../home/state.ts";
import type { Automaton } from "./automaton.ts";
import type { ContextWords } from "./context-words.ts";
import type { LanguageData } from "./language.ts";
import type { Phrases } from "./phrases.ts";
import type { PlanTexts } from "./read-plan-texts.ts";
import type { Times } from "./read-times.ts";
import type { Said } from "./choice.ts";
import type { Template } from "./template.ts";
import type { Match } from "./template-match.ts";
import type { Syllables } from "./sounds.ts";
import type { Normalise } from "./words.ts";

/** Where a text stands in a file; line and column count from 1. */
export type Place = { readonly path: string; readonly line: number; readonly column: number };

/** Percent 0..100 and temperatures in °C, whatever unit was said. `degrees` is a difference of temperatures, `number` has no unit. */
export type Unit = "percent" | "celsius" | "degrees" | "kelvin" | "number";

/** What a `{slot}` takes. `only` limits a list to some of its values. `negate` turns "by 20" into -20. */
export type SlotSpec =
  | { readonly list: "name" }
  | { readonly list: "area" }
  | { readonly list: "kind"; readonly only: readonly DeviceKind[] | undefined }
  | { readonly list: "color" }
  | { readonly list: "state" }
  | { readonly list: "quantity" }
  | { readonly list: "option" }
  /** Whatever few words are no number; `most`: how many, three when absent. */
  | { readonly list: "label"; readonly most?: number }
  | { readonly list: "duration"; readonly negate: boolean }
  | { readonly list: "number"; readonly min: number; readonly max: number; readonly unit: Unit; readonly negate: boolean }
  | { readonly list: "words"; readonly name: string }
  /** A list of its own: phrases and what each stands for. */
  | { readonly list: "oneOf"; readonly name: string; readonly phrases: Phrases<string | number> };

/** A value written in the file, or the slot that gives it. */
export type Value<T> = { readonly is: "value"; readonly value: T } | { readonly is: "slot"; readonly slot: string };

/**
 * Which devices a command goes to: one that is named (`name`, perhaps in an `area`), or all of a kind in an area.
 * "here" is the room the words were heard in, "home" the whole house. `one`: exactly one device may remain;
 * `oneHere`: unless a room was said, whose devices are then all meant.
 */
export type Target = {
  readonly name: string | undefined;
  readonly kind: string | undefined;
  readonly kinds: readonly DeviceKind[] | undefined;
  readonly deviceClass: string | undefined;
  readonly quantity: Value<string> | undefined;
  readonly area: { readonly is: "slot"; readonly slot: string } | { readonly is: "here" } | { readonly is: "home" } | undefined;
  /** Where devices are looked for when the sentence names no device and no room. */
  readonly otherwise: "here" | "hereOrHome" | "home";
  readonly count: "one" | "oneHere" | "all";
};

/** A command with its values still open. */
export type CommandSpec = { readonly type: CommandType; readonly target: Target; readonly fields: Readonly<Record<string, Value<string | number | boolean>>> };

export type Sentence = { readonly text: string; readonly template: Template; readonly place: Place };

/** One text for one device, another for two, another for many; each falls back to the one before. */
export type ReplyText = { readonly one: string; readonly two: string; readonly many: string };

export type Intent = {
  /** The file's name without its ending. */
  readonly id: string;
  readonly command: CommandSpec;
  readonly slots: Readonly<Record<string, SlotSpec>>;
  readonly sentences: readonly Sentence[];
  /** Own words for an outcome instead of the command's usual ones. */
  readonly reply: Readonly<Partial<Record<"confirmed" | "already" | "unconfirmed", ReplyText>>>;
  /** Of a sentence file of Home Assistant: `command` then only stands in, until the words of a sentence are known. */
  readonly foreign?: ForeignIntent;
};

/**
 * An intent by Home Assistant's `name`. `means` gives what a sentence of it may be here, each as all the matches that it
 * stands for; nothing when nothing here handles it. A user's own sentence goes before one of the house.
 */
export type ForeignIntent = { readonly owner: "user" | "checkout"; readonly name: string; readonly means: (match: Match, around: Said) => readonly (readonly Match[])[] };

/** What people call a kind of device; `measure` stands between a number and it: 盞. `deviceClasses` narrows it; a device without a class then needs one of the words in its name. */
export type KindWord = { readonly kind: DeviceKind; readonly deviceClasses: readonly string[]; readonly one: readonly string[]; readonly many: readonly string[]; readonly measure?: string | undefined };

/** "running" → what is asked after, by the capability that tells it; the first that a device has counts. */
export type StateWord = readonly { readonly expect: string; readonly capability: CapabilityKind }[];

export type IntentLists = {
  readonly kinds: readonly KindWord[];
  readonly colors: ReadonlyMap<string, Rgb>;
  readonly states: ReadonlyMap<string, StateWord>;
  /** Spoken words → the Home Assistant device classes of sensors that they may mean. */
  readonly quantities: ReadonlyMap<string, readonly string[]>;
  /** Spoken words → a device's own word for a mode or an option: "heating" → "heat". */
  readonly options: ReadonlyMap<string, string>;
  /** Further lists of words with a number each: "warm white" → 2700. */
  readonly numbers: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** Texts of `_replies.yaml`. Placeholders are `{words}`; there are no expressions. */
export type ReplyTexts = {
  readonly article: string;
  /** Names keep their capitals inside a sentence, as nouns do in German. */
  readonly keepCapitals: boolean;
  /** "," where 21.5 is written "21,5". */
  readonly decimalSign: "." | ",";
  readonly and: string;
  readonly or: string;
  readonly nor: string;
  /** What a state value is called: "on" → "on". */
  readonly states: Readonly<Record<string, string>>;
  /** What a device's own word for a mode or an option is called, where not by itself: "fan_only" → "Lüften". */
  readonly options: Readonly<Record<string, string>>;
  readonly devices: { readonly one: string; readonly many: string; readonly measure?: string | undefined };
  /** "3 lights" */
  readonly counted: string;
  readonly commands: Readonly<Partial<Record<CommandType, { readonly confirmed: ReplyText; readonly already: ReplyText; readonly unconfirmed: ReplyText | undefined }>>>;
  readonly unconfirmed: ReplyText;
  readonly moving: ReplyText;
  readonly failed: Readonly<Record<string, ReplyText>>;
  readonly answers: Readonly<Record<string, ReplyText>>;
  readonly units: Readonly<Record<string, string>>;
  readonly timers: Readonly<Record<string, ReplyText>>;
  readonly notUnderstood: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
  readonly questions: Readonly<Record<string, ReplyText>>;
  readonly declined: Readonly<Record<string, ReplyText>>;
  readonly sorry: Readonly<Record<string, string>>;
};

type Numbers = Readonly<Record<string, number>>;

/** Everything that one language's folder says. */
export type Intents = {
  readonly language: LanguageData;
  readonly lists: IntentLists;
  readonly intents: readonly Intent[];
  readonly replies: ReplyTexts;
  /** What counts as yes and as no after a question, and how a PIN is said. */
  readonly answers: {
    readonly yes: readonly string[];
    readonly no: readonly string[];
    /** `ones` and `tens` are those of `language.numbers`. */
    readonly pin: { readonly ones: Numbers; readonly tens: Numbers; readonly digits: Numbers; readonly repeats: Numbers; readonly around: readonly string[] };
  };
  /** How one sentence leans on another. */
  readonly context: ContextWords;
  /** Character → its syllable, for a language that is heard by them. */
  readonly syllables?: Syllables | undefined;
  /** The normaliser of this language, shared by all who compare words. */
  readonly normalise: Normalise;
  /** All sentences of all intents as one machine. */
  readonly automaton: Automaton;
  /** How times are said; undefined for a language whose `_times.yaml` nobody has written yet. */
  readonly times?: Times;
  /** What is said of plans and alerts; there whenever `times` or an intent of theirs is. */
  readonly plans?: PlanTexts;
};
