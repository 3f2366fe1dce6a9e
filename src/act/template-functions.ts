// (pure) The filters, functions and methods that device templates may use. SOURCE: Home Assistant "Templating", Jinja 3 filters.

/** What a template computes with: JSON values, and undefined. Never a function, never an object with a prototype in reach. */
export type TemplateValue = unknown;

/** A template that cannot be computed with these values; the message says why. */
export class TemplateFailure extends Error {}

/** Longest text a template may make, in characters: more than any payload a device takes. */
const maxTextLength = 65_536;

/** Every text that is made passes here, so that no chain of joins can fill the memory. */
export function bounded(text: string): string {
  if (text.length > maxTextLength) throw new TemplateFailure(`the text grows beyond ${maxTextLength} characters`);
  return text;
}

/** As text in the output: nothing for nothing, JSON for lists and maps. */
export function textFrom(value: TemplateValue): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return bounded(JSON.stringify(value) ?? "");
}

/** A number, or a failure: `int` and `float` without a default refuse what is not one, as Home Assistant does. */
export function numberFrom(value: TemplateValue): number {
  const number = numberOr(value);
  if (number === undefined) throw new TemplateFailure(`${JSON.stringify(textFrom(value).slice(0, 32))} is not a number`);
  return number;
}

function numberOr(value: TemplateValue): number | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function isTrue(value: TemplateValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

type TemplateFunction = (value: TemplateValue, ...args: readonly TemplateValue[]) => TemplateValue;

function withDefault(convert: (number: number) => number): TemplateFunction {
  return (value, ...args) => {
    const number = numberOr(value);
    if (number !== undefined) return convert(number);
    if (args.length > 0) return args[0];
    return numberFrom(value);
  };
}

/** With the methods of Home Assistant's `round`; its common one is Python's, a half goes to the even neighbour. */
function round(value: TemplateValue, precision: TemplateValue = 0, method: TemplateValue = "common"): number {
  const digits = Math.min(12, Math.max(0, Math.trunc(numberFrom(precision))));
  const scale = 10 ** digits;
  const scaled = Number((numberFrom(value) * scale).toPrecision(15));
  const whole = method === "ceil" ? Math.ceil(scaled) : method === "floor" ? Math.floor(scaled) : halfToEven(scaled);
  return whole / scale;
}

function halfToEven(number: number): number {
  const floor = Math.floor(number);
  if (number - floor !== 0.5) return Math.round(number);
  return floor % 2 === 0 ? floor : floor + 1;
}

function replace(value: TemplateValue, from: TemplateValue = "", to: TemplateValue = ""): string {
  const text = textFrom(value);
  const [old, replacement] = [textFrom(from), textFrom(to)];
  if (old === "") return text;
  const parts = text.split(old);
  // Checked before it is built: one long replacement for each of many matches would be enough to fill the memory.
  if (text.length + (parts.length - 1) * replacement.length > maxTextLength) throw new TemplateFailure("the text grows too long in replace()");
  return parts.join(replacement);
}

function join(value: TemplateValue, separator: TemplateValue = ""): string {
  const parts = listFrom(value).map(textFrom);
  const between = textFrom(separator);
  return parts.reduce((text, part, index) => bounded(index === 0 ? part : text + between + part), "");
}

function listFrom(value: TemplateValue): readonly TemplateValue[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return Array.from(value);
  throw new TemplateFailure("a list was expected");
}

function fromJson(value: TemplateValue): TemplateValue {
  try {
    return JSON.parse(textFrom(value));
  } catch {
    throw new TemplateFailure("from_json: not JSON");
  }
}

function title(value: TemplateValue): string {
  return textFrom(value).toLowerCase().replace(/(^|[^\p{L}])\p{L}/gu, (start) => start.toUpperCase());
}

function capitalize(value: TemplateValue): string {
  const text = textFrom(value);
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

function lengthOf(value: TemplateValue): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  if (typeof value === "object" && value !== null) return Object.keys(value).length;
  throw new TemplateFailure("this has no length");
}

const choose: TemplateFunction = (value, yes = true, no = false) => (isTrue(value) ? yes : no);
const defaultTo: TemplateFunction = (value, other = "", alsoWhenFalse = false) => {
  return value === undefined || (isTrue(alsoWhenFalse) && !isTrue(value)) ? other : value;
};
const least: TemplateFunction = (...values) => Math.min(...(Array.isArray(values[0]) ? values[0] : values).map(numberFrom));
const most: TemplateFunction = (...values) => Math.max(...(Array.isArray(values[0]) ? values[0] : values).map(numberFrom));

/** `value | name(args)`. */
export const filters: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["int", withDefault(Math.trunc)], ["float", withDefault((number) => number)], ["round", round],
  ["abs", (value) => Math.abs(numberFrom(value))], ["min", least], ["max", most],
  ["multiply", (value, factor) => numberFrom(value) * numberFrom(factor)],
  ["add", (value, amount) => numberFrom(value) + numberFrom(amount)],
  ["default", defaultTo], ["d", defaultTo], ["iif", choose],
  ["bool", (value) => ["true", "yes", "on", "enable", "1"].includes(textFrom(value).toLowerCase())],
  ["string", textFrom], ["lower", (value) => textFrom(value).toLowerCase()], ["upper", (value) => textFrom(value).toUpperCase()],
  ["trim", (value) => textFrom(value).trim()], ["title", title], ["capitalize", capitalize],
  ["replace", replace], ["join", join], ["length", lengthOf], ["count", lengthOf],
  ["first", (value) => listFrom(value)[0]], ["last", (value) => listFrom(value).at(-1)],
  ["tojson", (value) => bounded(JSON.stringify(value) ?? "null")], ["to_json", (value) => bounded(JSON.stringify(value) ?? "null")],
  ["from_json", fromJson],
]);

/** `name(args)`. */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map(
  [...filters].filter(([name]) => ["int", "float", "bool", "min", "max", "iif"].includes(name)));

/** `value.name(args)`. */
export const methods: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["get", (value, key, other) => memberOf(value, key) ?? other ?? null],
  ["split", (value, separator) => (separator === undefined ? textFrom(value).trim().split(/\s+/) : textFrom(value).split(textFrom(separator)))],
  ["strip", (value) => textFrom(value).trim()], ["lower", (value) => textFrom(value).toLowerCase()],
  ["upper", (value) => textFrom(value).toUpperCase()], ["title", title], ["capitalize", capitalize], ["replace", replace],
  ["startswith", (value, start) => textFrom(value).startsWith(textFrom(start))],
  ["endswith", (value, end) => textFrom(value).endsWith(textFrom(end))],
]);

/** `value[key]`: own members of JSON values, characters and items by index (also from the end); nothing inherited. */
export function memberOf(value: TemplateValue, key: TemplateValue): TemplateValue {
  if (value === undefined || value === null) throw new TemplateFailure(`there is no ${JSON.stringify(textFrom(key).slice(0, 32))} in nothing`);
  if (Array.isArray(value) || typeof value === "string") return typeof key === "number" ? value.at(key) : undefined;
  if (typeof value !== "object") return undefined;
  const name = textFrom(key);
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
