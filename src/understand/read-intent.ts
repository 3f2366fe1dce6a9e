// (pure) One intent file → `Intent`, with everything that is wrong in it.
import { type CommandType, isPlanType } from "../home/command.ts";
import { capabilityKinds, deviceKinds } from "../home/home.ts";
import type { CommandSpec, Intent, ReplyText, Sentence, SlotSpec, Target, Value } from "./intent.ts";
import { commandFields, type FieldKind, intentSchema, optionalFields, type RawIntent } from "./intent-schema.ts";
import { checkPlaceholders } from "./check-replies.ts";
import { expandRules, parseTemplate, rulesOf, slotsOf, type Template } from "./template.ts";
import { slotSetsOf } from "./template-samples.ts";
import { type Problem, readYaml, type TextFile, type YamlFile } from "./yaml-file.ts";

/** What an intent file may refer to. */
export type Known = { readonly rules: ReadonlyMap<string, Template>; readonly numberLists: ReadonlySet<string> };

/** Reads one intent. Problems are added; undefined when there is no use in going on with it. */
export function readIntent(file: TextFile, known: Known, problems: Problem[]): Intent | undefined {
  const yaml = readYaml(file, intentSchema, problems);
  if (yaml === undefined) return undefined;
  const before = problems.length;
  checkPlaceholders({ ...yaml, value: { reply: yaml.value.reply } }, problems);
  const slots = readSlots(yaml, known, problems);
  const command = readCommand(yaml, slots, problems);
  const sentences = readSentences(yaml, known, command, problems);
  if (problems.length > before) return undefined;
  const id = (file.path.split(/[\\/]/).at(-1) ?? file.path).replace(/\.ya?ml$/, "");
  const { confirmed, already, unconfirmed } = yaml.value.reply;
  return { id, command, slots, sentences, reply: { ...asReply("confirmed", confirmed), ...asReply("already", already), ...asReply("unconfirmed", unconfirmed) } };
}

type RawReply = RawIntent["reply"]["confirmed"];

function asReply(key: "confirmed" | "already" | "unconfirmed", raw: RawReply): Partial<Record<typeof key, ReplyText>> {
  return raw === undefined ? {} : { [key]: readReplyText(raw) };
}

/** Texts for two and for many fall back to the one before. */
export function readReplyText(raw: string | { readonly one: string; readonly two?: string | undefined; readonly many?: string | undefined }): ReplyText {
  if (typeof raw === "string") return { one: raw, two: raw, many: raw };
  return { one: raw.one, two: raw.two ?? raw.many ?? raw.one, many: raw.many ?? raw.two ?? raw.one };
}

function readSlots(yaml: YamlFile<RawIntent>, known: Known, problems: Problem[]): Readonly<Record<string, SlotSpec>> {
  const slots: Record<string, SlotSpec> = {};
  for (const [name, raw] of Object.entries(yaml.value.slots)) {
    if ("range" in raw) slots[name] = { list: "number", min: raw.range[0], max: raw.range[1], unit: raw.unit, negate: raw.negate };
    else if (raw.list === "duration") slots[name] = { list: "duration", negate: "negate" in raw && raw.negate };
    else if (raw.list === "kind") slots[name] = { list: "kind", only: "only" in raw ? raw.only : undefined };
    else if (isPlainList(raw.list)) slots[name] = { list: raw.list };
    else if (known.numberLists.has(raw.list)) slots[name] = { list: "words", name: raw.list };
    else problems.push({ place: yaml.placeOf(["slots", name]), message: `list ${raw.list}, expected name, area, kind, color, state, quantity, option, label, duration or one of numbers in _lists.yaml (${[...known.numberLists].join(", ")})` });
  }
  return slots;
}

function isPlainList(list: string): list is "name" | "area" | "color" | "state" | "quantity" | "option" | "label" {
  return ["name", "area", "color", "state", "quantity", "option", "label"].includes(list);
}

