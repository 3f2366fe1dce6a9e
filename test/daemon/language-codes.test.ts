import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/daemon/config-file.ts";
import { espeakVoice, whisperLanguage } from "../../src/daemon/language-codes.ts";

function configOf(text: string) {
  const parsed = parseConfig(text, "/etc/sotto");
  if (parsed.kind === "invalid") throw new Error(parsed.problems[0].message);
  return parsed.config;
}

describe("what Whisper and espeak-ng call the language", () => {
  test.each([
    ["", {}, "en", "en"],
    ["understand: { language: zh-TW }", {}, "zh", "zh"],
    ["understand: { language: zh-TW }", { espeakNg: "cmn" }, "zh", "cmn"],
    ["understand: { language: nb }", { whisper: "no" }, "no", "nb"],
    ["understand: { language: zh-CN }\ntranscribe: { language: auto }\nspeak: { voice: yue }", { espeakNg: "cmn" }, "auto", "yue"],
  ])("with %j", (text, codes, whisper, espeak) => {
    const config = configOf(text);
    expect([whisperLanguage(config, { codes }), espeakVoice(config, { codes })]).toEqual([whisper, espeak]);
  });
});
