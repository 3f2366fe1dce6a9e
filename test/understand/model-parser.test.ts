import { describe, expect, it } from "vitest";
import type { AssistantError } from "../../src/base/errors.ts";
import type { AreaId, Home } from "../../src/home/home.ts";
import type { LanguageModel } from "../../src/understand/language-model.ts";
import { createModelParser } from "../../src/understand/model-parser.ts";
import { createFakeLanguageModel } from "../fakes/fake-language-model.ts";
import { homeOf } from "../fakes/made-up-home.ts";

const home = homeOf([
  { name: "Kitchen light", kind: "light", area: "kitchen" },
  { name: "Front door", kind: "lock", area: "hall" },
]);
const never = new AbortController().signal;
const context = (changes: { home?: Home; room?: string; signal?: AbortSignal } = {}) => (
  { home: changes.home ?? home, heardInAreaId: changes.room as AreaId | undefined, signal: changes.signal ?? never }
);
const parserThatHears = (answer: string, probability = 0.9, minimumProbability?: number) => createModelParser({
  model: createFakeLanguageModel({ answer: () => answer, probability }), deadlineMs: 5000, ...(minimumProbability === undefined ? {} : { minimumProbability }),
});

describe("the model's parser", () => {
  it("gives the commands of the answer, with its probability", async () => {
    expect(await parserThatHears("on kitchen light; lock front door")("kitchen light and the door please", context())).toEqual({
      kind: "commands",
      commands: [
        { type: "onOff.set", on: true, deviceIds: ["device1"], scope: "named" },
        { type: "lock.set", locked: true, deviceIds: ["device2"], scope: "named" },
      ],
      matchedBy: "model",
      confidence: 0.9,
      matches: [{ intent: "onOff.set", by: "on kitchen light" }, { intent: "lock.set", by: "lock front door" }],
    });
  });
  it("says a thing once that the model said twice", async () => {
    expect(await parserThatHears("on kitchen light; on kitchen light")("the kitchen light", context())).toMatchObject({ commands: [{ type: "onOff.set" }], matches: [{}] });
  });
  it("understands none as no command", async () => {
    expect(await parserThatHears("none")("I like the kitchen light", context())).toEqual({ kind: "notUnderstood", heard: "I like the kitchen light", reason: "noCommand" });
  });
  it("does not act on an answer that is too improbable", async () => {
    expect(await parserThatHears("on kitchen light", 0.3, 0.5)("kitchen light", context())).toMatchObject({ kind: "notUnderstood", reason: "noMatch" });
    expect(await parserThatHears("on kitchen light", 0.6, 0.5)("kitchen light", context())).toMatchObject({ kind: "commands" });
  });
  it("does not ask the model about words that have nothing to do with the home", async () => {
    const model = createFakeLanguageModel({ answer: () => "none" });
    const big = homeOf(Array.from({ length: 20 }, (_, index) => ({ name: `Lamp ${index}`, kind: "light" })));
    const result = await createModelParser({ model, deadlineMs: 5000 })("what is the capital of peru", context({ home: big }));
    expect(result).toMatchObject({ kind: "notUnderstood", reason: "noCommand" });
    expect(model.requests).toHaveLength(0);
  });
  it("keeps the constant part the same from one utterance to the next", async () => {
    const model = createFakeLanguageModel({ answer: () => "none" });
    const parse = createModelParser({ model, deadlineMs: 5000 });
    await parse("kitchen light", context());
    await parse("front door", context({ room: "hall" }));
    const [first, second] = model.requests.map(({ systemPrefix, examples }) => JSON.stringify([systemPrefix, examples]));
    expect(first).toBe(second);
  });
  it("gives up at its deadline", async () => {
    const model = createFakeLanguageModel({ answer: () => "first", tokenMs: 60_000 });
    await expect(createModelParser({ model, deadlineMs: 20 })("kitchen light", context())).rejects.toMatchObject({ code: "ENGINE_TIMEOUT" });
  });
  it("stops with the caller's reason", async () => {
    const model = createFakeLanguageModel({ answer: () => "first", tokenMs: 60_000 });
    const controller = new AbortController();
    const reason = new DOMException("enough", "AbortError");
    const running = createModelParser({ model, deadlineMs: 60_000 })("kitchen light", context({ signal: controller.signal }));
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
  });
  it("passes on what the engine says went wrong", async () => {
    const model = createFakeLanguageModel({ answer: () => "first" });
    await model[Symbol.asyncDispose]();
    await expect(createModelParser({ model, deadlineMs: 5000 })("kitchen light", context())).rejects.toMatchObject({ code: "ENGINE_FAILED" });
  });
  it("drops and reports an answer that no sound engine gives", async () => {
    const broken: LanguageModel = {
      choose: async () => ({ text: "unlock everything", probability: 1, tokens: 2, promptTokens: 0, evaluations: 1 }),
      [Symbol.asyncDispose]: async () => undefined,
    };
    const troubles: AssistantError[] = [];
    const result = await createModelParser({ model: broken, deadlineMs: 5000, onTrouble: (error) => troubles.push(error) })("kitchen light", context());
    expect(result).toMatchObject({ kind: "notUnderstood", reason: "noMatch" });
    expect(troubles.map(({ code }) => code)).toEqual(["ENGINE_FAILED"]);
  });
});
