// (pure) What templates compute with, and how much of it. SOURCE: Jinja 3 and Python's text of values.

/** JSON values, undefined, namespaces (a Map). Never a function, never an object with a prototype in reach. */
export type TemplateValue = unknown;

/** A template that cannot be computed with these values; the message says why. */
export class TemplateFailure extends Error {}

/** Longest text a template may make, in characters: more than any payload a device takes. */
export const maxTextLength = 65_536;

/** Most items in a list that a template makes. */
export const maxItems = 1000;

/** Deepest value that is written out or compared. */
const maxDepth = 32;

/** What one rendering may still cost, in units of which `spend` takes some; shared by all that it calls. */
export type Work = { left: number };

/** Units for one rendering: some tens of thousands of steps, a few milliseconds. */
export const workPerRendering = 200_000;

export function spend(work: Work, units: number): void {
  work.left -= units;
  if (work.left < 0) throw new TemplateFailure("the template takes too many steps");
}

/** Units for handling a value: a step, and its length where it has one. */
export function costOf(value: TemplateValue): number {
  if (typeof value === "string" || Array.isArray(value)) return 1 + value.length / 8;
  return isMap(value) ? 1 + Object.keys(value).length / 2 : 1;
}

/** Every text that is made passes here, so that no chain of joins can fill the memory. */
export function bounded(text: string): string {
  if (text.length > maxTextLength) throw new TemplateFailure(`the text grows beyond ${maxTextLength} characters`);
  return text;
}

export function boundedList(items: readonly TemplateValue[]): readonly TemplateValue[] {
  if (items.length > maxItems) throw new TemplateFailure(`a list grows beyond ${maxItems} items`);
  return items;
}

/** As text in the output: nothing for what is undefined, Python's words for true, false and nothing, JSON for lists and maps. */
export function textFrom(value: TemplateValue): string {
  switch (typeof value) {
    case "string": return value;
    case "number": return String(value);
    case "boolean": return value ? "True" : "False";
    case "undefined": return "";
    default: return value === null ? "None" : jsonFrom(value);
  }
}

/** JSON, written piece by piece: a list that holds itself many times over must fail before it is written. */
export function jsonFrom(value: TemplateValue): string {
  const pieces: string[] = [];
  let length = 0;
  const write = (piece: string) => {
    length += piece.length;
    if (length > maxTextLength) throw new TemplateFailure(`the text grows beyond ${maxTextLength} characters`);
    pieces.push(piece);
  };
  const visit = (item: TemplateValue, depth: number) => {
    if (depth > maxDepth) throw new TemplateFailure("lists or maps are nested too deeply");
    if (Array.isArray(item)) {
      write("[");
      item.forEach((member, index) => { write(index === 0 ? "" : ","); visit(member, depth + 1); });
      write("]");
    } else if (isMap(item)) {
      write("{");
      Object.entries(item).forEach(([key, member], index) => { write(`${index === 0 ? "" : ","}${JSON.stringify(key)}:`); visit(member, depth + 1); });
      write("}");
    } else {
      write(JSON.stringify(item instanceof Map ? null : item) ?? "null");
    }
  };
  visit(value, 0);
  return pieces.join("");
}

export function isMap(value: TemplateValue): value is Readonly<Record<string, TemplateValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);
}

/** A number, or a failure: `int` and `float` without a default refuse what is not one, as Home Assistant does. */
export function numberFrom(value: TemplateValue): number {
  const number = numberOr(value);
  if (number === undefined) throw new TemplateFailure(`${JSON.stringify(textFrom(value).slice(0, 32))} is not a number`);
  return number;
}

/** Texts are numbers only as Python writes them: "0x1f" is none. */
export function numberOr(value: TemplateValue): number | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = typeof value === "string" && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function isTrue(value: TemplateValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (!isMap(value)) return Boolean(value);
  const filled = filledMaps.get(value) ?? Object.keys(value).length > 0;
  filledMaps.set(value, filled);
  return filled;
}

