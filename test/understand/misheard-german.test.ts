import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Home } from "../../src/home/home.ts";
import { readIntents } from "../../src/understand/load-intents.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { summary } from "./english.ts";

const german = await readIntents(fileURLToPath(new URL("../../intents/de", import.meta.url)));
const parser = createTemplateParser(german);
/** Whether one device was named or is the only one of its kind there is the sentence's business, not the ear's. */
const says = async (text: string, home: Home) => summary(await parser(text, { home, heardInAreaId: undefined, signal: new AbortController().signal })).replace(/ \((group|named)\)/g, "");

const home = homeOf([
  testDevice("Deckenlampe", "light", { area: "Wohnzimmer", id: "decke" }), testDevice("Küchenlampe", "light", { area: "Küche", id: "kueche" }), testDevice("Stehlampe", "light", { area: "Schlafzimmer", id: "steh" }),
  testDevice("Schreibtischlampe", "light", { area: "Arbeitszimmer", id: "schreibtisch" }), testDevice("Rollladen", "cover", { area: "Küche", id: "rollladen", deviceClass: "shutter" }), testDevice("Haustür", "lock", { id: "haustuer" }),
], ["Wohnzimmer", "Küche", "Schlafzimmer", "Arbeitszimmer"].map((name) => testArea(name)));

describe("a German compound", () => {
  test.each([
    ["schalte das Wohnzimmerlicht ein", "onOff.set on=true: decke"],
    ["schalte das Küchenlicht aus", "onOff.set on=false: kueche"],
    ["schalte die Küchen Lampe ein", "onOff.set on=true: kueche"],
    ["schalte das Licht im Wohn Zimmer aus", "onOff.set on=false: decke"],
    ["schalte die Lampe am Schreibtisch ein", "onOff.set on=true: schreibtisch"],
    ["mach das Wonzimmerlicht an", "onOff.set on=true: decke"],
  ])("is found by its parts: %s", async (text, expected) => { expect(await says(text, home)).toBe(expected); });
  test.each(["schalte die Kellerlampe ein", "schalte das Kellerlicht ein"])("of a room that is not there is no other: %s", async (text) => {
    const result = await parser(text, { home, heardInAreaId: undefined, signal: new AbortController().signal });
    expect(result).toMatchObject({ kind: "notUnderstood", reason: "unknownName" });
  });
});

describe("a German name that was misheard", () => {
  test.each([
    ["schalte die Steelampe ein", "onOff.set on=true: steh"],
    ["schalte das Licht im Schlafzimma ein", "onOff.set on=true: steh"],
    ["schalte das Licht im Arbeitszimer ein", "onOff.set on=true: schreibtisch"],
    ["fahre den Roladen hoch", "opening.set open=true: rollladen"],
    ["schalte die Kuechenlampe ein", "onOff.set on=true: kueche"],
  ])("is found: %s", async (text, expected) => { expect(await says(text, home)).toBe(expected); });
  test("in fifty mishearings of rooms and things: most are found, others asked after, none is wrong", async () => {
    const names: readonly (readonly [string, readonly string[]])[] = [
      ["Wohnzimmer", ["Wonzimmer", "Wohn Zimmer", "Wohnzima", "Vohnzimmer"]], ["Kinderzimmer", ["Kinda Zimmer", "Kinderzimer", "Kinterzimmer"]], ["Gästezimmer", ["Gestezimmer", "Gäste Zimmer", "Gaestezimmer"]], ["Badezimmer", ["Bade Zimmer", "Badezimer", "Padezimmer"]],
      ["Flur", ["Fluhr", "Flua"]], ["Diele", ["Dile", "Dihle"]], ["Terrasse", ["Terasse", "Terrase", "Therasse"]], ["Balkon", ["Balkong", "Ballkon", "Balcon"]], ["Werkstatt", ["Werkstadt", "Werk Statt", "Wergstatt"]], ["Garage", ["Garasche", "Karage", "Garaasche"]],
      ["Kronleuchter", ["Kronläuchter", "Kron Leuchter", "Gronleuchter"]], ["Stehlampe", ["Stelampe", "Steh Lampe", "Stehlampä"]], ["Aquarium", ["Akwarium", "Aquarium", "Aquarjum"]], ["Kamin", ["Kammin", "Kamien"]], ["Ventilator", ["Fentilator", "Ventilatoor", "Wentilator"]],
      ["Weihnachtsbaum", ["Weinachtsbaum", "Weihnachts Baum", "Weihnachtsbaun"]], ["Kaffeemaschine", ["Kaffeemaschiene", "Kaffee Maschine", "Kafeemaschine"]], ["Vitrine", ["Fitrine", "Vitriene", "Witrine"]],
    ];
    const house = homeOf(names.map(([name]) => testDevice(name, "switch", { id: name })), []);
    const counts: Record<string, number> = {};
    for (const [name, heard] of names) {
      for (const said of heard) {
        const result = await parser(`schalte ${said} ein`, { home: house, heardInAreaId: undefined, signal: new AbortController().signal });
        const outcome = result.kind === "commands" ? summary(result) === `onOff.set on=true: ${name} (named)` ? "found" : `wrong: ${said}` : result.reason !== "ambiguousName" ? "unknown" : result.candidates?.includes(name) === true ? "asked" : `asked wrongly: ${said}`;
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
    }
    const { found = 0, asked = 0, unknown = 0, ...wrong } = counts;
    expect(wrong).toEqual({});
    expect([found + asked + unknown, found >= 47]).toEqual([52, true]);
  });
});
