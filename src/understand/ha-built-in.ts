// (pure) What Home Assistant's own files of a language lend to a user's: lists of numbers, names of colours, common rules.
import type { RawList } from "./ha-schema.ts";
import type { HaSource, PlacedText } from "./ha-source.ts";
import type { Intents } from "./intent.ts";

const percent: RawList = { range: { from: 0, to: 100, step: 1, multiplier: 1 } };
const upTo100: RawList = { range: { from: 1, to: 100, step: 1, multiplier: 1 } };
const anything: RawList = { wildcard: true };

/** SOURCE: lists/*.yaml of home-assistant/intents; they are the same in every language. */
const everywhere: Readonly<Record<string, RawList>> = {
  brightness: percent, position: percent, fan_speed: percent, percentage: percent, volume: percent, volume_level: percent, humidity: percent, volume_step_up: percent,
  volume_step_down: { range: { from: 0, to: 100, step: 1, multiplier: -1 } },
  temperature: { range: { from: 0, to: 100, step: 1, multiplier: 1 } },
  color_temperature: { range: { from: 1000, to: 10_000, step: 1, multiplier: 1 } },
  timer_seconds: upTo100, timer_minutes: upTo100, timer_hours: upTo100,
  timer_name: anything, timer_command: anything, message: anything, search_query: anything, zone: anything, shopping_list_item: anything, todo_list_item: anything,
};

const placeAt = () => ({ path: "built in", line: 1, column: 1 });

/** The rules that nearly all languages of those files have. */
const rules: Readonly<Record<string, PlacedText>> = { name: { text: "{name}", placeAt }, area: { text: "{area}", placeAt }, floor: { text: "{floor}", placeAt }, area_floor: { text: "({area}|{floor})", placeAt } };

export const haBuiltIn = {
  /** In the folder of a shipped language: rules and lists by the names that Home Assistant's files use. */
  file: "_home_assistant.yaml",
  /** `base` with the rules and lists that every language has, and the language's own colours. Articles before a name are known by themselves. */
  withLists(base: HaSource, { lists }: Intents): HaSource {
    const color: RawList = { values: [...lists.colors.keys()].map((name) => ({ in: name, out: name })) };
    return { ...base, rules: new Map([...Object.entries(rules), ...base.rules]), lists: new Map([...Object.entries(everywhere), ["color", color] as const, ...base.lists]) };
  },
};