/** Whether a map holds anything, which JavaScript finds out by listing all that it holds. Maps of templates never change. */
const filledMaps = new WeakMap<object, boolean>();

/** The text of a single value; writing out a list or a map is left to `tojson`. */
export function plainText(value: TemplateValue): string {
  if (typeof value === "object" && value !== null) throw new TemplateFailure("a text was expected, not a list or a map");
  return textFrom(value);
}

export function listFrom(value: TemplateValue): readonly TemplateValue[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return boundedList(Array.from(value.slice(0, maxItems + 1)));
  if (isMap(value)) return boundedList(Object.keys(value));
  throw new TemplateFailure("a list was expected");
}

export function mapFrom(value: TemplateValue): Readonly<Record<string, TemplateValue>> {
  if (isMap(value)) return value;
  throw new TemplateFailure("a map was expected");
}

export function isEqual(a: TemplateValue, b: TemplateValue, work: Work): boolean {
  if (a === b) return true;
  if (typeof a === "boolean" || typeof b === "boolean") return isScalar(a) && isScalar(b) && Number(a) === Number(b);
  const [left, right] = Array.isArray(a) && Array.isArray(b) ? [a, b] : isMap(a) && isMap(b) ? [sorted(a), sorted(b)] : [];
  if (left === undefined) return false;
  const texts = [jsonFrom(left), jsonFrom(right)] as const;
  spend(work, texts[0].length + texts[1].length);
  return texts[0] === texts[1];
}

/** Python counts True as 1 and False as 0. */
function isScalar(value: TemplateValue): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

function sorted(map: Readonly<Record<string, TemplateValue>>): Readonly<Record<string, TemplateValue>> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function contains(container: TemplateValue, item: TemplateValue, work: Work): boolean {
  if (typeof container === "string" || Array.isArray(container)) spend(work, costOf(container));
  if (typeof container === "string") return container.includes(plainText(item));
  if (Array.isArray(container)) return container.some((member) => isEqual(member, item, work));
  if (isMap(container)) return Object.hasOwn(container, plainText(item));
  throw new TemplateFailure("nothing can be in this");
}

export function compare(a: TemplateValue, b: TemplateValue): number {
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  return numberFrom(a) - numberFrom(b);
}

/** `value[key]`: own members of JSON values, characters and items by index (also from the end); nothing inherited. */
export function memberOf(value: TemplateValue, key: TemplateValue): TemplateValue {
  if (value === undefined || value === null) throw new TemplateFailure(`there is no ${JSON.stringify(textFrom(key).slice(0, 32))} in nothing`);
  if (value instanceof Map) return value.get(textFrom(key));
  if (Array.isArray(value)) return typeof key === "number" ? value.at(key) as TemplateValue : undefined;
  if (typeof value === "string") return typeof key === "number" ? value.at(key) : undefined;
  if (!isMap(value)) return undefined;
  const name = textFrom(key);
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** `value[start:stop:step]` of a text or a list. */
export function sliceOf(value: TemplateValue, [start, stop, step]: readonly TemplateValue[]): TemplateValue {
  if (typeof value !== "string" && !Array.isArray(value)) throw new TemplateFailure("only texts and lists have slices");
  const stride = step === undefined ? 1 : numberFrom(step);
  if (stride === 0) throw new TemplateFailure("a slice with a step of 0");
  const all: readonly TemplateValue[] = typeof value === "string" ? [...value] : value;
  const index = (given: TemplateValue, byDefault: number) => {
    if (given === undefined || given === null) return byDefault;
    const at = Math.trunc(numberFrom(given));
    return Math.max(stride < 0 ? -1 : 0, Math.min(all.length, at < 0 ? at + all.length : at));
  };
  const [from, to] = stride > 0 ? [index(start, 0), index(stop, all.length)] : [Math.min(index(start, all.length - 1), all.length - 1), index(stop, -1)];
  const picked: TemplateValue[] = [];
  for (let at = from; stride > 0 ? at < to : at > to; at += stride) picked.push(all[at]);
  return typeof value === "string" ? picked.join("") : boundedList(picked);
}
