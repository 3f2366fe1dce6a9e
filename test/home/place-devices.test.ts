// Names, rooms and what is laid over them; and that a home kept up to date is the one that would be made anew.
import { describe, expect, test } from "vitest";
import { slugOf } from "../../src/home/config-values.ts";
import { type DeviceOverlay, type HomeOverlay, noOverlay } from "../../src/home/home-overlay.ts";
import type { DeviceDraft, HomeSource } from "../../src/home/home-source.ts";
import { createHomeTracker, type HomeTracker } from "../../src/home/home-tracker.ts";
import type { Capability, Device, DeviceId, DeviceSource, Home } from "../../src/home/home.ts";
import { nothingPlaced, placeDevices } from "../../src/home/place-devices.ts";
import { pickFrom, seededRandom } from "../fakes/seeded-random.ts";

type Sketch = { readonly name?: string; readonly deviceName?: string; readonly area?: string; readonly readOnly?: boolean; readonly hardware?: string; readonly aliases?: readonly string[] };

function draft(id: string, { name, deviceName, area, readOnly = false, hardware, aliases }: Sketch): DeviceDraft {
  const capabilities: readonly Capability[] = readOnly ? [{ kind: "reading", quantity: "", unit: undefined }] : [{ kind: "onOff" }];
  return {
    device: { id: id as DeviceId, kind: readOnly ? "sensor" : "switch", deviceClass: "", capabilities, binding: { adapter: "endpoints", endpoints: [], availability: { topics: [], mode: "all" } } },
    name, deviceName, hardwareIds: hardware === undefined ? [] : [hardware], topic: `announced/${id}`,
    area: area === undefined ? undefined : { name: area, from: "announced" },
    ...(aliases === undefined ? {} : { aliases }),
  };
}

/** Announced by no protocol: a test puts drafts in and takes them out. */
function fakeSource(name: DeviceSource) {
  const held = new Map<string, DeviceDraft>();
  const claimed = new Set<string>();
  const source: HomeSource = { name, filters: [], receive: () => ({ changed: true }), drafts: () => held.values(), claims: () => claimed };
  return { source, held, claimed };
}

/** Something has changed in a source. */
const touch = (tracker: HomeTracker, source: HomeSource) => tracker.receive(source, { topic: "", payload: "", retained: false });
function homeOf(sources: readonly ReturnType<typeof fakeSource>[], laid: HomeOverlay): Home {
  const tracker = createHomeTracker(sources.map(({ source }) => source), laid);
  for (const { source } of sources) touch(tracker, source);
  return tracker.home();
}

const overlay = (devices: Readonly<Record<string, DeviceOverlay>>, more: Partial<HomeOverlay> = {}): HomeOverlay => ({ ...noOverlay, devices: new Map(Object.entries(devices)), ...more });
function placed(drafts: readonly DeviceDraft[], laid: HomeOverlay = noOverlay): Home {
  return placeDevices(drafts.map((one) => ({ draft: one, source: "discovery" as const })), laid, nothingPlaced()).home;
}
const brief = (home: Home) => [...home.devices.values()].map(({ id, name, areaId, aliases }) => [id, name, areaId, aliases.join()]);