function readCommand(yaml: YamlFile<RawIntent>, slots: Readonly<Record<string, SlotSpec>>, problems: Problem[]): CommandSpec {
  const { type, target: rawTarget, ...rest } = yaml.value.command;
  const fields: Record<string, Value<string | number | boolean>> = {};
  const expected = commandFields[type];
  const mayLackTarget = isPlanType(type) && type !== "alert.add";
  const optional = optionalFields(type);
  for (const [key, raw] of Object.entries(rest as Readonly<Record<string, string | number | boolean>>)) {
    const kind = expected[key];
    const value: Value<string | number | boolean> = typeof raw === "string" && slots[raw] !== undefined ? { is: "slot", slot: raw } : { is: "value", value: raw };
    if (kind === undefined) problems.push({ place: yaml.placeOf(["command", key]), message: `${key}, expected only ${["type", "target", ...Object.keys(expected)].join(", ")} for ${type}` });
    else if (!fitsField(kind, value, slots)) problems.push({ place: yaml.placeOf(["command", key]), message: `${key}: ${String(raw)}, expected ${fieldWords[kind]}` });
    else fields[key] = value;
  }
  for (const key of Object.keys(expected)) if (!optional.includes(key) && rest[key] === undefined) problems.push({ place: yaml.placeOf(["command"]), message: `${type} without ${key}, expected ${fieldWords[expected[key] ?? "flag"]}` });
  return { type, target: mayLackTarget && Object.keys(rawTarget).every((key) => key === "otherwise" || key === "count") ? noTarget : readTarget(yaml, rawTarget, slots, type, problems), fields };
}

/** A timer concerns no device, and all that is planned no certain one. */
const noTarget: Target = { name: undefined, kind: undefined, kinds: undefined, deviceClass: undefined, quantity: undefined, area: undefined, otherwise: "here", count: "all" };

const fieldWords: Readonly<Record<FieldKind, string>> = {
  number: "a number, or a slot with a range or a list of numbers",
  flag: "true or false",
  color: "a slot with list: color",
  state: "a slot with list: state",
  word: "a word of the device, such as heat or eco, or a slot with list: option",
  duration: "a slot with list: duration",
  label: "a slot with list: label",
  area: "a slot with list: area",
  capability: "any, or the capability that is asked for",
};

function fitsField(kind: FieldKind, value: Value<string | number | boolean>, slots: Readonly<Record<string, SlotSpec>>): boolean {
  const list = value.is === "slot" ? slots[value.slot]?.list : undefined;
  switch (kind) {
    case "number": return value.is === "value" ? typeof value.value === "number" : list === "number" || list === "words";
    case "flag": return value.is === "value" && typeof value.value === "boolean";
    case "color": return list === "color";
    case "state": return list === "state" || (value.is === "value" && typeof value.value === "string");
    case "duration": case "label": case "area": return list === kind;
    case "word": return list === "option" || (value.is === "value" && typeof value.value === "string");
    case "capability": return value.is === "value" && (value.value === "any" || capabilityKinds.some((kind) => kind === value.value));
  }
}

function readTarget(yaml: YamlFile<RawIntent>, raw: RawIntent["command"]["target"], slots: Readonly<Record<string, SlotSpec>>, type: CommandType, problems: Problem[]): Target {
  const wrong = (key: string, expected: string) => problems.push({ place: yaml.placeOf(["command", "target", key]), message: `target ${key}: ${String(raw[key as keyof typeof raw] ?? "missing")}, expected ${expected}` });
  if (raw.name !== undefined && slots[raw.name]?.list !== "name") wrong("name", "a slot with list: name");
  const kindSlot = raw.kind !== undefined && slots[raw.kind]?.list === "kind";
  const literalKind = deviceKinds.find((kind) => kind === raw.kind);
  if (raw.kind !== undefined && !kindSlot && literalKind === undefined) wrong("kind", `a slot with list: kind, or one of ${deviceKinds.join(", ")}`);
  const quantitySlot = raw.quantity !== undefined && slots[raw.quantity]?.list === "quantity";
  if (raw.name === undefined && raw.kind === undefined && raw.kinds === undefined && raw.quantity === undefined) wrong("name", `name, kind, kinds or quantity: which devices ${type} goes to`);
  const areaSlot = raw.area !== undefined && slots[raw.area]?.list === "area";
  if (raw.area !== undefined && !areaSlot && raw.area !== "here" && raw.area !== "home") wrong("area", "a slot with list: area, here or home");
  return {
    name: raw.name,
    kind: kindSlot ? raw.kind : undefined,
    kinds: raw.kinds ?? (literalKind === undefined ? undefined : [literalKind]),
    deviceClass: raw.deviceClass,
    quantity: raw.quantity === undefined ? undefined : quantitySlot ? { is: "slot", slot: raw.quantity } : { is: "value", value: raw.quantity },
    area: raw.area === undefined ? undefined : areaSlot ? { is: "slot", slot: raw.area } : raw.area === "home" ? { is: "home" } : { is: "here" },
    otherwise: raw.otherwise,
    count: raw.count,
  };
}

