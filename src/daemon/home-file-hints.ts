// Entries of home.yaml that match nothing (pure): most often a name that was mistyped, or a device that is gone.
import type { HomeLink } from "../act/home-link.ts";
import { oneLine } from "../base/log.ts";
import type { HomeFile } from "./home-file.ts";
import { nearestWord } from "./nearest-word.ts";

/** Looking for what was meant takes some milliseconds in a large home, and a file full of strangers is another one's. */
const mostGuesses = 10;

/** `home.yaml:12:3: devices.kitchen lmp: …`, one line for each entry that no device has taken up. */
export function unmatchedHints(file: string, { entries }: HomeFile, link: Pick<HomeLink, "unmatched" | "home" | "hidden">): readonly string[] {
  const unmatched = link.unmatched();
  if (unmatched.length === 0) return [];
  const words = [...link.home().devices.values(), ...link.hidden()].flatMap(({ id, name, aliases }) => [name, ...aliases, id]);
  return unmatched.flatMap((entry, index) => {
    const written = entries.get(entry);
    if (written === undefined) return [];
    const near = index < mostGuesses ? nearestWord(written.key, alike(written.key, words)) : undefined;
    const { line, column } = written.place;
    return [`${file}:${line}:${column}: devices.${oneLine(written.key)}: no device has this id, topic or name${near === undefined ? "; `sotto devices` shows them" : `; did you mean ${oneLine(near)}?`}`];
  });
}

/** Those whose length is near enough for `nearestWord`. */
function alike(key: string, words: readonly string[]): readonly string[] {
  return words.filter(({ length }) => Math.abs(length - key.length) <= Math.max(1, length / 3));
}