describe("what home.yaml lays down", () => {
  const lamp = draft("light.1", { name: "Kitchen lamp" });
  test.each<[string, Readonly<Record<string, DeviceOverlay>>]>([["id", { "light.1": { name: "Big one" } }], ["topic", { "announced/light.1": { name: "Big one" } }], ["name", { kitchen_lamp: { name: "Big one" } }]])("finds a device by its %s", (_, devices) => {
    expect(brief(placed([lamp], overlay(devices)))).toEqual([["light.1", "Big one", "kitchen", "Kitchen lamp"]]);
  });
  test("finds it by its id before its topic before its name", () => {
    const all = { kitchen_lamp: { name: "C" }, "announced/light.1": { name: "B" }, "light.1": { name: "A" } };
    expect(placed([lamp], overlay(all)).devices.get("light.1" as DeviceId)?.name).toBe("A");
    expect(placed([lamp], overlay({ kitchen_lamp: all.kitchen_lamp, "announced/light.1": all["announced/light.1"] })).devices.get("light.1" as DeviceId)?.name).toBe("B");
  });
  test("finds it by its name still when another device of that name comes", () => {
    const both = [draft("a", { name: "Temperature", deviceName: "Attic" }), draft("b", { name: "Temperature", deviceName: "Cellar" })];
    expect(brief(placed(both, overlay({ attic_temperature: { name: "Roof" } })))).toEqual([["a", "Roof", "attic", "Attic Temperature,Attic"], ["b", "Cellar Temperature", "cellar", "Cellar"]]);
  });
  test("puts a device into another room, or into none", () => {
    expect(placed([lamp], overlay({ "light.1": { area: "Hall" } })).devices.get("light.1" as DeviceId)).toMatchObject({ areaId: "hall", facts: { areaFrom: "home.yaml" } });
    expect(placed([lamp], overlay({ "light.1": { area: null } }))).toMatchObject({ areas: new Map() });
  });
  test("names a room in other words, which devices may announce", () => {
    const home = placed([draft("a", { name: "A", area: "Lounge" }), draft("b", { name: "Parlour lamp" })], overlay({}, { floors: [{ name: "Ground floor", aliases: ["downstairs"] }], areas: [{ name: "Living room", aliases: ["lounge", "parlour"], floor: "Ground floor" }] }));
    expect(brief(home).map(([, , area]) => area)).toEqual(["living_room", "living_room"]);
    expect([...home.areas.values()]).toEqual([{ id: "living_room", name: "Living room", aliases: ["lounge", "parlour"], floorId: "ground_floor" }]);
    expect([...home.floors?.values() ?? []]).toEqual([{ id: "ground_floor", name: "Ground floor", aliases: ["downstairs"] }]);
  });
  test("hides a device, which then takes no name from others", () => {
    const twins = [draft("a", { name: "Lamp", deviceName: "Desk" }), draft("b", { name: "Lamp", deviceName: "Copy" })];
    expect(brief(placed(twins)).map(([, name]) => name)).toEqual(["Desk Lamp", "Copy Lamp"]);
    expect(brief(placed(twins, overlay({ b: { hidden: true } }))).map(([, name]) => name)).toEqual(["Lamp"]);
  });
  test("says who may command it, over what the device's own draft says", () => {
    expect(placed([{ ...lamp, rules: { guard: "none" } }], overlay({ "light.1": { rules: { guard: "pin", neverByVoice: true } } })).devices.get("light.1" as DeviceId)?.rules).toEqual({ guard: "pin", neverByVoice: true });
  });
  test("that no device has taken up is known, and what is hidden too", () => {
    const { source, held } = fakeSource("discovery");
    held.set("a", lamp).set("b", draft("b", { name: "Old" }));
    const [unused, used, hidden] = [{ name: "X" }, { name: "Y" }, { hidden: true }];
    const tracker = createHomeTracker([source], overlay({ nothing: unused, kitchen_lamp: used, b: hidden }));
    expect(tracker.unmatched()).toEqual([unused]);
    expect(tracker.hidden().map(({ id }) => id)).toEqual(["b"]);
    tracker.layOver(noOverlay);
    expect([tracker.unmatched(), tracker.hidden()]).toEqual([[], []]);
    expect(tracker.home().devices.get("b" as DeviceId)?.name).toBe("Old");
  });
});

describe("a change", () => {
  const many = Array.from({ length: 50 }, (_, index) => draft(`d${index}`, { name: `Lamp ${index}`, area: index % 2 === 0 ? "Hall" : "Kitchen" }));
  const tracked = () => {
    const fake = fakeSource("discovery");
    for (const one of many) fake.held.set(one.device.id, one);
    const tracker = createHomeTracker([fake.source]);
    touch(tracker, fake.source);
    return { ...fake, tracker };
  };
  test("leaves all other devices and the rooms the same objects", () => {
    const { held, source, tracker } = tracked();
    const before = tracker.home();
    held.set("d7", draft("d7", { name: "Other", area: "Kitchen" }));
    touch(tracker, source);
    const now = tracker.home();
    expect([...now.devices.values()].filter((device) => before.devices.get(device.id) !== device).map(({ id }) => id)).toEqual(["d7"]);
    expect(now.areas).toBe(before.areas);
  });
  test("of home.yaml that says the same leaves every device the same object", () => {
    const { tracker } = tracked();
    const laid = () => overlay({ d1: { name: "Mine", rules: { guard: "pin" } } }, { areas: [{ name: "Hall", aliases: ["corridor"], floor: undefined }] });
    tracker.layOver(laid());
    const before = tracker.home();
    tracker.layOver(laid());
    const now = tracker.home();
    expect([...now.devices.values()].every((device) => before.devices.get(device.id) === device)).toBe(true);
    expect(now.areas).toBe(before.areas);
  });
});

