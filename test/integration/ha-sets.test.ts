// Home Assistant's sentence tests in both of their layouts → gold lines, on a checkout made for the test.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bench/ha-sets.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sotto-ha-sets-"));
afterAll(() => { rmSync(folder, { recursive: true }); });

const files: Readonly<Record<string, string>> = {
  "intents.yaml": `
HassTurnOn: { slot_combinations: { area_domain: { slots: [area, domain], inferred_domains: { required: [light] } }, domain_only: { slots: [domain], context_area: true, inferred_domains: { required: [light] } } } }
HassGetState: { slot_combinations: { domain_state: { slots: [domain, state], inferred_domains: { complete: [light, lock] } } } }
`,
  "tests/xx/HassTurnOn/area_domain.yaml": `
areas: [{ name: Kuk }]
entities: [{ name: Lom, domain: light, area: Kuk }, { name: Fen, domain: fan, area: Kuk }]
tests: [{ sentences: [lom an kuk, kuk lom], slots: { area: Kuk, domain: light } }]
`,
  "tests/xx/HassTurnOn/domain_only.yaml": `
areas: [{ name: Kuk, context_area: true }]
tests: [{ sentences: [lom an], slots: { domain: light } }]
`,
  "tests/xx/HassGetState/domain_state.yaml": `
entities: [{ name: Dor, domain: lock }]
tests: [{ sentences: [dor zak], slots: { state: locked }, response: "Ya, Dor" }]
`,
  "tests/xx/HassRespond/default.yaml": "tests: [{ sentences: [hala] }]",
  "tests/xx/_fixtures.yaml": `
areas: [{ name: "Sal[s]", id: sal }]
entities: [{ name: "Lom[s]", id: light.lom, area: sal }]
`,
  "tests/xx/light_HassLightSet.yaml": "tests: [{ sentences: [lom 20], intent: { name: HassLightSet, slots: { name: Lom, brightness: 20 } } }]",
  "tests/xx/homeassistant_HassStartTimer.yaml": "tests: [{ sentences: [tim 5], intent: { name: HassStartTimer, slots: { minutes: 5 } } }]",
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

type Line = { readonly text: string; readonly home: string; readonly satellite_area: string | null; readonly gold: readonly Readonly<Record<string, unknown>>[] };

function linesOf(name: string, ...options: readonly string[]): readonly Line[] {
  const run = spawnSync(process.execPath, [program, "--checkout", folder, "--language", "xx", "--out", join(folder, "out"), ...options], { encoding: "utf8" });
  expect(run.status, run.stderr).toBe(0);
  return readFileSync(join(folder, "out", name), "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Line);
}

test("a sentence becomes a line with what is to be done and the devices it goes to", () => {
  const gold = Object.fromEntries(linesOf("ha_xx.jsonl").map((line) => [line.text, line.gold[0]]));
  expect(gold["lom an kuk"]).toEqual({ action: "turn_on", domain: "light", area: "Kuk", name: null, attribute: null, value: null, targets: ["light.lom"] });
  expect(gold["lom 20"]).toEqual({ action: "set", domain: "light", area: null, name: "Lom", attribute: "brightness", value: 20, targets: ["light.lom"] });
  expect(gold["tim 5"]).toEqual({ action: "start", domain: "timer", area: null, name: null, attribute: "duration", value: { minutes: 5 }, targets: [] });
});

test("the kind of devices that is asked after is told by the state or by the answer", () => {
  expect(linesOf("ha_xx.jsonl").find(({ text }) => text === "dor zak")?.gold).toEqual([{ action: "query", domain: "lock", area: null, name: null, attribute: "state", value: "locked", targets: ["lock.dor"] }]);
});

test("where a test names a room and gives no device in it, the home gets one", () => {
  const line = linesOf("ha_xx.jsonl").find(({ text }) => text === "lom an");
  const home = JSON.parse(readFileSync(join(folder, "out", "homes", line?.home ?? ""), "utf8")) as { readonly entities: readonly { readonly id: string; readonly area: string }[] };
  expect(line?.satellite_area).toBe("Kuk");
  expect(home.entities.map(({ id, area }) => ({ id, area }))).toEqual([{ id: line?.gold[0]?.["targets"]?.toString(), area: "Kuk" }]);
});

test("other talk has its own file, and no command", () => {
  expect(linesOf("ha_xx_other.jsonl").map(({ text, gold }) => ({ text, gold }))).toEqual([{ text: "hala", gold: [] }]);
});

test("the halves are the whole, and share no line", () => {
  const texts = (half: string) => linesOf(`ha_xx.${half}.jsonl`, "--half", half).map(({ text }) => text);
  expect([...texts("a"), ...texts("b")].sort()).toEqual(linesOf("ha_xx.jsonl").map(({ text }) => text).sort());
});
