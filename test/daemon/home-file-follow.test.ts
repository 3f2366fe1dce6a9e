// home.yaml is changed while Sotto runs: a real file, changed as editors do it.
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { followHomeFile } from "../../src/daemon/home-file-follow.ts";
import { noHomeFile, readHomeFile } from "../../src/daemon/home-file.ts";
import type { HomeOverlay } from "../../src/home/home-overlay.ts";
import { createHomeTracker } from "../../src/home/home-tracker.ts";
import { createDiscoverySource } from "../../src/home/discovery-source.ts";
import { aMoment, eventually } from "../fakes/started-bus.ts";

let folder: string;
let file: string;
let over: AbortController;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "sotto-follow-")); file = join(folder, "home.yaml"); over = new AbortController(); });
afterEach(() => { over.abort(); rmSync(folder, { recursive: true, force: true }); });

/** A home with one lamp, its home.yaml followed. */
async function following(text: string | undefined, { settleMs = 60_000, pollMs = 60_000, at = file } = {}) {
  if (text !== undefined) writeFileSync(file, text);
  const first = text === undefined ? noHomeFile : await readHomeFile(at);
  const source = createDiscoverySource({ prefix: "homeassistant", templateProblem: () => undefined, report: () => undefined });
  const tracker = createHomeTracker([source], first.overlay);
  tracker.receive(source, { topic: "homeassistant/light/lamp/config", payload: JSON.stringify({ name: "Lamp", command_topic: "l" }), retained: true });
  const laid: HomeOverlay[] = [];
  const lines: string[] = [];
  const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(`warn: ${line}`) };
  const link = { home: tracker.home, hidden: tracker.hidden, unmatched: tracker.unmatched, layOver: (next: HomeOverlay) => { laid.push(next); tracker.layOver(next); } };
  const ended = followHomeFile({ file: at, named: false, exists: true }, first, { link, log, settleMs, pollMs }, over.signal);
  ended.catch(() => undefined);
  await aMoment(50);
  const name = () => [...tracker.home().devices.values()][0]?.name;
  return { laid, lines, name, ended };
}
const named = (name: string) => `devices: {Lamp: {name: ${name}}}\n`;

describe("a home.yaml that is changed", () => {
  test("is read again", async () => {
    const { name, lines } = await following(named("One"));
    writeFileSync(file, named("Two"));
    await eventually(() => name() === "Two");
    expect(lines).toEqual([`${file} was read again`]);
  });
  test("by putting a new file in its place, twice, is read again each time", async () => {
    const { name } = await following(named("One"));
    for (const next of ["Two", "Three"]) {
      writeFileSync(join(folder, ".home.yaml.swp"), named(next));
      renameSync(join(folder, ".home.yaml.swp"), file);
      await eventually(() => name() === next);
    }
  });
  test("in several steps is read once, when it is whole", async () => {
    const { laid, name, lines } = await following(named("One"));
    for (const text of ["devices: {", "devices: {Lamp:", named("Two")]) { writeFileSync(file, text); await aMoment(20); }
    await eventually(() => name() === "Two");
    expect([laid.length, lines.filter((line) => line.startsWith("warn"))]).toEqual([1, []]);
  });
  test("into one with mistakes holds what it said before, and says each mistake", async () => {
    const { laid, name, lines } = await following(named("One"));
    writeFileSync(file, "devices: {Lamp: {nmae: Two, hidden: 1}}\n");
    await eventually(() => lines.length === 3);
    expect(lines).toEqual([
      expect.stringMatching(/^warn: .*home\.yaml:1:18: devices\.Lamp\.nmae: is not a key/), expect.stringMatching(/^warn: .*:1:37: devices\.Lamp\.hidden: is 1, expected true or false/),
      `warn: ${file}: what it said before still holds.`,
    ]);
    expect([laid, name()]).toEqual([[], "One"]);
    writeFileSync(file, named("Two"));
    await eventually(() => name() === "Two");
  });
  test("that is removed holds what it said, until there is one again", async () => {
    const { name, lines } = await following(named("One"));
    rmSync(file);
    await eventually(() => lines.length === 2);
    expect([lines[0], name()]).toEqual([`warn: ${file} is gone. An empty file takes back what it said.`, "One"]);
    writeFileSync(file, "");
    await eventually(() => name() === "Lamp");
  });
  test("that was not there at first is read when it comes", async () => {
    const { name } = await following(undefined);
    writeFileSync(file, named("Two"));
    await eventually(() => name() === "Two");
  });
  test("behind a link, where nothing tells of it, is looked at from time to time", async () => {
    const far = mkdtempSync(join(tmpdir(), "sotto-far-"));
    writeFileSync(join(far, "real.yaml"), named("One"));
    symlinkSync(join(far, "real.yaml"), join(folder, "link.yaml"));
    const { name } = await following(named("One"), { at: join(folder, "link.yaml"), pollMs: 50 });
    writeFileSync(join(far, "real.yaml"), named("Three"));
    await eventually(() => name() === "Three");
    rmSync(far, { recursive: true });
  });
  test("is followed no more after the end", async () => {
    const { laid, ended } = await following(named("One"));
    over.abort(new DOMException("over", "AbortError"));
    await expect(ended).rejects.toThrow("over");
    writeFileSync(file, named("Two"));
    await aMoment(300);
    expect(laid).toEqual([]);
  });
});

describe("an entry that matches no device", () => {
  test("is told once, with its place and what is near", async () => {
    const { lines, name } = await following("devices:\n  Lamp: {name: Big}\n  Lmp: {area: Hall}\n  nonsense: {hidden: true}\n", { settleMs: 30 });
    await eventually(() => lines.length === 2);
    expect(lines).toEqual([`${file}:3:3: devices.Lmp: no device has this id, topic or name; did you mean Lamp?`, `${file}:4:3: devices.nonsense: no device has this id, topic or name; \`sotto devices\` shows them`]);
    writeFileSync(file, "devices:\n  Lamp: {name: Other}\n  Lmp: {area: Hall}\n");
    await eventually(() => name() === "Other");
    await aMoment(150);
    expect(lines.slice(2)).toEqual([`${file} was read again`]);
  });
});
