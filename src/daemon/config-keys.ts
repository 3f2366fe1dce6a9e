// The config schema as a flat list of keys (pure), for whoever reads a config file or writes about it.
import * as v from "valibot";
import { configSchema, type SettingFacts } from "./config.ts";

export type ConfigKey = {
  /** "hear.endpointer.silenceMs"; a section stands before its keys. */
  readonly path: string;
  readonly kind: "section" | "value";
  readonly description: string;
  /** "a whole number from 200 to 2000", "arecord or sox", …; "a section" for a section. */
  readonly expected: string;
  /** Undefined when the key has no default. */
  readonly standard: unknown;
  readonly facts: SettingFacts;
};

/** What this file reads of a Valibot schema; every schema of the config has this form. */
type AnySchema = v.GenericSchema & {
  readonly wrapped?: AnySchema;
  readonly entries?: Readonly<Record<string, AnySchema>>;
  readonly options?: readonly (string | AnySchema)[];
  readonly literal?: unknown;
  /** Of a list. */
  readonly item?: AnySchema;
  readonly default?: unknown;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
};

/** Every key, in the order of the schema. */
export const configKeys: readonly ConfigKey[] = keysOf(configSchema as AnySchema, []);

/** The keys right below a section; "" is the whole file. */
export function keysBelow(section: string): readonly ConfigKey[] {
  const prefix = section === "" ? "" : `${section}.`;
  return configKeys.filter(({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes("."));
}

/** The last word of a key's path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function keysOf(schema: AnySchema, path: readonly string[]): readonly ConfigKey[] {
  return Object.entries(schema.entries ?? {}).flatMap(([name, entry]) => {
    const below = [...path, name];
    const inner = entry.wrapped ?? entry;
    const isSection = inner.entries !== undefined;
    const key: ConfigKey = {
      path: below.join("."),
      kind: isSection ? "section" : "value",
      description: v.getDescription(entry) ?? "",
      expected: expectedBy(inner),
      standard: isSection ? undefined : entry.default,
      facts: v.getMetadata(entry) as SettingFacts,
    };
    return [key, ...keysOf(inner, below)];
  });
}

function expectedBy(schema: AnySchema): string {
  switch (schema.type) {
    case "object": return "a section";
    case "array": return `a list of ${schema.item === undefined ? "texts" : expectedBy(schema.item)}`;
    case "boolean": return "true or false";
    case "number": return expectedNumber(schema);
    case "picklist":
    case "union": return orList(choicesOf(schema));
    default: return "a text";
  }
}

function expectedNumber(schema: AnySchema): string {
  const rule = (type: string) => schema.pipe?.find((item) => item.type === type)?.requirement;
  const isWhole = schema.pipe?.some((item) => item.type === "integer") ?? false;
  return `${isWhole ? "a whole number" : "a number"} from ${String(rule("min_value"))} to ${String(rule("max_value"))}`;
}

function choicesOf({ literal, options }: AnySchema): readonly string[] {
  if (options === undefined) return [String(literal)];
  return options.flatMap((option) => typeof option === "string" ? [option] : choicesOf(option));
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
