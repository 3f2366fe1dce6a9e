// (pure) Reply texts may name only what a reply knows.
import type { Problem, YamlFile } from "./yaml-file.ts";

/** What each kind of text can be filled with. */
const afterCommand = ["name", "state", "brightness", "speed", "position", "setpoint", "kelvin", "color", "tilt", "volume", "humidity", "number", "option"];
const inAnswer = ["name", "either", "expected", "state", "matching", "matched", "count", "kind", "measure", "brightness", "speed", "position", "setpoint", "current", "value", "tilt", "volume", "humidity", "number", "option", "said", "ago", "zone", "weather"];
const inTimer = ["name", "duration", "left", "count", "first", "second"];
const inCount = ["count", "kind", "measure"];
const inOther = ["name", "subject", "candidates", "state"];

/** Adds a problem for each `{name}` that would stay empty. `keys` leads to the texts in the file. */
export function checkPlaceholders(yaml: YamlFile<object>, problems: Problem[]): void {
  walk(yaml.value, [], (text, keys) => {
    const known = keys[0] === "answers" ? inAnswer : keys[0] === "timers" ? inTimer : keys[0] === "counted" ? inCount : keys[0] === "units" ? ["value"] : keys[0] === "commands" || keys[0] === "reply" ? afterCommand : inOther;
    for (const [whole, name = ""] of text.matchAll(/\{([^}]*)\}?/g)) {
      if (!known.includes(name) || !whole.endsWith("}")) problems.push({ place: yaml.placeOf(keys), message: `${whole} in a reply, expected one of ${known.map((key) => `{${key}}`).join(" ")}` });
    }
  });
}

function walk(value: unknown, keys: readonly string[], onText: (text: string, keys: readonly string[]) => void): void {
  if (typeof value === "string") onText(value, keys);
  else if (typeof value === "object" && value !== null) for (const [key, inner] of Object.entries(value)) walk(inner, [...keys, key], onText);
}
