import { describe, expect, test } from "vitest";
import type { Home } from "../../src/home/home.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { vocabularyOf } from "../../src/understand/vocabulary.ts";
import { homeOf, testArea, testDevice, testHome } from "../fixtures/home.ts";
import { english, parse, summary } from "./english.ts";

async function says(text: string, home: Home, heardIn?: string): Promise<string> {
  return summary(await parse(text, heardIn, home));
}

describe("names", () => {
  const twins = homeOf([testDevice("Lamp", "light", { id: "a", area: "Den" }), testDevice("Lamp", "light", { id: "b", area: "Loft" }), testDevice("Thermostat", "climate", { id: "t" }), testDevice("Loft Thermostat", "climate", { id: "lt", area: "Loft" })], [testArea("Den"), testArea("Loft")]);

  test("two devices of one name are told apart by the room heard in", async () => {
    expect(await says("turn on the lamp", twins, "loft")).toBe("onOff.set on=true: b (named)");
  });
  test("two devices of one name are told apart by the room said", async () => {
    expect(await says("turn on the den lamp", twins, "loft")).toBe("onOff.set on=true: a (named)");
  });
  test("two devices of one name are otherwise ambiguous", async () => {
    expect(await says("turn on the lamp", twins)).toBe("ambiguousName: Lamp: Den Lamp | Loft Lamp");
  });
  test("a room's own device goes before one elsewhere that has the very name", async () => {
    expect(await says("set the thermostat to 20", twins, "loft")).toBe("setpoint.set temperatureC=20: lt (named)");
  });
  test("a name without its room's name counts only in that room", async () => {
    const home = homeOf([testDevice("Loft Lantern", "light", { id: "l", area: "Loft" })], [testArea("Loft"), testArea("Den")]);
    expect([await says("turn on the lantern", home, "loft"), await says("turn on the lantern", home, "den"), await says("turn on the lantern", home)]).toEqual(["onOff.set on=true: l (named)", "unknownName: lantern", "unknownName: lantern"]);
  });
  test("an alias, an article and the plural find the device", async () => {
    const home = homeOf([testDevice("The Old Lantern", "light", { id: "l", aliases: ["Grandpa"] })], []);
    expect(await Promise.all(["turn on old lanterns", "turn on grandpa", "turn on my old lantern"].map((text) => says(text, home)))).toEqual(Array(3).fill("onOff.set on=true: l (named)"));
  });
  test("a lock and a sensor of one name are told apart by what they can do", async () => {
    const home = homeOf([testDevice("Porch", "lock", { id: "lock" }), testDevice("Porch", "light", { id: "light" })], []);
    expect([await says("lock the porch", home), await says("turn on the porch", home)]).toEqual(["lock.set locked=true: lock (named)", "onOff.set on=true: light (named)"]);
  });
  test("number words in a name are digits in both", async () => {
    const home = homeOf([testDevice("Lamp Two", "light", { id: "l" })], []);
    expect([await says("turn on lamp 2", home), await says("set lamp two to thirty percent", home)]).toEqual(["onOff.set on=true: l (named)", "brightness.set brightnessPct=30: l (named)"]);
  });
  test.each([["Adam's Lamp", "Spot"], ["Adams Lamp", "Spot"], ["Adam’s Lamp", "Spot"], ["Spot", "Kids Lamp"]])("%s is found with and without its apostrophe", async (name, other) => {
    const home = homeOf([testDevice(name, "light", { id: "adam" }), testDevice(other, "light", { id: "other" })], []);
    const id = name === "Spot" ? "other" : "adam";
    for (const said of name === "Spot" ? ["kid's lamp", "kids lamp"] : ["adam's lamp", "adams lamp"]) expect(summary(await parse(`turn on ${said}`, undefined, home))).toBe(`onOff.set on=true: ${id} (named)`);
  });

  test("a cover without a class is no blind unless its name says so", async () => {
    const home = homeOf([testDevice("Big Door", "cover", { id: "gate", area: "Den" }), testDevice("South Blind", "cover", { id: "blind", area: "Den" })], [testArea("Den")]);
    expect(await says("open the blinds", home, "den")).toBe("opening.set open=true: blind (group)");
  });
  test("rooms of one name are ambiguous", async () => {
    const home = homeOf([testDevice("Spot", "light", { area: "Den" })], [testArea("Den"), { ...testArea("Den"), id: "den2" as never }]);
    expect(await says("turn on the den lights", home)).toContain("ambiguousName");
  });
});

describe("snapshots", () => {
  test("a device that was renamed or moved is found as it is now, and no longer as it was", async () => {
    const before = homeOf([testDevice("Den Spot", "light", { id: "s", area: "Den" })], [testArea("Den"), testArea("Loft")]);
    const [spot] = before.devices.values();
    const after = homeOf([{ ...(spot as NonNullable<typeof spot>), areaId: testArea("Loft").id }], [testArea("Den"), testArea("Loft")]);
    const renamed = homeOf([...before.devices.values()], [{ ...testArea("Den"), name: "Study" }]);
    expect([await says("turn on the spot", before, "den"), await says("turn on the spot", after, "den"), await says("turn on the spot", renamed, "den"), await says("turn on the study lights", renamed)])
      .toEqual(["onOff.set on=true: s (named)", "unknownName: spot", "unknownName: spot", "onOff.set on=true: s (group)"]);
  });
});

