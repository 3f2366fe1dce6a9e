import { describe, expect, test } from "vitest";
import { createSampler } from "../../src/understand/sample-sentences.ts";
import { emptyHome } from "../../src/home/home.ts";
import { seededRandom } from "../fakes/seeded-random.ts";
import { testHome } from "../fixtures/home.ts";
import { english, parse } from "./english.ts";

function drawn(count: number, seed: number) {
  const draw = createSampler(english, testHome, seededRandom(seed));
  return Array.from({ length: count }, draw).filter((sample) => sample !== undefined);
}

describe("sentences drawn from the templates", () => {
  test("are the same with the same seed, and others with another", () => {
    const texts = (seed: number) => drawn(50, seed).map(({ text }) => text);
    expect(texts(1)).toEqual(texts(1));
    expect(texts(1)).not.toEqual(texts(2));
  });

  test("hold no sign of the template syntax and no open slot", () => {
    expect(drawn(2000, 3).filter(({ text }) => /[[\](){}<>|]/.test(text) || text === "")).toEqual([]);
  });

  test("come from nearly every intent", () => {
    const found = new Set(drawn(20_000, 4).map(({ intent }) => intent.id));
    const timers = english.intents.filter(({ slots }) => Object.values(slots).some(({ list }) => list === "label"));
    expect(found.size).toBeGreaterThanOrEqual(english.intents.length - timers.length);
  });

  test("are understood as a command of the kind that they were drawn from, or as none: never as another", async () => {
    const wrong: string[] = [];
    let right = 0;
    for (const { text, intent } of drawn(3000, 5)) {
      const result = await parse(text, "bedroom");
      if (result.kind !== "commands") continue;
      right += 1;
      // What people call a mode may be a thermostat's mode, its preset or a choice: the device tells.
      const takenAs = new Set(english.intents.filter(({ id }) => result.matches.some((match) => match.intent === id)).map(({ command }) => command.type));
      if (result.commands.some(({ type }) => type !== intent.command.type) && !takenAs.has(intent.command.type)) wrong.push(`${text}: ${intent.id}, taken as ${result.matches.map(({ intent: id }) => id).join(", ")}`);
    }
    expect(right).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
  });

  test("are none in a home without devices and rooms, where one is needed", () => {
    const draw = createSampler(english, emptyHome, seededRandom(6));
    expect(Array.from({ length: 500 }, draw).filter((sample) => sample !== undefined && /\{|\bundefined\b/.test(sample.text))).toEqual([]);
  });
});
