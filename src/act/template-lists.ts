// (pure) Jinja's filters over lists and its tests. SOURCE: Jinja 3 "List of Builtin Filters" and "List of Builtin Tests".
import type { TemplateFunction } from "./template-functions.ts";
import { regexFinds } from "./template-regex-filters.ts";
import { bounded, boundedList, compare, contains, isEqual, isMap, isTrue, listFrom, mapFrom, memberOf, numberFrom, numberOr, plainText, spend, TemplateFailure, textFrom, type TemplateValue, type Work } from "./template-values.ts";

export type TemplateTest = (value: TemplateValue, args: readonly TemplateValue[], work: Work) => boolean;

const equal: TemplateTest = (value, [other], work) => isEqual(value, other, work);
const unequal: TemplateTest = (value, [other], work) => !isEqual(value, other, work);
const ordered = (holds: (order: number) => boolean): TemplateTest => (value, [other]) => holds(compare(value, other));

/** `value is name(args)`. */
export const tests: ReadonlyMap<string, TemplateTest> = new Map<string, TemplateTest>([
  ["defined", (value) => value !== undefined], ["undefined", (value) => value === undefined], ["none", (value) => value === null],
  ["string", (value) => typeof value === "string"], ["number", (value) => typeof value === "number"], ["boolean", (value) => typeof value === "boolean"],
  ["integer", (value) => Number.isInteger(value)], ["float", (value) => typeof value === "number" && !Number.isInteger(value)],
  ["mapping", isMap], ["iterable", (value) => typeof value === "string" || Array.isArray(value) || isMap(value)], ["list", (value) => Array.isArray(value)],
  ["sequence", (value) => typeof value === "string" || Array.isArray(value)], ["true", (value) => value === true], ["false", (value) => value === false],
  ["odd", (value) => Math.abs(numberFrom(value)) % 2 === 1], ["even", (value) => numberFrom(value) % 2 === 0],
  ["divisibleby", (value, [by]) => numberFrom(value) % numberFrom(by) === 0], ["is_number", (value) => numberOr(value) !== undefined && typeof value !== "boolean"],
  ["lower", (value) => plainText(value) === plainText(value).toLowerCase()], ["upper", (value) => plainText(value) === plainText(value).toUpperCase()],
  ["eq", equal], ["equalto", equal], ["sameas", equal], ["ne", unequal], ["lt", ordered((order) => order < 0)], ["le", ordered((order) => order <= 0)],
  ["gt", ordered((order) => order > 0)], ["ge", ordered((order) => order >= 0)],
  ["in", (value, [container], work) => contains(container, value, work)], ["contains", (value, [item], work) => contains(value, item, work)],
  ["match", (value, args, work) => regexFinds(value, args, work, "match")], ["search", (value, args, work) => regexFinds(value, args, work, "search")],
]);

function testNamed(name: TemplateValue): TemplateTest {
  if (name === undefined) return isTrue;
  const test = tests.get(plainText(name));
  if (test === undefined) throw new TemplateFailure(`unknown test ${plainText(name).slice(0, 32)}`);
  return test;
}

/** `attribute` may be a name, an index, or several with dots. */
function attributeOf(item: TemplateValue, attribute: TemplateValue): TemplateValue {
  if (typeof attribute === "number") return memberOf(item, attribute);
  return plainText(attribute).split(".").reduce<TemplateValue>((value, key) => (value === undefined || value === null ? undefined : memberOf(value, /^\d+$/.test(key) ? Number(key) : key)), item);
}

function picked(keep: boolean, byAttribute: boolean): TemplateFunction["run"] {
  return (value, args, work) => {
    const [attribute, rest] = byAttribute ? [args[0], args.slice(1)] : [undefined, args];
    const test = testNamed(rest[0]);
    return listFrom(value).filter((item) => {
      spend(work, 10);
      return test(byAttribute ? attributeOf(item, attribute) : item, rest.slice(1), work) === keep;
    });
  };
}

function join(value: TemplateValue, [separator = "", attribute]: readonly TemplateValue[]): string {
  const parts = listFrom(value).map((item) => plainText(attribute === undefined ? item : attributeOf(item, attribute)));
  const between = plainText(separator);
  return parts.reduce((text, part, index) => bounded(index === 0 ? part : text + between + part), "");
}

/** Filters that `map` may apply to each item: those that turn one value into one. */
const mappable: ReadonlyMap<string, (value: TemplateValue) => TemplateValue> = new Map<string, (value: TemplateValue) => TemplateValue>([
  ["int", (value) => Math.trunc(numberFrom(value))], ["float", numberFrom], ["string", textFrom], ["abs", (value) => Math.abs(numberFrom(value))],
  ["lower", (value) => plainText(value).toLowerCase()], ["upper", (value) => plainText(value).toUpperCase()], ["trim", (value) => plainText(value).trim()],
]);

function mapped(value: TemplateValue, [name, attribute, other]: readonly TemplateValue[], work: Work): TemplateValue {
  const change = attribute === undefined ? mappable.get(plainText(name)) : (item: TemplateValue) => attributeOf(item, attribute) ?? other;
  if (change === undefined) throw new TemplateFailure(`map: ${plainText(name).slice(0, 32)} is not supported`);
  return listFrom(value).map((item) => { spend(work, 10); return change(item); });
}

function sorted(value: TemplateValue, [reverse]: readonly TemplateValue[], work: Work): TemplateValue {
  const items = [...listFrom(value)];
  spend(work, items.length * 10);
  items.sort(compare);
  return isTrue(reverse) ? items.reverse() : items;
}

function total(value: TemplateValue): number {
  return listFrom(value).reduce((sum: number, item) => sum + numberFrom(item), 0);
}

export const listFilters: readonly (readonly [string, TemplateFunction])[] = [
  ["first", { params: [], run: (value) => listFrom(value)[0] }], ["last", { params: [], run: (value) => listFrom(value).at(-1) }],
  ["list", { params: [], run: (value) => [...listFrom(value)] }], ["reverse", { params: [], run: (value) => [...listFrom(value)].reverse() }],
  ["join", { params: ["d", "attribute"], run: join }], ["sum", { params: [], run: total }], ["sort", { params: ["reverse"], run: sorted }],
  ["average", { params: [], run: (value) => total(value) / listFrom(value).length }],
  ["unique", { params: [], run: (value) => [...new Set(listFrom(value))] }],
  ["items", { params: [], run: (value) => boundedList(Object.entries(mapFrom(value))) }],
  ["map", { params: ["name", "attribute", "default"], run: mapped }],
  ["select", { params: [], run: picked(true, false) }], ["reject", { params: [], run: picked(false, false) }],
  ["selectattr", { params: [], run: picked(true, true) }], ["rejectattr", { params: [], run: picked(false, true) }],
  ["contains", { params: ["item"], run: (value, [item], work) => contains(value, item, work) }],
];
