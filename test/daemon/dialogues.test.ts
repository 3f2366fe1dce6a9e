// Dialogues: what one sentence means after another, turn by turn.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { createHouse, type DialogueTurn } from "./dialogue.ts";

const folder = fileURLToPath(new URL("../dialogues/en/", import.meta.url));
type Dialogue = { readonly dialogue: string; readonly turns: readonly DialogueTurn[] };

for (const file of readdirSync(folder)) {
  describe(file, () => {
    const dialogues = parseYaml(readFileSync(folder + file, "utf8")) as readonly Dialogue[];
    it.each(dialogues.map(({ dialogue, turns }) => [dialogue, turns] as const))("%s", async (_dialogue, turns) => {
      const house = createHouse();
      for (const { does, reply, asks, ...said } of turns) {
        expect({ say: said.say, ...await house.turn(said) }).toEqual({ say: said.say, ...(asks === undefined ? {} : { asks }), does, reply });
      }
    });
  });
}
