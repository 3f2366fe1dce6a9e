import { describe, expect, it } from "vitest";
import { languageModelContract } from "../contracts/language-model.ts";
import { createFakeLanguageModel } from "../fakes/fake-language-model.ts";

describe("the fake language model that picks the first legal token", () => {
  languageModelContract(async () => createFakeLanguageModel({ answer: () => "first", tokenMs: 1 }));
});

describe("the fake language model that picks the last legal token", () => {
  languageModelContract(async () => createFakeLanguageModel({ answer: () => "last", tokenMs: 1 }));
});

describe("the scripted fake language model", () => {
  const answers = { nodes: [{ edges: [["on", 1], ["off", 1]] as const, accept: false }, { edges: [], accept: true }], maxRepeats: 0 };
  const request = { systemPrefix: "", examples: [], question: "", answers, maxTokens: 10 };

  it("says what the script says", async () => {
    const model = createFakeLanguageModel({ answer: () => "off" });
    expect((await model.choose(request, new AbortController().signal)).text).toBe("off");
  });
  it("cannot be scripted to say what is not legal", async () => {
    const model = createFakeLanguageModel({ answer: () => "unlock" });
    await expect(model.choose(request, new AbortController().signal)).rejects.toMatchObject({ code: "ENGINE_FAILED" });
  });
});
