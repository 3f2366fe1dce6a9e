// Which devices are guarded, by kind, class and name.
import { describe, expect, it } from "vitest";
import { groupsOf } from "../../src/decide/guard-groups.ts";
import type { Device, DeviceId, DeviceKind } from "../../src/home/home.ts";

function groups(name: string, kind: DeviceKind, deviceClass = "", aliases: readonly string[] = []): string {
  const device: Device = { id: "d" as DeviceId, name, aliases, areaId: undefined, kind, deviceClass, capabilities: [], binding: { adapter: "endpoints", endpoints: [], availability: { topics: [], mode: "latest" } } };
  return groupsOf(device).join();
}

describe("a switch, a button or a scene whose name opens an entrance", () => {
  const names = [
    "Gate", "Driveway gate", "Front gates", "gate1", "gate_relay", "GATE", "drivewayGate", "Garage", "Garage 2", "Garage left", "Garage relay", "Garage door", "GarageDoor", "garage-door-opener", "Open garage", "Front door", "Door buzzer", "Intercom",
    "Tor", "Hoftor", "Einfahrtstor", "Garagentor", "Garage öffnen", "Haustür", "Haustu\u0308r", "Haustuer", "HAUSTÜR", "Türöffner", "Wohnungstür", "Toröffner",
    "门", "門", "大门", "前門", "车库", "車庫", "车库门", "打开车库", "开门", "ガレージ", "玄関ドア", "현관문", "Portail", "Porte d'entrée", "Puerta principal", "Portón", "Cancello", "Portone", "Voordeur", "Poort", "Brama", "Дверь", "Ворота", "Гараж",
  ];
  it.each(names)("%s", (name) => {
    for (const kind of ["switch", "button", "scene"] as const) expect(groups(name, kind)).toContain("entrance");
  });
});

describe("a name that is written so as not to be seen", () => {
  it.each([
    ["a Cyrillic letter", "Gаte"], ["a Greek letter", "Dοor"], ["wide letters", "Ｇａｔｅ"], ["mathematical letters", "𝐆𝐚𝐭𝐞"], ["circled letters", "ⓖⓐⓣⓔ"], ["a zero-width space", "Ga\u200Bte"], ["a soft hyphen", "Ga\u00ADte"],
    ["a zero-width joiner", "Do\u200Dor"], ["a direction mark", "\u202EGate"], ["accents", "Gàtè"], ["a combining joiner", "Ga\u034Fte"], ["capitals in between", "gAtE"], ["dots", "front.gate"], ["a variation selector", "Gate\uFE0F"], ["an emoji", "🚪Gate🚪"],
    ["a compatibility sign", "\u2F8B车库"], ["a tag character", "Gate\u{E0001}"], ["a hundred spaces", `${" ".repeat(100)}Gate`],
  ])("is read: %s", (_what, name) => {
    expect(groups(name, "switch")).toBe("entrance");
  });
});

describe("a switch that merely hangs at an entrance", () => {
  it.each(["Gate light", "Garage lamp", "Garage heater", "Garage freezer", "Garage radio", "Front door lamp", "Doorbell", "Outdoor socket", "Indoor fan", "Hoftor Licht", "Torlampe", "Türklingel", "Motor", "Ventilator", "Monitor", "Natur", "Temperatur", "车库灯", "門燈", "门铃", "Navigate", "Irrigation", "Coffee machine", "", "🚪", "123"])("is not guarded: %j", (name) => {
    expect(groups(name, "switch")).toBe("");
  });
});

describe("a cover", () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ["Anything", "garage", "entrance"], ["Anything", "gate", "entrance"], ["Anything", "door", "entrance"], ["Garage door", "blind", ""], ["Anything", "blind", ""], ["Balcony door", "curtain", ""],
    ["Old garage", "", "entrance"], ["Garagentor", "", "entrance"], ["车库", "", "entrance"], ["Patio door", "", "entrance"], ["Bedroom", "", ""], ["Rollladen", "", ""],
    ["Patio door", "shutter", ""], ["Terrassentür", "shutter", ""], ["Garage", "shutter", "entrance"], ["Rolltor", "shutter", "entrance"], ["Gate", "something new", "entrance"],
  ];
  it.each(rows)("%s of class %j is guarded as %j", (name, deviceClass, expected) => {
    expect(groups(name, "cover", deviceClass)).toBe(expected);
  });
});

describe("other devices", () => {
  const rows: readonly (readonly [string, DeviceKind, string])[] = [
    ["Bedroom", "lock", "unlock"], ["Front door lock", "switch", "entrance,unlock"], ["Unlock everything", "scene", "unlock"], ["Türschloss", "switch", "unlock"], ["门锁", "switch", "unlock,entrance"], ["Child lock", "switch", ""], ["Kindersicherung", "switch", ""], ["Keypad lock", "switch", ""],
    ["Garden", "valve", "valve"], ["Water valve", "switch", "valve"], ["Hauptventil", "switch", "valve"], ["水阀", "switch", "valve"], ["Radiator valve", "number", ""], ["Ventilator", "switch", ""],
    ["Hall", "siren", "siren"], ["Outdoor siren", "switch", "siren"], ["Sirene", "scene", "siren"], ["House", "alarm", "disarm"], ["Disarm", "button", "disarm"], ["Alarm system", "switch", "disarm"], ["Alarmanlage", "switch", "disarm"], ["撤防", "scene", "disarm"], ["Alarm clock", "switch", ""],
    ["Garage", "light", ""], ["Gate", "light", ""], ["Garage door opener", "light", "entrance"], ["Garage", "fan", ""], ["Front door", "binarySensor", ""], ["Gate", "sensor", ""], ["Front door", "event", ""], ["Gate mode", "select", "entrance"],
  ];
  it.each(rows)("%s, a %s, is guarded as %j", (name, kind, expected) => {
    expect(groups(name, kind).split(",").sort()).toEqual(expected.split(",").sort());
  });
  it("are known by their aliases too: a new name hides nothing", () => {
    expect(groups("Thing", "switch", "", ["Driveway gate"])).toBe("entrance");
  });
  it("with endless names are looked at quickly", () => {
    const startMs = performance.now();
    for (let index = 0; index < 200; index++) groups(`${"ä門Gа".repeat(25_000)}${index}`, "switch");
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});