/** Words that collide: short names, rooms that are in names, and the same words for different things. */
/** "": none. */
const names = ["", "Lamp", "Temperature", "Kitchen lamp", "Sauna heater", "kitchen LAMP", "Hall lamp in the garage", "Desk"];
const deviceNames = ["", "Desk", "Kitchen", "Attic sensor", "Lamp"];
const areaNames = ["", "", "Kitchen", "kitchen", "Sauna", "Garage", "Lounge"];
const overlays: readonly DeviceOverlay[] = [{ name: "Lamp" }, { name: "Own" }, { area: "Sauna" }, { area: null }, { hidden: true }, { aliases: ["Desk"] }, { rules: { guard: "pin" } }];

type World = { readonly sources: readonly ReturnType<typeof fakeSource>[]; laid: HomeOverlay };

function randomDraft(id: string, random: () => number): DeviceDraft {
  const [name, deviceName, area] = [pickFrom(names, random), pickFrom(deviceNames, random), pickFrom(areaNames, random)];
  return draft(id, { ...(name === "" ? {} : { name }), ...(deviceName === "" ? {} : { deviceName }), ...(area === "" ? {} : { area }), readOnly: random() < 0.3, hardware: `hw${Math.floor(random() * 8)}` });
}

function randomOverlay(random: () => number): HomeOverlay {
  const keys = ["id1", "id2", "id5", "announced/id3", "lamp", "kitchen_lamp", "desk", slugOf("Desk Temperature")].filter(() => random() < 0.4);
  return overlay(Object.fromEntries(keys.map((key) => [key, pickFrom(overlays, random)])), {
    areas: random() < 0.5 ? [] : [{ name: "Kitchen", aliases: random() < 0.5 ? [] : ["lounge"], floor: undefined }],
    drafts: random() < 0.7 ? [] : [randomDraft("id4", random)],
  });
}

function step({ sources }: World, random: () => number): HomeOverlay | undefined {
  const { held, claimed } = pickFrom(sources, random);
  const id = `id${Math.floor(random() * 10)}`;
  const what = random();
  if (what < 0.55) held.set(id, randomDraft(id, random));
  else if (what < 0.75) held.delete(id);
  else if (what < 0.8) claimed.add(`hw${Math.floor(random() * 8)}`);
  else if (what < 0.85) claimed.clear();
  else return randomOverlay(random);
  return undefined;
}

const asMade = ({ areas, devices, floors }: Home) => ({ areas: [...areas], devices: [...devices], floors: [...floors ?? []] });

test.each([1, 2, 3, 4, 5, 6, 7, 8])("whatever is announced, renamed, removed and laid over (%i), the home is the one that would be made anew", (seed) => {
  const random = seededRandom(seed);
  const world: World = { sources: [fakeSource("zigbee2mqtt"), fakeSource("tasmota"), fakeSource("discovery")], laid: noOverlay };
  const kept = createHomeTracker(world.sources.map(({ source }) => source));
  let before: ReadonlyMap<DeviceId, Device> = new Map();
  for (let count = 0; count < 250; count++) {
    const laid = step(world, random);
    if (laid !== undefined) { world.laid = laid; kept.layOver(laid); }
    else touch(kept, pickFrom(world.sources, random).source);
    const home = kept.home();
    expect(asMade(home)).toEqual(asMade(homeOf(world.sources, world.laid)));
    // An equal device is the same object, as long as its announcement is.
    const announced = new Set(world.sources.flatMap(({ held }) => [...held.values()].map(({ device }) => device.capabilities)));
    for (const device of home.devices.values()) {
      const old = before.get(device.id);
      if (old !== undefined && old.capabilities === device.capabilities && announced.has(device.capabilities) && JSON.stringify(old) === JSON.stringify(device)) expect(device).toBe(old);
    }
    before = home.devices;
  }
});
