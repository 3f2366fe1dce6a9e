import { describe, expect, test } from "vitest";
import { createSoundWords, limits, spellingDistance } from "../../src/understand/sound-words.ts";
import { soundsOf } from "../../src/understand/sounds.ts";

const english = soundsOf("english");
const german = soundsOf("german");

describe("sounds", () => {
  test.each([["wreck", "rec"], ["leaving", "living"], ["knight", "night"], ["lites", "lights"], ["attick", "attic"], ["offis", "office"], ["bathrum", "bathroom"], ["room", "rum"], ["hugh", "hue"]])("of %s are those of %s in English", (one, other) => {
    expect(english.of(one)).toBe(english.of(other));
  });
  test.each([["wonzimmer", "wohnzimmer"], ["kueche", "kuche"], ["stelampe", "stehlampe"], ["fentilator", "ventilator"], ["weinachtsbaum", "weihnachtsbaum"]])("of %s are nearly those of %s in German", (one, other) => {
    expect(german.distance(german.of(one), german.of(other))).toBeLessThan(0.07);
  });
  test.each([
    ["incubi", "ecobee", "summer"], ["garash", "garage", "carriage"], ["kitchin", "kitchen", "chicken"], ["bathrum", "bathroom", "bedroom"], ["lamb", "lamp", "ramp"],
  ])("of %s are nearer to %s than to %s", (said, right, wrong) => {
    const to = (name: string) => english.distance(english.of(said), english.of(name));
    expect(to(right)).toBeLessThan(to(wrong));
    expect(to(right)).toBeLessThanOrEqual(limits.soundsAlike);
  });
  test("are as far one way as the other, and 0 from themselves", () => {
    const words = ["ecobee", "garage", "x", "", "lamp", "灯", "été", "12"].map(english.of);
    for (const one of words) for (const other of words) {
      expect(english.distance(one, other)).toBeCloseTo(english.distance(other, one), 10);
      expect(english.distance(one, one)).toBe(0);
    }
  });
  test("of syllables make no difference between those that are hard to tell apart", () => {
    const pinyin = soundsOf("pinyin", new Map([["书", "shu"], ["苏", "su"], ["厅", "ting"], ["亭", "tin"], ["灯", "deng"]]));
    expect([pinyin.of("书") === pinyin.of("苏"), pinyin.of("厅") === pinyin.of("亭"), pinyin.of("书") === pinyin.of("灯"), pinyin.of("tv")]).toEqual([true, true, false, "tv"]);
  });
});

describe("one wrong letter", () => {
  test.each([["lamp", "lmap", 0.25], ["kitchen", "kitxhen", 1 / 7], ["kitchen", "kitchn", 1 / 7], ["kitchen", "kittchen", 1 / 8], ["kitchen", "kitchen", 0], ["kitchen", "chicken", 1], ["", "a", 1], ["ab", "ba", 0.5], ["abcd", "badc", 1]])("%s and %s are %d apart", (one, other, expected) => {
    expect([spellingDistance(one, other), spellingDistance(other, one)]).toEqual([expected, expected]);
  });
});

describe("words of names", () => {
  const nearTo = (words: ReturnType<typeof createSoundWords>, said: string) => words.near({ letters: said, sounds: english.of(said) }).map(({ letters }) => letters);
  test("are forgotten when the last name that holds them is gone", () => {
    const words = createSoundWords(english);
    words.add(["garage", "door"]);
    words.add(["garage", "light"]);
    words.remove(["garage", "door"]);
    expect([nearTo(words, "garash"), words.has("door"), words.follows("garage", "door")]).toEqual([["garage"], false, false]);
    words.remove(["garage", "light"]);
    expect([nearTo(words, "garash"), words.has("garage"), words.joined("garagelight")]).toEqual([[], false, []]);
  });
  test("of which too many are alike are none, rather than one of them", () => {
    const words = createSoundWords(english);
    const vowels = ["a", "e", "i", "o", "u"];
    const all = vowels.flatMap((one) => vowels.flatMap((two) => vowels.flatMap((three) => ["a", "e"].map((four) => `l${one}m${two}b${three}r${four}t`))));
    for (const word of all.slice(0, 100)) words.add([word]);
    expect(nearTo(words, "lamabarut")).not.toEqual([]);
    for (const word of all.slice(100)) words.add([word]);
    expect(nearTo(words, "lamabarut")).toEqual([]);
  });
  test("are not found by digits", () => {
    const words = createSoundWords(english);
    words.add(["lamp12"]);
    expect(nearTo(words, "lamp13")).toEqual([]);
  });
});
