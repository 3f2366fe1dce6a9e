// (pure) The words that speech to text should expect in this home.
import type { Home } from "../home/home.ts";
import type { Intents } from "./intent.ts";

/** A longer name would fill the whole prompt and is said by nobody. */
const longestName = 40;

/** Names of devices and areas with their aliases first, then a few verbs; each once, as it is written. */
export function vocabularyOf(intents: Intents, home: Home): readonly string[] {
  const areas = [...home.areas.values()].flatMap(({ name, aliases }) => [name, ...aliases]);
  const devices = [...home.devices.values()].flatMap(({ name, aliases }) => [name, ...aliases]);
  const speakable = [...devices, ...areas].map((name) => name.replace(/\s+/g, " ").trim()).filter((name) => name.length <= longestName && /^[\p{L}\p{N}\p{M} '’.-]*\p{L}[\p{L}\p{N}\p{M} '’.-]*$/u.test(name));
  return [...new Set([...speakable, ...intents.language.vocabulary])];
}
