// (pure) The filters, functions and methods that device templates may use. SOURCE: Home Assistant "Templating" (2026.2), Jinja 3
// filters, Python's methods of str and dict. `now()` and whatever asks Home Assistant for other entities is not among them.
import { formatPercent, formatBraces } from "./template-format.ts";
import { listFilters } from "./template-lists.ts";
import { regexFilters } from "./template-regex-filters.ts";
import { capitalizeText, replaceText, splitText, stripText, titleText } from "./template-text.ts";
import {
  boundedList, bounded, costOf, isMap, isTrue, jsonFrom, listFrom, mapFrom, memberOf, numberFrom, numberOr, plainText, TemplateFailure, textFrom, type TemplateValue, type Work,
} from "./template-values.ts";

/** What a filter, function or method does with its value and its arguments, which come in the order of `params`. */
export type TemplateFunction = { readonly params: readonly string[]; readonly run: (value: TemplateValue, args: readonly TemplateValue[], work: Work) => TemplateValue };

/** One that takes what it gets by order, any number of it. */
function of(run: TemplateFunction["run"], ...params: readonly string[]): TemplateFunction {
  return { params, run };
}

function orDefault(convert: (number: number) => TemplateValue, at: number): (value: TemplateValue, args: readonly TemplateValue[]) => TemplateValue {
  return (value, args) => {
    const number = numberOr(value);
    if (number !== undefined) return convert(number);
    if (args[at] !== undefined) return args[at];
    return convert(numberFrom(value));
  };
}

function toInt(value: TemplateValue, args: readonly TemplateValue[]): TemplateValue {
  const base = args[1] === undefined ? 10 : numberFrom(args[1]);
  if (base === 10 || typeof value !== "string") return orDefault(Math.trunc, 0)(value, args);
  const digits = value.trim().toLowerCase().replace(/^(0x|0b|0o)/, "");
  const allowed = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, Math.max(2, Math.min(36, base)));
  if (digits !== "" && [...digits].every((digit) => allowed.includes(digit))) return Number.parseInt(digits, base);
  if (args[0] !== undefined) return args[0];
  throw new TemplateFailure(`${JSON.stringify(value.slice(0, 32))} is not a number of base ${base}`);
}

/** With the methods of Home Assistant's `round`; its common one is Python's, a half goes to the even neighbour. */
function round(value: TemplateValue, [precision = 0, method = "common", other]: readonly TemplateValue[]): TemplateValue {
  const number = numberOr(value);
  if (number === undefined && other !== undefined) return other;
  const digits = Math.min(12, Math.max(0, Math.trunc(numberFrom(precision))));
  const scale = 10 ** digits;
  const scaled = Number((numberFrom(value) * scale).toPrecision(15));
  const whole = method === "ceil" ? Math.ceil(scaled) : method === "floor" ? Math.floor(scaled) : method === "half" ? Math.round(scaled * 2) / 2 : halfToEven(scaled);
  return whole / scale;
}

function halfToEven(number: number): number {
  const floor = Math.floor(number);
  if (number - floor !== 0.5) return Math.round(number);
  return floor % 2 === 0 ? floor : floor + 1;
}

function fromJson(value: TemplateValue, [other]: readonly TemplateValue[]): TemplateValue {
  try {
    return JSON.parse(plainText(value)) as TemplateValue;
  } catch {
    if (other !== undefined) return other;
    throw new TemplateFailure("from_json: not JSON");
  }
}

function iif(value: TemplateValue, [yes = true, no = false, none]: readonly TemplateValue[]): TemplateValue {
  return value === null && none !== undefined ? none : isTrue(value) ? yes : no;
}

function defaultTo(value: TemplateValue, [other = "", alsoWhenFalse = false]: readonly TemplateValue[]): TemplateValue {
  return value === undefined || (isTrue(alsoWhenFalse) && !isTrue(value)) ? other : value;
}

