// Exact lines for a few sentences, on intents and a home of its own, so that new wordings elsewhere change nothing here.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeExplanation } from "../../src/daemon/explanation-text.ts";
import type { AreaId } from "../../src/home/home.ts";
import { explain } from "../../src/understand/explain.ts";
import { loadIntents } from "../../src/understand/load-intents.ts";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";

const folder = fileURLToPath(new URL("../../intents/en", import.meta.url));
const shared = readdirSync(folder).filter((name) => name.startsWith("_") && name !== "_lists.yaml").map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), "utf8") }));
const lists = `
kinds:
  - { kind: light, one: [light, lamp], many: [lights, lamps] }
  - { kind: lock, one: [lock, door], many: [locks, doors] }
  - { kind: cover, deviceClasses: [door, garage], one: [door], many: [doors] }
colors: { red: "#ff0000" }
states: { "on": { expect: "on", capability: onOff } }
quantities: { temperature: temperature }
options: { heating: heat }
numbers: { duration: { an hour: 3600 } }
`;
const intents = loadIntents([
  ...shared, { path: "_lists.yaml", text: lists },
  { path: "on_name.yaml", text: "command: { type: onOff.set, on: true, target: { name: name } }\nslots: { name: { list: name } }\nsentences: [\"turn on {name}\"]\n" },
  { path: "on_kind_area.yaml", text: "command: { type: onOff.set, on: true, target: { kind: kind, area: area } }\nslots: { kind: { list: kind, only: [light] }, area: { list: area } }\nsentences: [\"turn on [the] {area} {kind}\"]\n" },
  { path: "dim_name.yaml", text: "command: { type: brightness.set, brightnessPct: level, target: { name: name } }\nslots: { name: { list: name }, level: { range: [1, 100], unit: percent } }\nsentences: [\"dim {name} to {level}\"]\n" },
  { path: "lock_name.yaml", text: "command: { type: lock.set, locked: true, target: { name: name } }\nslots: { name: { list: name } }\nsentences: [\"lock {name}\"]\n" },
], "thorough");
const home = homeOf([
  testDevice("Kitchen Light", "light", { area: "Kitchen" }), testDevice("Counter", "light", { area: "Kitchen" }),
  testDevice("Bed Lamp", "light", { area: "Bedroom" }), testDevice("Lamp", "light", { id: "lamp_1", area: "Bedroom" }), testDevice("Lamp", "light", { id: "lamp_2", area: "Kitchen" }),
  testDevice("Front Door", "lock"),
], [testArea("Kitchen"), testArea("Bedroom")]);

async function linesOf(text: string, room?: string): Promise<readonly string[]> {
  const explanation = await explain(intents, text, { home, heardInAreaId: room as AreaId | undefined, signal: new AbortController().signal });
  return describeExplanation(explanation, home);
}

describe("an explanation", () => {
  it("of a room's lights tells why they are rather all than one", async () => {
    expect(await linesOf("Please turn on the kitchen lights!")).toEqual([
      "  heard      \"Please turn on the kitchen lights!\"",
      "  words      turn | on | the | kitchen | lights",
      "  found      \"on\" as state: on",
      "  found      \"kitchen lights\" as name: Kitchen Light (kitchen_light, otherNumber)",
      "  found      \"kitchen\" as area: Kitchen",
      "  found      \"lights\" as kind: light, several",
      "  part       \"turn on the kitchen lights\" is on_kind_area: turn on [the] {area} {kind}",
      "  slots      area = \"kitchen\" → Kitchen; kind = \"lights\" → light, several",
      "  how        sweep, 2 words in slots",
      "  command    turn on Kitchen Light, Counter, Lamp (group)",
      "  rather     on_name: turn on {name}, name = \"the kitchen lights\" → Kitchen Light; otherNumber is less sure than sweep",
    ]);
  });
  it("of two commands tells each", async () => {
    expect((await linesOf("lock the front door and dim the counter to 30%")).slice(2)).toEqual([
      "  found      \"lock\" as kind: lock",
      "  found      \"front\" as name: Front Door (front_door, loose)",
      "  found      \"front door\" as name: Front Door (front_door, exact)",
      "  found      \"door\" as kind: lock or cover door garage",
      "  found      \"counter\" as name: Counter (counter, exact)",
      "  found      \"30 percent\" as number: 30",
      "  part       \"lock the front door\" is lock_name: lock {name}",
      "  slots      name = \"the front door\" → Front Door",
      "  how        exact, 3 words in slots",
      "  command    lock Front Door (named)",
      "  part       \"dim the counter to 30 percent\" is dim_name: dim {name} to {level}",
      "  slots      name = \"the counter\" → Counter; level = \"30 percent\" → 30",
      "  how        exact, 4 words in slots",
      "  command    brightness 30 % Counter (named)",
    ]);
  });
  it("of two of one name tells both", async () => {
    expect((await linesOf("turn on the lamp")).slice(3)).toEqual([
      "  found      \"lamp\" as name: Lamp (lamp_1, exact), Lamp (lamp_2, exact)",
      "  found      \"lamp\" as kind: light",
      "  part       \"turn on the lamp\" fits templates, and yet gives no command",
      "  not        on_name: turn on {name}, name = \"the lamp\" → Lamp or Lamp; ambiguousName: Lamp: Bedroom Lamp | Kitchen Lamp",
      "  nothing    ambiguousName: Lamp (Bedroom Lamp | Kitchen Lamp)",
    ]);
  });
  it("of a value that is out of range tells so", async () => {
    expect((await linesOf("dim the counter to 0")).slice(4)).toEqual([
      "  part       \"dim the counter to 0\" fits templates, and yet gives no command",
      "  not        dim_name: dim {name} to {level}, name = \"the counter\" → Counter; level = \"0\" → 0; outOfRange: Counter",
      "  nothing    outOfRange: Counter",
    ]);
  });
  it("of a word that nobody knows tells the word, and how far the templates came", async () => {
    expect((await linesOf("dim the frobnicator to 30 percent")).slice(2)).toEqual([
      "  found      \"30 percent\" as number: 30",
      "  nothing    unknownName: frobnicator",
      "  unknown    \"frobnicator\"",
      "  reach      templates follow 1 word, then want {name}",
      "  nearest    dim_name: dim {name} to {level}",
    ]);
  });
  it("of other talk tells that nothing begins like it", async () => {
    expect((await linesOf("how about dinner")).slice(2)).toEqual([
      "  nothing    noMatch",
      "  unknown    \"how\", \"about\", \"dinner\"",
      "  reach      no template begins like \"how about dinner\"",
    ]);
  });
  it("of no words is short", async () => {
    expect(await linesOf("")).toEqual(["  heard      \"\"", "  words      none", "  nothing    noMatch"]);
  });
  it("of a text that is too long says that", async () => {
    expect(await linesOf("x ".repeat(400))).toEqual([`  heard      "${"x ".repeat(100)}…"`, "  words      too long to be a command", "  nothing    noMatch"]);
  });
});
