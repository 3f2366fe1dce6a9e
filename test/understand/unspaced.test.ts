// Languages that put no space between words, and say numbers in their own way: all of it is data of `_words.yaml`.
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { languageSchema } from "../../src/understand/language-schema.ts";
import { written } from "../../src/base/scripts.ts";
import { createNormalise } from "../../src/understand/words.ts";

const nothing = { articles: [], pluralEnding: "", rewrites: {}, politeStart: [], politeEnd: [], notNames: [], here: [], vocabulary: [], notNow: [] };

const chinese = v.parse(languageSchema, {
  ...nothing,
  symbols: { "%": "percent", "°c": "度" },
  joinNames: ["和"], joinCommands: ["然後"],
  numbers: {
    ones: { 零: 0, 〇: 0, 一: 1, 二: 2, 兩: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
    multipliers: { 十: 10, 百: 100, 千: 1000, 萬: 10_000 },
    alone: ["十"],
    placeFillers: ["零", "〇"],
    digits: { 零: 0, 〇: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
    digitAfter: ["星期", "週"],
    minus: ["零下", "負"],
    point: ["點"],
    clockAfterPoint: ["分", "刻"],
    half: { words: ["半"], after: ["度", "分", "個", "小時"] },
    percentBefore: ["百分之"],
  },
  units: { percent: ["percent"], celsius: ["度"], fahrenheit: ["華氏度"], kelvin: ["k"], seconds: ["秒"], minutes: ["分"], hours: ["小時"] },
});

describe("Chinese", () => {
  const normalise = createNormalise(chinese, new Map([["點", "点"], ["兩", "两"], ["時", "时"], ["開", "开"], ["燈", "灯"]]));
  test.each([
    ["開燈。", "开 灯"],
    ["開灯，关K3", "开 灯 关 k3"],
    ["二十一度", "21 度"],
    ["十五", "15"],
    ["一百零五", "105"],
    ["一百五", "150"],
    ["一百五十一", "151"],
    ["兩百", "200"],
    ["兩千七百Ｋ", "2700 k"],
    ["二七〇〇K", "2700 k"],
    ["2千7百", "2700"],
    ["１，２", "1 2"],
    ["零點五", "0.5"],
    ["二十一點五度", "21.5 度"],
    ["21点5度", "21.5 度"],
    ["二十一度半", "21.5 度"],
    ["零下五度", "-5 度"],
    ["負十二度", "-12 度"],
    ["百分之五十", "50 percent"],
    ["百分之50％", "50 percent percent"],
    ["燈一百分之五", "灯 1 5 percent"],
    ["21℃", "21 度"],
    ["一個半小時", "1.5 個 小 时"],
    ["五分半", "5.5 分"],
    ["2小時30分", "2 小 时 30 分"],
    // No number where none is meant, the same in names and in what is said.
    ["百葉窗", "百 葉 窗"],
    ["十字路燈", "10 字 路 灯"],
    ["調亮一點", "調 亮 1 点"],
    ["一下", "1 下"],
    // Times of day are no fractions.
    ["七點三十分", "7 点 30 分"],
    ["七點五分", "7 点 5 分"],
    ["八點零五", "8 点 0 5"],
    ["三點一刻", "3 点 1 刻"],
    ["星期一十點", "星 期 1 10 点"],
    ["三五分鐘", "3 5 分 鐘"],
  ])("%s is read as %s", (text, expected) => {
    expect(normalise(text)?.map((word) => word.text).join(" ")).toBe(expected);
  });

  test("marks of a clause are breaks", () => {
    expect(normalise("燈、扇。關，開")?.map(({ text, afterBreak }) => `${afterBreak ? "|" : ""}${text}`).join("")).toBe("灯|扇|關|开");
  });

  test("what was said is kept beside what is compared", () => {
    expect(normalise("開燈二十")?.map(({ said, text }) => said ?? text)).toEqual(["開", "燈", "二十"]);
  });

  test("a sentence may be as long as one of words", () => {
    expect(normalise("燈".repeat(160))).toHaveLength(160);
    expect(normalise("燈".repeat(161))).toBeUndefined();
  });
});

describe("Japanese and Thai", () => {
  const japanese = createNormalise(v.parse(languageSchema, {
    ...nothing,
    symbols: { "%": "パーセント" },
    joinNames: ["と"], joinCommands: ["そして"],
    numbers: { ones: { 一: 1, 二: 2, 三: 3, 五: 5 }, multipliers: { 十: 10, 百: 100, 千: 1000 }, alone: ["十", "百", "千"], half: { words: ["半"], after: ["時間"] } },
    units: { percent: ["パーセント"], celsius: ["度"], fahrenheit: ["華氏"], kelvin: ["ケルビン"], seconds: ["秒"], minutes: ["分"], hours: ["時間"] },
  }));
  test.each([
    ["リビングの電気をつけて", "リ ビ ン グ の 電 気 を つ け て"],
    ["ﾘﾋﾞﾝｸﾞ", "リ ビ ン グ"],
    ["シャワー", "シ ャ ワ ー"],
    ["百五十", "150"],
    ["二十五%", "25 パ ー セ ン ト"],
    ["一時間半", "1.5 時 間"],
    ["ไฟที่ครัว", "ไ ฟ ที่ ค รั ว"],
  ])("%s is read as %s", (text, expected) => {
    expect(japanese(text)?.map((word) => word.text).join(" ")).toBe(expected);
  });
});

test.each([[["desk", "lamp"], "desk lamp"], [["客", "廳", "燈", "2"], "客廳燈2"], [["lg", "電", "視"], "lg電視"], [[], ""]])("%j is written %s", (words, expected) => {
  expect(written(words)).toBe(expected);
});