const truths: ReadonlyMap<string, boolean> = new Map([["true", true], ["yes", true], ["on", true], ["enable", true], ["1", true], ["false", false], ["no", false], ["off", false], ["disable", false], ["0", false]]);

function toBool(value: TemplateValue, [other]: readonly TemplateValue[]): TemplateValue {
  const truth = typeof value === "number" ? value !== 0 : truths.get(plainText(value).toLowerCase());
  if (truth !== undefined) return truth;
  if (other !== undefined) return other;
  throw new TemplateFailure("bool: neither true nor false");
}

/** Seconds since 1970 of a number or an ISO time. */
function toTimestamp(value: TemplateValue, [other]: readonly TemplateValue[]): TemplateValue {
  const seconds = numberOr(value) ?? Date.parse(plainText(value)) / 1000;
  if (Number.isFinite(seconds)) return seconds;
  if (other !== undefined) return other;
  throw new TemplateFailure("as_timestamp: no time");
}

function isoTime(value: TemplateValue, [other]: readonly TemplateValue[]): TemplateValue {
  const seconds = numberOr(value) ?? Date.parse(plainText(value)) / 1000;
  // Milliseconds that a Date can hold (ECMAScript, 21.4.1.1).
  if (Math.abs(seconds) <= 8.64e12) return new Date(seconds * 1000).toISOString().replace(/(\.000)?Z$/, "+00:00");
  if (other !== undefined) return other;
  throw new TemplateFailure("no time");
}

function bits(combine: (a: number, b: number) => number): TemplateFunction {
  return of((value, [other]) => combine(Math.trunc(numberFrom(value)), Math.trunc(numberFrom(other))), "second_value");
}

const log = of((value, [base]) => { const number = Math.log(numberFrom(value)); return base === undefined ? number : number / Math.log(numberFrom(base)); }, "base", "default");
const isNumber = of((value) => numberOr(value) !== undefined && typeof value !== "boolean");
const length = of((value) => { if (typeof value === "string" || Array.isArray(value)) return value.length; if (isMap(value)) return Object.keys(value).length; throw new TemplateFailure("this has no length"); });
const toJson = of((value) => jsonFrom(value), "ensure_ascii", "pretty_print", "sort_keys");
const extreme = (pick: (...numbers: readonly number[]) => number) => of((value, args) => pick(...(Array.isArray(value) ? listFrom(value) : [value, ...args]).map(numberFrom)));

