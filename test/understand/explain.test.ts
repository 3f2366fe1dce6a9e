// An explanation is the parser's own: it gives the same result, whatever is said.
import { describe, expect, it } from "vitest";
import type { AreaId } from "../../src/home/home.ts";
import { explain } from "../../src/understand/explain.ts";
import { testHome } from "../fixtures/home.ts";
import { english, parse } from "./english.ts";

const sentences = [
  "turn on the kitchen light", "turn off everything", "turn on the kitchen lights and lock the front door", "set the thermostat to 21", "is the front door locked",
  "turn on the frobnicator", "turn on the lamp", "open", "", "blue", "set a timer for five minutes", "what is the meaning of life", "lights", "turn on the lamp and the frobnicator", "turn on the kitchin light",
];
const context = (room: string | undefined) => ({ home: testHome, heardInAreaId: room as AreaId | undefined, signal: new AbortController().signal });

describe("an explanation", () => {
  it.each(sentences.flatMap((text) => [[text, undefined], [text, "kitchen"]] as const))("of %j said in %s gives what the parser gives", async (text, room) => {
    expect((await explain(english, text, context(room))).result).toEqual(await parse(text, room));
  });
  it.each(["turn on the kitchen light and lock the front door", "turn off all the lights except in the kitchen and lock the front door"])("has a part for every command of %j", async (text) => {
    const { result, pieces } = await explain(english, text, context(undefined));
    expect(pieces.flatMap(({ taken }) => taken?.commands ?? [])).toEqual(result.kind === "commands" ? result.commands : "none");
    expect(pieces).toHaveLength(2);
  });
  it("of a name that was misheard tells what it was taken for, and how far that is", async () => {
    const { otherwise, pieces } = await explain(english, "turn on the kitchin light", context(undefined));
    expect([otherwise?.[0], pieces[0]?.words]).toEqual([{ words: "turn on the kitchen light", distance: 0.03, likeness: "alike" }, "turn on the kitchen light"]);
  });
  it("is plain data, that JSON can carry", async () => {
    const explanation = await explain(english, "turn on the kitchen lights", context("kitchen"));
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });
  it("says that a sentence of a later time is not for now", async () => {
    expect((await explain(english, "turn off the kitchen light when it gets dark", context(undefined))).result).toMatchObject({ kind: "notUnderstood", reason: "notNow" });
  });
});
