import { describe, expect, it } from "vitest";
import type { AreaId, Home } from "../../src/home/home.ts";
import { shortlistFor } from "../../src/understand/shortlist.ts";
import { homeOf, hostileNames, ordinaryHome } from "../fakes/made-up-home.ts";
import { seededRandom } from "../fakes/seeded-random.ts";

const home = homeOf([
  { name: "Kitchen Light", kind: "light", area: "kitchen" },
  { name: "Worktop strip", kind: "light", area: "kitchen", aliases: ["counter lights"] },
  { name: "Hall lamp", kind: "light", area: "hall" },
  { name: "Front door", kind: "lock", area: "hall" },
  { name: "Thermostat", kind: "climate", area: "living room" },
  { name: "Bedside lamp", kind: "light", area: "bedroom" },
  { name: "Roller blind", kind: "cover", area: "bedroom" },
  { name: "Movie night", kind: "scene" },
  ...Array.from({ length: 30 }, (_, index) => ({ name: `Spare plug ${index}`, kind: "switch" as const, area: "attic" })),
  { name: "客厅灯", kind: "light", area: "客厅" },
]);
const names = (said: string, room?: string, of: Home = home) => shortlistFor(of, said, room as AreaId | undefined).devices.map(({ name }) => name);
const areas = (said: string, room?: string) => shortlistFor(home, said, room as AreaId | undefined).areas.map(({ name }) => name);

describe("the shortlist", () => {
  it.each([
    ["turn on the kitchen light", "Kitchen Light"],
    ["switch the counter light off", "Worktop strip"],
    ["lock the front door", "Front door"],
    ["is the frond door locked", "Front door"],
    ["it is far too cold", "Thermostat"],
    ["let us watch a movie", "Movie night"],
    ["bed side lamp on please", "Bedside lamp"],
    ["shut the blinds", "Roller blind"],
    ["thermostat to twenty", "Thermostat"],
    ["打开客厅灯", "客厅灯"],
  ])("for %s begins with %s", (said, first) => {
    expect(names(said)[0]).toBe(first);
  });
  it("holds both devices of a sentence about two", () => {
    expect(names("turn on the hall lamp and lock the front door")).toEqual(expect.arrayContaining(["Hall lamp", "Front door"]));
  });
  it("prefers the room that the words name to the one heard in", () => {
    expect(names("lights in the bedroom off", "kitchen")[0]).toBe("Bedside lamp");
  });
  it("prefers the room heard in when the words name none", () => {
    expect(names("lights off", "hall")[0]).toBe("Hall lamp");
  });
  it("offers what is nearby when nothing was named", () => {
    expect(new Set(names("make it cosy", "kitchen"))).toEqual(new Set(["Kitchen Light", "Worktop strip"]));
  });
  it("is empty when the words have nothing to do with the home and no room is known", () => {
    expect(shortlistFor(home, "what is the capital of peru", undefined)).toEqual({ devices: [], areas: [], heardIn: undefined, groups: [] });
  });
  it("holds all of a tiny home", () => {
    expect(names("make it cosy", undefined, homeOf([{ name: "Lamp", kind: "light" }]))).toEqual(["Lamp"]);
  });
  it("never holds more than sixteen devices", () => {
    expect(names("spare plug off")).toHaveLength(16);
  });
  it("names the rooms that were said, and the one heard in", () => {
    expect(areas("living room and hall lights", "kitchen")).toEqual(["living room", "hall", "kitchen"]);
  });
  it("does not take half a room's name for the room", () => {
    expect(areas("no room for that light")).toEqual([]);
  });
  it("groups by kind, in each room and in the whole home", () => {
    const groups = shortlistFor(home, "kitchen lights", undefined).groups.map(({ area, kind, devices }) => `${area?.name ?? "home"} ${kind} ${devices.length}`);
    expect(groups).toEqual(["home light 5", "home switch 30", "home climate 1", "home lock 1", "home cover 1", "kitchen light 2"]);
  });
  it("ignores a room that does not exist", () => {
    expect(shortlistFor(home, "hall lamp", "cellar" as AreaId).heardIn).toBeUndefined();
  });
  it("finds one device among ten thousand", () => {
    const big = ordinaryHome(10_000, seededRandom(3), 500);
    const target = [...big.devices.values()][7777];
    expect(names(`please do something with the ${target?.name}`, undefined, big)).toContain(target?.name);
  });
  it("does not mind hostile names and words", () => {
    const hostile = homeOf(hostileNames.map((name) => ({ name, kind: "light", area: name })));
    for (const said of [...hostileNames, "word ".repeat(20_000)]) expect(names(said, "", hostile).length).toBeLessThanOrEqual(16);
  });
});
