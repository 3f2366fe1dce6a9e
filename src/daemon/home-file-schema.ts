// What may stand in home.yaml (pure): the schema, and what is wrong with a value or a key in words.
import * as v from "valibot";
import { genericSchema, guardSchema, nameSchema, namesSchema, trueSchema } from "../home/generic-schema.ts";
import { shown } from "./config-file.ts";
import type { ConfigProblem } from "./config-yaml.ts";
import type { PlacedYaml } from "./home-file-yaml.ts";
import { nearestWord } from "./nearest-word.ts";

/** `area: none` puts a device into no room, whatever it announced. */
export const noArea = "none";

const floor = v.object({ name: nameSchema, aliases: v.optional(namesSchema, []) }, "a floor with its name");
const area = v.object({ name: nameSchema, aliases: v.optional(namesSchema, []), floor: v.optional(nameSchema) }, "a room with its name");
const device = v.object({
  name: v.optional(nameSchema), area: v.optional(nameSchema), aliases: v.optional(namesSchema),
  hidden: v.optional(trueSchema), neverByVoice: v.optional(trueSchema), guard: v.optional(guardSchema),
}, "settings of a device, such as name: and area:");

/** Empty sections are as good as none. */
function section<const S extends v.GenericSchema>(schema: S, empty: v.InferInput<S>) {
  return v.optional(v.pipe(v.unknown(), v.transform((value): unknown => value ?? empty), schema), empty);
}

export const homeFileSchema = v.object({
  floors: section(v.array(floor, "a list of floors, each with - name:"), []),
  areas: section(v.array(area, "a list of rooms, each with - name:"), []),
  devices: section(v.record(v.string(), device, "devices, each as ID, TOPIC or NAME with its settings below"), {}),
  generic: section(v.array(genericSchema, "a list of devices, each with - name:"), []),
}, "sections like areas: and devices:");

export type HomeFileForm = v.InferOutput<typeof homeFileSchema>;

/** What this file reads of a Valibot schema; every schema of home.yaml has this form. */
type AnySchema = v.GenericSchema & {
  readonly wrapped?: AnySchema;
  readonly entries?: Readonly<Record<string, AnySchema>>;
  readonly item?: AnySchema;
  readonly message?: string;
  readonly value?: AnySchema;
  readonly pipe?: readonly AnySchema[];
  readonly getter?: (input: unknown) => AnySchema;
};

/** The lists with a hole for each entry that is wrong, so that the others can be looked at further. */
export type SoundEntries = { readonly [K in "floors" | "areas" | "generic"]: readonly (HomeFileForm[K][number] | undefined)[] };

export type CheckedHomeFile = { readonly form: HomeFileForm | undefined; readonly sound: SoundEntries; readonly problems: readonly ConfigProblem[] };

/** Every mistake in the values and keys, in no order; the form when there is none. */
export function checkHomeFile({ value, placeOf, keyPlaceOf }: PlacedYaml): CheckedHomeFile {
  const problems = new Map<string, ConfigProblem>();
  const lists = new Set<string>();
  walk(homeFileSchema as AnySchema, value, [], {
    unknownKey: (path, message) => problems.set(keyText(path), { ...keyPlaceOf(path), key: keyText(path), message }),
    strayList: (path, expected) => { lists.add(keyText(path)); problems.set(keyText(path), { ...placeOf(path), key: keyText(path), message: `is a list, expected ${expected}` }); },
  });
  const checked = v.safeParse(homeFileSchema, value);
  for (const issue of checked.issues ?? []) {
    const path = issue.path?.map((part) => String(part.key)) ?? [];
    const key = keyText(path);
    // Valibot takes a list for a mapping without keys, and then misses them.
    if (problems.has(key) || outersOf(key).some((outer) => lists.has(outer)) || lists.has("")) continue;
    problems.set(key, { ...placeOf(path), key, message: messageFor(issue) });
  }
  const form = checked.success ? checked.output : undefined;
  return { form, sound: form ?? soundEntries(value), problems: [...problems.values()] };
}

/** `generic[1].switch` → generic, generic[1] and itself. */
export function outersOf(key: string): readonly string[] {
  return [...key.matchAll(/[.[]/g)].map(({ index }) => key.slice(0, index)).concat(key);
}

function soundEntries(value: unknown): SoundEntries {
  const list = <T>(key: string, schema: v.GenericSchema<unknown, T>) => {
    const entries = typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
    return Array.isArray(entries) ? entries.map((entry: unknown) => v.safeParse(schema, entry)).map((entry) => entry.success ? entry.output : undefined) : [];
  };
  return { floors: list("floors", floor), areas: list("areas", area), generic: list("generic", genericSchema) };
}

/** `generic[2].switch.command`: entries of a list count from 1, as a person counts. */
export function keyText(path: readonly string[]): string {
  return path.reduce((text, key) => /^\d+$/.test(key) && text !== "" && text !== "devices" ? `${text}[${Number(key) + 1}]` : text === "" ? key : `${text}.${key}`, "");
}

function messageFor(issue: v.BaseIssue<unknown>): string {
  if (issue.input === undefined) return `is missing, expected ${expectedMissing(issue)}`;
  const quote = issue.kind === "schema" && issue.type === "string" && typeof issue.input === "number" ? " (put it in quotes)" : "";
  return `is ${shown(issue.input)}, expected ${issue.message}${quote}`;
}

/** A key that is left out is told by the schema around it, which says of itself what it is. */
function expectedMissing(issue: v.BaseIssue<unknown>): string {
  const last = issue.path?.at(-1)?.key;
  return issue.expected === `"${String(last)}"` ? `${String(last)}: here` : issue.message;
}

type Found = { readonly unknownKey: (path: readonly string[], message: string) => void; readonly strayList: (path: readonly string[], expected: string) => void };

function walk(schema: AnySchema, value: unknown, path: readonly string[], found: Found): void {
  const inner = schemaBehind(schema, value);
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    if (inner.item !== undefined) for (const [index, item] of value.entries()) walk(inner.item, item, [...path, String(index)], found);
    else if (inner.entries !== undefined || inner.value !== undefined) found.strayList(path, inner.message ?? "settings, as key: value");
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    const below = inner.entries === undefined ? inner.value : Object.hasOwn(inner.entries, key) ? inner.entries[key] : undefined;
    if (below !== undefined) walk(below, entry, [...path, key], found);
    else if (inner.entries !== undefined) found.unknownKey([...path, key], unknownKey(key, Object.keys(inner.entries)));
  }
}

/** The schema of a mapping or a list behind what is optional, transformed or chosen by what stands there. */
function schemaBehind(schema: AnySchema, value: unknown): AnySchema {
  if (schema.getter !== undefined) return schemaBehind(schema.getter(value), value);
  if (schema.wrapped !== undefined) return schemaBehind(schema.wrapped, value);
  const last = schema.pipe?.findLast((part) => part.kind === "schema" && part !== schema);
  return last === undefined || schema.entries !== undefined || schema.item !== undefined ? schema : schemaBehind(last, value);
}

function unknownKey(name: string, siblings: readonly string[]): string {
  const near = nearestWord(name, siblings);
  return `is not a key, expected one of ${siblings.join(", ")}${near === undefined ? "" : `; did you mean ${near}?`}`;
}