function readSentences(yaml: YamlFile<RawIntent>, known: Known, command: CommandSpec, problems: Problem[]): readonly Sentence[] {
  const names = Object.keys(yaml.value.slots);
  const used = usedSlots(yaml.value);
  for (const name of names) if (!used.has(name)) problems.push({ place: yaml.placeOf(["slots", name]), message: `slot ${name} is not used by command, expected that or its removal` });
  return yaml.value.sentences.flatMap((text, index): readonly Sentence[] => {
    const at = (offset?: number) => yaml.placeOf(["sentences", index], offset);
    const parsed = parseTemplate(text);
    if (!parsed.ok) {
      problems.push({ place: at(parsed.problem.offset), message: parsed.problem.message });
      return [];
    }
    const rules = rulesOf(parsed.template).filter((rule) => !known.rules.has(rule));
    for (const rule of rules) problems.push({ place: at(text.indexOf(`<${rule}>`)), message: `unknown rule <${rule}>, expected one of ${[...known.rules.keys()].join(", ")}` });
    const template = expandRules(parsed.template, (name) => known.rules.get(name));
    const undeclared = slotsOf(template).filter(({ name }) => !names.includes(name));
    for (const { name } of undeclared) problems.push({ place: at(Math.max(0, text.indexOf(`{${name}}`))), message: `slot {${name}} is not declared, expected one of ${names.join(", ") || "no slot"}` });
    const problem = slotProblem(template, command);
    if (problem !== undefined) problems.push({ place: at(), message: problem });
    return rules.length > 0 || undeclared.length > 0 ? [] : [{ text, template, place: at() }];
  });
}

/** What a sentence lacks, or has twice: every way to say it must give what the command cannot do without. */
function slotProblem(template: Template, command: CommandSpec): string | undefined {
  const found = slotSetsOf(template);
  if (!found.ok) return found.twice === undefined ? "too many different sets of slots, expected fewer optional slots" : `slot {${found.twice}} stands twice in one way to say it, expected once`;
  const needed = neededSlots(command);
  for (const set of found.sets) {
    const missing = needed.find((one) => !one.some((name) => set.includes(name)));
    if (missing !== undefined) return `${missing.map((name) => `{${name}}`).join(" or ")} is missing${set.length === 0 ? "" : ` beside ${set.map((name) => `{${name}}`).join(" ")}`}, expected in every way to say it`;
  }
  return undefined;
}

/** The slots of which one each must be said. A room may be left out, as may whatever tells timers apart. */
function neededSlots({ type, target, fields }: CommandSpec): readonly (readonly string[])[] {
  const optional = optionalFields(type);
  const values = Object.entries(fields).flatMap(([field, value]) => value.is === "slot" && !optional.includes(field) ? [[value.slot]] : []);
  const byDevice = [target.name, target.kind, target.quantity?.is === "slot" ? target.quantity.slot : undefined].filter((name) => name !== undefined);
  const isWritten = target.kinds !== undefined || target.quantity?.is === "value" || (isPlanType(type) && type !== "alert.add");
  return isWritten || byDevice.length === 0 ? values : [...values, byDevice];
}

function usedSlots(raw: RawIntent): ReadonlySet<string> {
  const { target, type: _type, ...fields } = raw.command;
  return new Set([...Object.values(target), ...Object.values(fields)].map(String));
}