describe("groups", () => {
  test("everything that is turned off is lights, switches and fans only", async () => {
    const result = await parse("turn off everything");
    const kinds = result.kind === "commands" ? result.commands.flatMap(({ deviceIds }) => deviceIds.map((id) => testHome.devices.get(id)?.kind)) : [];
    expect([...new Set(kinds)].sort()).toEqual(["fan", "light", "switch"]);
  });
  test("the only room with lights is meant when no room is known", async () => {
    const home = homeOf([testDevice("A", "light", { area: "Den" }), testDevice("B", "light", { area: "Den" })], [testArea("Den")]);
    expect(await says("turn on the lights", home)).toBe("onOff.set on=true: a, b (group)");
  });
  test("a room without lights does not reach for those of another", async () => {
    const home = homeOf([testDevice("A", "light", { area: "Den" })], [testArea("Den"), testArea("Loft")]);
    expect(await says("turn on the lights", home, "loft")).toBe("unknownName: Loft lights");
  });
  test("the only thermostat of the house is meant from any room", async () => {
    const home = homeOf([testDevice("Heat", "climate", { id: "h", area: "Den" })], [testArea("Den"), testArea("Loft")]);
    expect(await says("set the temperature to 19", home, "loft")).toBe("setpoint.set temperatureC=19: h (named)");
  });
  test("a device that is named in the singular and alone of its kind is named", async () => {
    const home = homeOf([testDevice("Irrigation", "valve", { id: "v", area: "Yard" })], [testArea("Yard")]);
    expect([await says("close the yard valve", home), await says("close the yard valves", home)]).toEqual(["opening.set open=false: v (named)", "opening.set open=false: v (group)"]);
  });
});

describe("hostile homes", () => {
  const names = ["\"}; drop", "$(reboot)", "#/+", ".*", "(a+)+$", "", "   ", "🦄", "x".repeat(10_000), "word ".repeat(2_000), "__proto__", "constructor", "{name}", "<on>", "the", "a", "and", "\u202Eevil", "\u0000"];
  const home = homeOf([...names.map((name, index) => testDevice(name, "light", { id: `d${index}`, area: name })), testDevice("Desk Lamp", "light")], names.map((name, index) => ({ ...testArea(name, [name]), id: `a${index}` as never })));

  test("a plain name is still found", async () => {
    expect(await says("turn on the desk lamp", home)).toBe("onOff.set on=true: desk_lamp (named)");
  });
  test.each(["turn on", "turn on the", "turn on a", "turn on and", "turn on x", "turn on {name}", "turn on $", "turn on 🦄", "turn on #/+", "<on> desk lamp", "turn on the lights in"])("%s matches none of them by accident", async (text) => {
    const result = await parse(text, undefined, home);
    const harmless = result.kind === "notUnderstood" || result.commands.every(({ deviceIds }) => deviceIds.every((id) => ["d14", "d15", "d16", "d12", "d13"].includes(id)));
    expect({ text, result: summary(result), harmless }).toMatchObject({ harmless: true });
  });
  test("a name can be said by its letters alone", async () => {
    expect(await says("turn on reboot", home)).toBe("onOff.set on=true: d1 (named)");
  });
  test("five hundred devices of one name are ambiguous, and only some are told", async () => {
    const same = homeOf(Array.from({ length: 500 }, (_, index) => testDevice("Lamp", "light", { id: `l${index}` })), []);
    const result = await parse("turn on the lamp", undefined, same);
    expect(result).toMatchObject({ kind: "notUnderstood", reason: "ambiguousName", candidates: ["Lamp"] });
  });
});

describe("hostile text", () => {
  const texts = ["", " ", "a".repeat(1_000_000), "turn on the desk lamp and ".repeat(50_000), "and ".repeat(70), "the ".repeat(79), "turn on ".repeat(40), "kitchen light and ".repeat(26), "🦄".repeat(300), "\u0000\u0001\uFFFF", "\uD800", "\u202E\u0301".repeat(200), "((((((((", "{name} {area}", "__proto__", "turn on __proto__"];
  test.each(texts.map((text) => [text.slice(0, 30), text] as const))("%j is not understood", async (_start, text) => {
    expect((await parse(text)).kind).toBe("notUnderstood");
  });
  test("what was heard is told back shortened", async () => {
    const result = await parse("b".repeat(100_000));
    expect(result.kind === "notUnderstood" ? result.heard.length : 0).toBe(201);
  });
  test("an aborted signal stops it", async () => {
    const parser = createTemplateParser(english);
    await expect(parser("turn on the desk lamp", { home: testHome, heardInAreaId: undefined, signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
  });
});

describe("vocabularyOf", () => {
  test("names of devices come first, then areas, then verbs, each once", () => {
    const words = vocabularyOf(english, testHome);
    expect([words[0], words.indexOf("Movie Night") < words.indexOf("Kitchen"), words.indexOf("lounge") < words.indexOf("turn on"), new Set(words).size === words.length]).toEqual(["Kitchen Light", true, true, true]);
  });
  test("names that cannot be said are left out", () => {
    const home = homeOf([testDevice("#/+", "light"), testDevice("x".repeat(100), "light"), testDevice("a\nb", "light")], []);
    expect(vocabularyOf(english, home).slice(0, 2)).toEqual(["a b", "turn on"]);
  });
});
