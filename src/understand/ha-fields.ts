// (pure) The values of a command, from the slots that Home Assistant's sentences give.
import { cssColors } from "./ha-colors.ts";
import type { HaGiven } from "./ha-given.ts";
import { haStates, type HaMeaning } from "./ha-meanings.ts";
import type { SlotSpec, Value } from "./intent.ts";
import type { SlotValue } from "./slots.ts";
import type { FilledSlot } from "./template-match.ts";

/** A field as it is written in a command, or as a slot of that name. */
type Field = { readonly is: "written"; readonly value: string | number | boolean } | { readonly is: "slot"; readonly spec: SlotSpec; readonly value: SlotValue; readonly at: Pick<FilledSlot, "start" | "end"> };

/** "absent": the sentence says nothing of it. "outOfRange": it says a number that its list does not reach. */
type Found = Field | "absent" | "outOfRange" | "unknown";

export type Fields = {
  readonly fields: Readonly<Record<string, Value<string | number | boolean>>>;
  readonly slots: Readonly<Record<string, SlotSpec>>;
  readonly filled: readonly FilledSlot[];
};

/** What a command can do without. */
const optional: ReadonlySet<string> = new Set(["name", "start", "area", "expect"]);

/** All fields of a command; "absent" when a sentence does not give one that it needs. */
export function fieldsOf({ type, fields: written = {}, from = {} }: HaMeaning, given: HaGiven): Fields | "absent" | "outOfRange" | "unknown" {
  const fields: Record<string, Value<string | number | boolean>> = {};
  const slots: Record<string, SlotSpec> = {};
  const filled: FilledSlot[] = [];
  for (const [field, value] of Object.entries(written)) if (field !== "quantity") fields[field] = { is: "value", value };
  for (const [field, slot] of Object.entries(from)) {
    const found = fieldOf(field, slot, given);
    if (found === "absent" && (optional.has(field) || (field === "durationS" && type !== "timer.start"))) continue;
    if (typeof found === "string") return found;
    if (found.is === "written") fields[field] = { is: "value", value: found.value };
    else {
      fields[field] = { is: "slot", slot: field };
      slots[field] = found.spec;
      filled.push({ name: field, value: found.value, ...found.at });
    }
  }
  return { fields, slots, filled };
}

function fieldOf(field: string, slot: string, given: HaGiven): Found {
  switch (field) {
    case "color": return colorOf(given.words(slot)[0]);
    case "option": return wordOf(given.words(slot)[0]);
    case "expect": return stateOf(given.words(slot));
    case "name": return labelOf(given.words(slot)[0]);
    case "area": { const area = given.said(slot, "area"); return area === undefined ? "absent" : { is: "slot", spec: { list: "area" }, value: area.value, at: area }; }
    case "durationS": case "deltaS": return durationOf("", slot === "less" ? -1 : 1, given);
    case "start": return durationOf("start_", 1, given);
    case "deltaPct": return numberOf(stepOf(given.words(slot)[0]) ?? given.number(slot));
    case "temperatureC": return numberOf(celsius(given.number(slot), given.words("temperature_unit")[0]));
    default: return numberOf(given.number(slot));
  }
}

const nowhere = { start: 0, end: 0 };

function slotField(spec: SlotSpec, value: SlotValue): Field {
  return { is: "slot", spec, value, at: nowhere };
}

function numberOf(value: number | undefined): Found {
  if (value === undefined) return "absent";
  return Number.isNaN(value) ? "outOfRange" : { is: "written", value };
}

function wordOf(word: string | undefined): Found {
  return word === undefined ? "absent" : { is: "written", value: word };
}

function colorOf(word: string | undefined): Found {
  const color = word === undefined ? undefined : cssColors.get(word.toLowerCase().replaceAll(/[\s_-]/g, ""));
  if (word === undefined) return "absent";
  return color === undefined ? "unknown" : slotField({ list: "color" }, { list: "color", name: word, color });
}

function labelOf(text: string | undefined): Found {
  return text === undefined ? "absent" : slotField({ list: "label" }, { list: "label", text });
}

function stateOf(words: readonly string[]): Found {
  if (words.length === 0) return "absent";
  const state = words.flatMap((word) => (Object.hasOwn(haStates, word) ? haStates[word] : undefined) ?? [{ expect: word, capability: "reading" as const }]);
  return slotField({ list: "state" }, { list: "state", state });
}

/** Hours, minutes and seconds, each its own slot. */
function durationOf(prefix: string, sign: 1 | -1, given: HaGiven): Found {
  const parts = [["hours", 3600], ["minutes", 60], ["seconds", 1]] as const;
  const said = parts.flatMap(([unit, seconds]) => { const count = given.number(`${prefix}${unit}`); return count === undefined ? [] : [count * seconds]; });
  const durationS = said.reduce((sum, part) => sum + part, 0);
  if (said.length === 0) return "absent";
  return Number.isNaN(durationS) ? "outOfRange" : slotField({ list: "duration", negate: sign < 0 }, { list: "duration", durationS });
}

/** Home Assistant's players go up and down by a tenth. SOURCE: components/media_player/__init__.py, volume_up. */
const stepPct = 10;

function stepOf(word: string | undefined): number | undefined {
  return word === "up" ? stepPct : word === "down" ? -stepPct : undefined;
}

function celsius(value: number | undefined, unit: string | undefined): number | undefined {
  return value !== undefined && unit?.toLowerCase().startsWith("f") === true ? ((value - 32) * 5) / 9 : value;
}
