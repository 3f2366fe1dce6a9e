import { describe, expect, it } from "vitest";
import { safeForSay } from "../../src/speak/safe-for-say.ts";
import { longestSpokenCharacters, speakableText } from "../../src/speak/speakable-text.ts";

describe("speakable text", () => {
  it.each([
    ["The light is on.", "The light is on."], ["  two\n lines ", "two lines"], ["a\u0000b\u0001c\u001b[2J", "a b c [2J"], ["", ""], [" \t", ""], ["lämp 灯 😀", "lämp 灯 😀"], ["half \ud83d", "half"],
  ])("of %j is %j", (text, expected) => {
    expect(speakableText(text)).toBe(expected);
  });
  it("ends at a word where it grows too long", () => {
    const text = speakableText("lamp ".repeat(20_000));
    expect(text.length).toBeLessThanOrEqual(longestSpokenCharacters);
    expect(text.endsWith("lamp")).toBe(true);
  });
  it("is cut anywhere when it is one long word, but never inside a character", () => {
    expect(speakableText("x".repeat(5000))).toHaveLength(longestSpokenCharacters);
    expect(speakableText(`x${"😀".repeat(5000)}`).isWellFormed()).toBe(true);
  });
});

describe("text safe for say", () => {
  it.each([
    ["The kitchen light is on.", "The kitchen light is on."],
    ["It's 21.5 °C, and 40% humid!", "It's 21.5 degrees, and 40 percent humid!"],
    ["Café Müller", "Cafe Muller"],
    ["it’s — well — on", "it's, well, on"],
    ["hi\") (system \"touch x\") (SayText \"bye", "hi system touch x SayText bye"],
    ["$(reboot) `reboot` ; reboot | reboot", "reboot reboot reboot reboot"],
    ["-f /etc/passwd", "f etc passwd"],
    ["'; Remove-Item C:\\", "Remove Item C"],
    ["[[volm 0]]", "volm 0"],
    ["灯 😀", ""], ["...", ""], ["\\", ""], ["", ""],
  ])("%j is %j", (text, expected) => {
    expect(safeForSay(text)).toBe(expected);
  });
  it("has no other characters, whatever came", () => {
    const everything = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));
    for (let at = 0; at < everything.length; at += 500) expect(safeForSay(`a${everything.slice(at, at + 500).join("")}`)).toMatch(/^[A-Za-z0-9][A-Za-z0-9.,?!' ]*$/);
  });
});
