// Dialogues: what one sentence means after another, turn by turn, in every language that has some.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { intentsOf } from "../understand/all-languages.ts";
import { createHouse, type DialogueTurn, speaking } from "./dialogue.ts";
import { dialogueHomes } from "./dialogue-homes.ts";

const folder = fileURLToPath(new URL("../dialogues/", import.meta.url));
type Dialogue = { readonly dialogue: string; readonly turns: readonly DialogueTurn[] };

for (const language of readdirSync(folder)) {
  const spoken = speaking(await intentsOf(language));
  for (const file of readdirSync(`${folder}${language}`)) {
    describe(`${language}/${file}`, () => {
      const dialogues = parseYaml(readFileSync(`${folder}${language}/${file}`, "utf8")) as readonly Dialogue[];
      it.each(dialogues.map(({ dialogue, turns }) => [dialogue, turns] as const))("%s", async (_dialogue, turns) => {
        const house = createHouse(undefined, spoken, dialogueHomes[language]);
        for (const { does, reply, asks, ...said } of turns) {
          const told = await house.turn(said);
          expect({ say: said.say, ...told }).toEqual({ say: said.say, ...(asks === undefined ? {} : { asks }), does, reply: reply ?? told.reply });
        }
      });
    });
  }
}
