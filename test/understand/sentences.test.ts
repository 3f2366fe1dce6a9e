import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { summary } from "./english.ts";
import { sentencesFolder, spokenIn } from "./spoken-in.ts";

type Row = { readonly say: string; readonly heardIn?: string; readonly does: string; readonly reply: string };

const rowsOf = (file: string) => parseYaml(readFileSync(file, "utf8")) as readonly Row[];
const isSentences = (file: string) => file.endsWith(".yaml") && file !== "_home.yaml";

describe.each(readdirSync(sentencesFolder(""), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name))("sentences in %s", async (language) => {
  const folder = sentencesFolder(language);
  const { intents, parse: parseIn, reply } = await spokenIn(language);
  for (const file of readdirSync(folder).filter(isSentences)) {
    test.each(rowsOf(join(folder, file)).map((row) => [row.say, row] as const))(`${file}: %s`, async (_say, row) => {
      const result = await parseIn(row.say, row.heardIn);
      expect({ does: summary(result), reply: reply(result) }).toEqual({ does: row.does, reply: row.reply });
      if (!file.startsWith("_") && result.kind === "commands") expect(result.matches.map(({ intent }) => intent)).toContain(file.replace(".yaml", ""));
    });
  }

  test("every intent has its file of sentences, and every such file its intent", () => {
    const missing = intents.intents.filter(({ id }) => !existsSync(join(folder, `${id}.yaml`))).map(({ id }) => id);
    const orphans = readdirSync(folder).filter((file) => !file.startsWith("_") && !intents.intents.some(({ id }) => `${id}.yaml` === file));
    expect({ missing, orphans }).toEqual({ missing: [], orphans: [] });
  });
});
