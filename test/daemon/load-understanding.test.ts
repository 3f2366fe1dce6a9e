// Sentence files of Home Assistant beside the config: where they are looked for, and what becomes of wrong ones.
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { defaultConfig } from "../../src/daemon/config-file.ts";
import type { LoadedConfig } from "../../src/daemon/load-config.ts";
import { describeForeign, foreignTroubles, loadUnderstanding } from "../../src/daemon/load-understanding.ts";

const packageRoot = pathToFileURL(`${fileURLToPath(new URL("../..", import.meta.url))}/`);
const intentsDirectory = fileURLToPath(new URL("intents/en", packageRoot));
const checkout = fileURLToPath(new URL("../fixtures/ha-checkout", import.meta.url));
const own = (sentence: string) => `language: en\nintents: { HassTurnOn: { data: [{ sentences: ["${sentence}"] }] }, Brew: { data: [{ sentences: ["brew"] }] } }\n`;

/** A folder with a config in it, and these files beside it. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-sentences-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

function configIn(folder: string, understand: Readonly<Record<string, string>> = {}): LoadedConfig {
  const config = defaultConfig();
  const directories = { config: folder, state: folder, models: folder, credentials: undefined };
  return { config: { ...config, understand: { ...config.understand, ...understand } }, file: join(folder, "sotto.yaml"), directories: directories as never, modelsDirectory: folder, intentsDirectory };
}

const load = (loaded: LoadedConfig) => loadUnderstanding({ packageRoot }, loaded);

test("custom_sentences/en beside the config is added to English", async () => {
  const loaded = configIn(await folderWith({ "custom_sentences/en/a.yaml": own("ignite {name}"), "custom_sentences/en/more/b.yaml": own("kindle {name}"), "custom_sentences/de/c.yaml": "no YAML: [" }));
  const { foreign, shipped, custom, intents } = await load(loaded);
  expect(foreign).toMatchObject({ sentences: 4, unhandled: ["Brew"], problems: [] });
  expect(intents.intents.length).toBe((shipped ?? 0) + 4);
  expect(custom?.files).toBe(2);
  expect(describeForeign(await load(loaded), loaded)).toEqual([`4 of your own in ${join(dirname(loaded.file ?? ""), "custom_sentences", "en")}: ok`, "loaded, but nothing here handles Brew"]);
});

test("without such a folder the language is as it is shipped", async () => {
  const loaded = configIn(await folderWith({}));
  const understanding = await load(loaded);
  expect(understanding).toMatchObject({ custom: undefined, foreign: { sentences: 0, problems: [] } });
  expect(describeForeign(understanding, loaded)).toEqual([]);
  expect(foreignTroubles(understanding)).toEqual([]);
});

test.each([["the folder itself", "mine", "mine/a.yaml"], ["its folder of the language", "mine", "mine/en/a.yaml"]])("understand.customSentences names %s", async (_what, named, file) => {
  const folder = await folderWith({ [file]: own("ignite {name}") });
  expect((await load(configIn(folder, { customSentences: join(folder, named) }))).foreign.sentences).toBe(2);
});

test("a folder that is named and not there is told, and stops nothing", async () => {
  const folder = await folderWith({});
  const understanding = await load(configIn(folder, { customSentences: join(folder, "nowhere") }));
  expect(foreignTroubles(understanding).map(({ message }) => message)).toEqual([`left out: ${join(folder, "nowhere")}:1:1: no such folder, expected the one that understand.customSentences names`]);
});

test("a wrong file is left out loudly, and the others stay", async () => {
  const folder = await folderWith({ "custom_sentences/en/a.yaml": own("ignite {name}"), "custom_sentences/en/b.yaml": "intents: [" });
  const understanding = await load(configIn(folder));
  expect(understanding.foreign.sentences).toBe(2);
  expect(foreignTroubles(understanding).map(({ message }) => message)).toEqual([
    `left out: ${join(folder, "custom_sentences", "en", "b.yaml")}:1:11: Flow sequence in block collection must be sufficiently indented and end with a ], expected YAML`,
    "Brew: its sentences are loaded, but nothing here handles Brew",
  ]);
});

test("a language that is not shipped comes from the checkout, and what it lacks is told", async () => {
  const folder = await folderWith({});
  const loaded = { ...configIn(folder, { language: "eo", sentences: checkout }), checkout };
  const understanding = await load(loaded);
  expect(understanding.shipped).toBeUndefined();
  expect(describeForeign(understanding, loaded)).toEqual([
    `13 in ${checkout} for eo: ok`,
    "loaded, but nothing here handles HassNevermind",
    "the language model is not asked in a language that does not come with Sotto",
    "no words for yes and no, so nothing that needs a yes is done. Give them in custom_sentences/eo/_answers.yaml, as intents/en/_answers.yaml does",
    "no words for numbers, only digits are read. Give them in custom_sentences/eo/_words.yaml, as intents/en/_words.yaml does",
  ]);
});
