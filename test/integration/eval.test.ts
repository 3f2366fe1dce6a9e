// `npm run eval` and `npm run eval:dev`, as the one who measures starts them.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "sotto-eval-test-")); });
afterEach(() => { rmSync(folder, { recursive: true }); });

function run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): { readonly code: number | null; readonly output: string; readonly errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "bench", script), ...args], { encoding: "utf8", env: { ...process.env, ...env } });
  return { code: status, output: stdout, errors: stderr };
}

const home = {
  floors: [], areas: [{ name: "Kitchen" }, { name: "Den" }],
  entities: [
    { id: "light.counter", name: "Counter", area: "Kitchen", attributes: {} }, { id: "light.table", name: "Table", area: "Kitchen", attributes: {} }, { id: "media_player.tv", name: "TV", area: "Den", attributes: {} },
    { id: "climate.heat", name: "Thermostat", area: "Den", attributes: {} }, { id: "script.party", name: "Party", attributes: {} }, { id: "lock.front", name: "Front Door", attributes: {} },
  ],
};
const said: readonly (readonly [text: string, commands: readonly object[]])[] = [
  ["turn on the kitchen lights", [{ action: "turn_on", domain: "light", attribute: null, value: null, area: "Kitchen", name: null, entities: ["light.counter", "light.table"] }]],
  ["set the counter to 40 percent", [{ action: "set", domain: "light", attribute: "brightness", value: 40, area: "Kitchen", name: "Counter", entities: ["light.counter"] }]],
  ["pause the tv", [{ action: "pause", domain: "media_player", attribute: null, value: null, area: "Den", name: "TV", entities: ["media_player.tv"] }]],
  ["set the thermostat to 21 degrees", [{ action: "set", domain: "climate", attribute: "temperature", value: 21, area: "Den", name: "Thermostat", entities: ["climate.heat"] }]],
  ["is the front door locked?", [{ action: "query", domain: "lock", attribute: "state", value: "locked", area: null, name: "Front Door", entities: ["lock.front"] }]],
  ["lock the front door and turn off the tv", [
    { action: "lock", domain: "lock", attribute: null, value: null, area: null, name: "Front Door", entities: ["lock.front"] }, { action: "turn_off", domain: "media_player", attribute: null, value: null, area: "Den", name: "TV", entities: ["media_player.tv"] },
  ]],
  ["set a timer for five minutes", [{ action: "start", domain: "timer", attribute: "duration", value: 300, name: null, area: null, entities: [] }]],
  ["what is the meaning of life", []],
];

function lay(lines: readonly object[]): readonly string[] {
  mkdirSync(join(folder, "homes"), { recursive: true });
  writeFileSync(join(folder, "homes", "home.json"), JSON.stringify(home));
  writeFileSync(join(folder, "gold.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return ["--gold", join(folder, "gold.jsonl"), "--homes", join(folder, "homes"), "--out", join(folder, "out.jsonl")];
}

test("predictions are in the words of the gold labels", () => {
  const { code, output } = run("eval.mjs", lay(said.map(([text], index) => ({ id: `line${index}`, text, lang: "en", home: "home.json", satellite_area: null }))));
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/8 of 8 lines answered, 7 with commands; a sentence takes p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms/) });
  const predictions = readFileSync(join(folder, "out.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as { readonly commands: readonly object[] });
  expect(predictions.map(({ commands }, index) => [said[index]?.[0], commands])).toEqual(said);
});

test("lines in a language that there is not are skipped aloud", () => {
  const lines = lay([{ id: "a", text: "slå på lampan", lang: "sv", home: "home.json" }]);
  expect(run("eval.mjs", lines)).toMatchObject({ code: 1, errors: expect.stringContaining("SKIPPED: 1 lines in sv, because intents/sv is absent") });
});

test.each([
  ["nothing to read", ["--gold", "x.jsonl"], "usage: npm run eval"],
  ["a model that is not named", ["--gold", "x", "--homes", "y", "--out", "z", "--parser", "both"], "--parser both needs a language model: --model FILE.gguf"],
])("%s is told", (_, args, message) => {
  expect(run("eval.mjs", args)).toMatchObject({ code: 1, errors: expect.stringContaining(message) });
});

test("a line that is no line and a home that is not there are told with their place", () => {
  expect(run("eval.mjs", lay([{ id: 7 }]))).toMatchObject({ code: 1, errors: expect.stringContaining("gold.jsonl:1: expected a JSON object with id and text") });
  expect(run("eval.mjs", lay([{ id: "a", text: "b", home: "other.json" }]))).toMatchObject({ code: 1, errors: expect.stringContaining("other.json is not there: name the folder of the homes with --homes") });
});

test("without the shared sets eval:dev says loudly that nothing was measured", () => {
  expect(run("eval-dev.mjs", [], { SOTTO_SHARED: join(folder, "nowhere") })).toMatchObject({ code: 0, output: "", errors: expect.stringContaining("SKIPPED: npm run eval:dev measured NOTHING") });
});
