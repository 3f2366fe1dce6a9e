// Seeded damage to messages: of the kinds that firmware, bridges and strangers do.
import { pickFrom } from "../fakes/seeded-random.ts";

type Random = () => number;

const deep = JSON.parse(`${"[".repeat(300)}1${"]".repeat(300)}`) as unknown;
const hostile: readonly unknown[] = [
  null, true, false, 0, -1, 1e308, 2 ** 53, "", " ", "0", "-0.0001", "1e999", "None", "unknown", "NaN", "\u0000", "\ud800", "\uFFFD", "#", "+/+", "$SYS/x", "a\nb", "/".repeat(2000),
  "x".repeat(20_000), "🦄", "İ", [], {}, [null], [[]], [{}], { a: {} }, deep, Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index])),
  Array.from({ length: 3000 }, () => "x"), JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  "{{ value }}", "{{ value_json.a.b.c }}", "{% for i in range(999999999) %}{{ i }}{% endfor %}", "{{ 'x' * 999999 }}", "{{ value.__class__.__mro__ }}", "{{", "{% if %}", "{{ ((((((((1)))))))) }}",
  `{{ ${"(".repeat(500)}1${")".repeat(500)} }}`, `{{ ${"value ~ ".repeat(400)}value }}`, "{{ value | regex_replace('(a+)+$', 'x') }}",
];

const letters = ["{", "}", "[", "]", "\"", ":", ",", "\\", "0", "9", "-", ".", "e", "x", " ", "\u0000", "é", "𝄞", "~", "/", "#", "+"];

/** One or a few things changed in a message's payload: in its values when it is JSON, else in its letters. */
export function mutatePayload(payload: string, random: Random): string {
  let text = payload;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) text = random() < 0.7 ? mutateJson(text, random) : mutateText(text, random);
  return text;
}

function mutateJson(payload: string, random: Random): string {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return mutateText(payload, random);
  }
  return JSON.stringify(mutateValue(value, random, 0)) ?? "";
}

function mutateValue(value: unknown, random: Random, depth: number): unknown {
  const inside = depth < 8 && random() < 0.85;
  if (Array.isArray(value) && inside && value.length > 0) {
    const at = Math.floor(random() * value.length);
    if (random() < 0.1) return [...value, ...value];
    return value.map((item: unknown, index) => (index === at ? mutateValue(item, random, depth + 1) : item));
  }
  if (typeof value === "object" && value !== null && inside) {
    const entries = Object.entries(value);
    if (entries.length === 0) return pickFrom(hostile, random);
    const at = Math.floor(random() * entries.length);
    const [key = "", item] = entries[at] ?? [];
    switch (Math.floor(random() * 8)) {
      case 0: return Object.fromEntries(entries.filter((_, index) => index !== at));
      case 1: return { ...value, [pickFrom(entries, random)[0]]: item };
      case 2: return { ...value, [mutateText(key, random)]: item };
      default: return { ...value, [key]: mutateValue(item, random, depth + 1) };
    }
  }
  if (typeof value === "string" && random() < 0.4) return mutateText(value, random);
  if (typeof value === "number" && random() < 0.4) return value * (random() < 0.5 ? -1e6 : 1e-6);
  return pickFrom(hostile, random);
}

/** Letters cut, doubled, swapped or put in. */
export function mutateText(text: string, random: Random): string {
  const at = Math.floor(random() * (text.length + 1));
  const end = Math.min(text.length, at + Math.floor(random() * 12));
  switch (Math.floor(random() * 5)) {
    case 0: return text.slice(0, at);
    case 1: return text.slice(0, at) + text.slice(end);
    case 2: return text.slice(0, end) + text.slice(at, end).repeat(2) + text.slice(end);
    case 3: return text.slice(0, at) + pickFrom(letters, random) + text.slice(end);
    default: return text.slice(0, at) + pickFrom(letters, random) + text.slice(at);
  }
}