/** `value | name(args)`. */
export const filters: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["int", of(toInt, "default", "base")], ["float", of(orDefault((number) => number, 0), "default")], ["round", of(round, "precision", "method", "default")],
  ["abs", of((value) => Math.abs(numberFrom(value)))], ["min", extreme(Math.min)], ["max", extreme(Math.max)],
  ["multiply", of((value, args) => orDefault((number) => number * numberFrom(args[0]), 1)(value, args), "amount", "default")],
  ["add", of((value, args) => orDefault((number) => number + numberFrom(args[0]), 1)(value, args), "amount", "default")],
  ["log", log], ["sqrt", of((value) => Math.sqrt(numberFrom(value)), "default")],
  ["bitwise_and", bits((a, b) => a & b)], ["bitwise_or", bits((a, b) => a | b)], ["bitwise_xor", bits((a, b) => a ^ b)],
  ["default", of(defaultTo, "default_value", "boolean")], ["d", of(defaultTo, "default_value", "boolean")],
  ["is_defined", of((value) => { if (value === undefined) throw new TemplateFailure("it is not defined"); return value; })],
  ["is_number", isNumber], ["iif", of(iif, "if_true", "if_false", "if_none")], ["bool", of(toBool, "default")],
  ["string", of((value) => textFrom(value))], ["lower", of((value) => plainText(value).toLowerCase())], ["upper", of((value) => plainText(value).toUpperCase())],
  ["trim", of((value, [chars]) => stripText(value, chars, { start: true, end: true }), "chars")], ["title", of((value) => titleText(value, /(^|[-\s({[<])\p{L}/gu))], ["capitalize", of(capitalizeText)],
  ["replace", of(replaceText, "old", "new", "count")], ["format", of((value, args) => bounded(formatPercent(plainText(value), args)))],
  ["length", length], ["count", length], ["tojson", toJson], ["to_json", toJson], ["from_json", of(fromJson, "default")],
  ["as_timestamp", of(toTimestamp, "default")], ["timestamp_utc", of(isoTime, "default")], ["as_datetime", of(isoTime, "default")], ["ord", of((value) => plainText(value).codePointAt(0))],
  ...listFilters, ...regexFilters,
]);

function range(value: TemplateValue, args: readonly TemplateValue[]): readonly number[] {
  const [start, stop, step] = args.length === 0 ? [0, numberFrom(value), 1] : [numberFrom(value), numberFrom(args[0]), args[1] === undefined ? 1 : numberFrom(args[1])];
  if (step === 0) throw new TemplateFailure("range: a step of 0");
  const count = Math.max(0, Math.ceil((stop - start) / step));
  boundedList({ length: count } as unknown as readonly TemplateValue[]);
  return Array.from({ length: count }, (_, index) => start + index * step);
}

function zip(value: TemplateValue, args: readonly TemplateValue[]): TemplateValue {
  const lists = [value, ...args].map(listFrom);
  return Array.from({ length: Math.min(...lists.map((list) => list.length)) }, (_, index) => lists.map((list) => list[index]));
}

/** `name(args)`; the first argument is the value. */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ...[...filters].filter(([name]) => ["int", "float", "bool", "min", "max", "iif", "is_number", "log", "sqrt", "as_timestamp", "as_datetime"].includes(name)),
  ["range", of(range)], ["zip", of(zip)],
]);

const character = (test: RegExp) => of((value) => test.test(plainText(value)));

/** `value.name(args)`. */
export const methods: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["get", of((value, [key, other]) => memberOf(value, key) ?? other ?? null, "key", "default")],
  ["keys", of((value) => listFrom(value))], ["values", of((value) => boundedList(Object.values(mapFrom(value))))],
  ["items", of((value) => boundedList(Object.entries(mapFrom(value))))],
  ["split", of(splitText, "sep", "maxsplit")], ["replace", of(replaceText, "old", "new", "count")],
  ["strip", of((value, [chars]) => stripText(value, chars, { start: true, end: true }))], ["lstrip", of((value, [chars]) => stripText(value, chars, { start: true, end: false }))],
  ["rstrip", of((value, [chars]) => stripText(value, chars, { start: false, end: true }))],
  ["lower", of((value) => plainText(value).toLowerCase())], ["upper", of((value) => plainText(value).toUpperCase())], ["title", of((value) => titleText(value, /(^|[^\p{L}])\p{L}/gu))], ["capitalize", of(capitalizeText)],
  ["startswith", of((value, [start]) => plainText(value).startsWith(plainText(start)))], ["endswith", of((value, [end]) => plainText(value).endsWith(plainText(end)))],
  ["find", of((value, [part]) => plainText(value).indexOf(plainText(part)))], ["count", of((value, [part]) => plainText(value).split(plainText(part)).length - 1)],
  ["join", of((value, [list]) => bounded(listFrom(list).map(plainText).join(plainText(value))))],
  ["format", of((value, args) => bounded(formatBraces(plainText(value), args)))],
  ["zfill", of((value, [width]) => plainText(value).padStart(Math.min(64, numberFrom(width)), "0"), "width")],
  ["isdigit", character(/^\p{Nd}+$/u)], ["isnumeric", character(/^\p{N}+$/u)], ["isdecimal", character(/^\p{Nd}+$/u)], ["isalpha", character(/^\p{L}+$/u)],
  ["isoformat", of((value) => value)], ["timestamp", of(toTimestamp)],
]);

/** Units that a call costs before it is carried out. */
export function costOfCall(value: TemplateValue, args: readonly TemplateValue[]): number {
  return args.reduce((sum: number, arg) => sum + costOf(arg), costOf(value));
}
