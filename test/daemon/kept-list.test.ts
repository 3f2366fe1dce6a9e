import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AssistantError } from "../../src/base/errors.ts";
import { deviceCommandSchema } from "../../src/home/command-schema.ts";
import { createSureKeeper } from "../../src/daemon/kept-file.ts";
import { openKeptList } from "../../src/daemon/kept-list.ts";

let folder: string;
let file: string;
let troubles: AssistantError[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sotto-kept-"));
  file = join(folder, "plans.json");
  troubles = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const schema = v.strictObject({ name: v.string(), dueMs: v.number() });
const open = () => openKeptList(file, schema, (error) => troubles.push(error));
const pizza = { name: "pizza", dueMs: 1 };
const others = () => readdirSync(folder).filter((name) => name !== "plans.json").map((name) => name.replace(/\d[\dTZ-]*/g, "…"));

describe("a kept list", () => {
  test("is empty at first, without a word", async () => {
    expect([(await open()).entries, troubles]).toEqual([[], []]);
  });

  test("is there again, whole, for nobody but its owner to read", async () => {
    expect(await (await open()).keep([pizza])).toBe(true);
    expect([(await open()).entries, others()]).toEqual([[pizza], []]);
  });

  test.each([
    ["nothing", ""], ["half of it", '{"version":1,"entries":[{"name":"piz'], ["zeros", "\0".repeat(300)], ["something else", '"hello"'], ["a newer version", '{"version":2,"entries":[]}'], ["no list", '{"version":1,"entries":7}'], ["far too much", "x".repeat(11_000_000)],
  ])("that holds %s is set aside and told, and the list goes on", async (_what, text) => {
    writeFileSync(file, text);
    const list = await open();
    expect([list.entries, troubles.map(({ code }) => code), others()]).toEqual([[], ["STATE_UNUSABLE"], ["plans.json.damaged-…"]]);
    expect(await list.keep([pizza])).toBe(true);
    expect((await open()).entries).toEqual([pizza]);
  });

  test("loses nothing but the entries that cannot be read, and keeps a copy of those", async () => {
    const text = JSON.stringify({ version: 1, entries: [pizza, { name: 7 }, { ...pizza, extra: true }, { name: "rice", dueMs: 2 }] });
    writeFileSync(file, text);
    const list = await open();
    const [copy = ""] = readdirSync(folder).filter((name) => name.includes("damaged"));
    expect([list.entries.map(({ name }) => name), readFileSync(join(folder, copy), "utf8") === text]).toEqual([["pizza", "rice"], true]);
    expect(troubles[0]?.message).toMatch(/2 of 4 entries cannot be read/);
  });

  test("that cannot be written says so each time, and once more it can", async () => {
    const list = await openKeptList(join(folder, "a", "plans.json"), schema, (error) => troubles.push(error));
    writeFileSync(join(folder, "a"), "in the way");
    expect(await list.keep([pizza])).toBe(false);
    rmSync(join(folder, "a"));
    expect([await list.keep([pizza]), troubles.map(({ code }) => code)]).toEqual([true, ["STATE_UNUSABLE"]]);
  });

  test("is never half written, and ends as it was told last, whatever comes in between", async () => {
    const { keep } = await open();
    const all = Array.from({ length: 50 }, (_, index) => keep(Array.from({ length: index }, (_one, at) => ({ name: `timer ${at}`, dueMs: at }))));
    expect(new Set(await Promise.all(all))).toEqual(new Set([true]));
    expect((await open()).entries.length).toBe(49);
  });
});

test("a keeper tells that a value is on the disk no sooner than it is", async () => {
  const keep = createSureKeeper(file, (error) => troubles.push(error));
  const seen: number[] = [];
  await Promise.all([1, 2, 3].map((value) => keep({ value }).then(() => seen.push((JSON.parse(readFileSync(file, "utf8")) as { value: number }).value >= value ? value : -1))));
  expect(seen.sort()).toEqual([1, 2, 3]);
});

describe("a command that was kept", () => {
  const aimed = { deviceIds: ["lamp"], scope: "named" };
  test.each([
    ["whole", { ...aimed, type: "onOff.set", on: true }, true],
    ["without a value", { ...aimed, type: "onOff.set" }, false],
    ["with a value of another kind", { ...aimed, type: "brightness.set", brightnessPct: "40" }, false],
    ["with a value out of range", { ...aimed, type: "brightness.set", brightnessPct: 400 }, false],
    ["with something more", { ...aimed, type: "onOff.toggle", approvedBy: "decide" }, false],
    ["without devices", { ...aimed, deviceIds: [], type: "onOff.toggle" }, false],
    ["that is a question", { ...aimed, type: "state.get", capability: "lock" }, false],
    ["that is a plan itself", { deviceIds: [], scope: "named", type: "schedule.list" }, false],
    ["of no type", { ...aimed, type: "door.kick" }, false],
  ])("%s", (_what, command, isGood) => {
    expect(v.safeParse(deviceCommandSchema, command).success).toBe(isGood);
  });
});
