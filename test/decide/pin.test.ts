import { describe, expect, it } from "vitest";
import { createPinDesk, noPin } from "../../src/decide/pin-desk.ts";
import { freeTries, freshPinGuard, isLocked, pausesMs, type PinGuard, settled, tried } from "../../src/decide/pin-guard.ts";
import { hashPin, pinMatches, readPinHash, writePinHash } from "../../src/decide/pin-hash.ts";
import { readPin } from "../../src/decide/spoken-pin.ts";
import { english } from "../understand/english.ts";

describe("a spoken PIN", () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["one two three four", "1234"], ["1 2 3 4", "1234"], ["1234", "1234"], ["12-34", "1234"], ["1, 2, 3, 4.", "1234"], ["One, two, three, four.", "1234"], ["1-2-3-4", "1234"], ["12:34", "1234"], ["1,234", "1234"], ["12 34!", "1234"],
    ["twelve thirty four", "1234"], ["twelve thirty-four", "1234"], ["nineteen eighty-four", "1984"], ["nineteen oh five", "1905"], ["twenty twenty", "2020"], ["ninety nine ninety", "9990"], ["double five one two", "5512"], ["triple seven zero", "7770"], ["one double oh seven", "1007"],
    ["zero zero zero zero", "0000"], ["oh one nought two", "0102"], ["one to for ate", "1248"], ["my PIN is 4 7 1 1 please", "4711"], ["the code is four seven one one", "4711"], ["4711 4711 47", "4711471147"], ["\uFF11\uFF12\uFF13\uFF14", "1234"], ["  1234\n", "1234"],
    ["", undefined], ["one two three", undefined], ["123", undefined], ["12345678901", undefined], ["one two three four five six seven eight nine ten", undefined], ["yes", undefined], ["no", undefined], ["unlock 1234", undefined], ["1234 or 5678", undefined], ["minus 1234", undefined],
    ["+1234", undefined], ["1234%", undefined], ["£1234", undefined], ["double", undefined], ["double double five one two", undefined], ["double twelve 12", undefined], ["one hundred", undefined], ["constructor", undefined], ["__proto__ 1234", undefined], ["\u0661\u0662\u0663\u0664", undefined],
    ["1".repeat(300), undefined], ["1 ".repeat(99), undefined], ["please please please please", undefined], ["1234\u0000", undefined],
  ];
  it.each(rows)("%j is %s", (text, expected) => {
    expect(readPin(text, english.answers.pin)).toBe(expected);
  });
  it("in a script without spaces is read sign by sign", () => {
    const ones = { 零: 0, 一: 1, 二: 2, 三: 3, 四: 4, 十: 10 };
    const words = { ones, tens: {}, digits: { 〇: 0 }, repeats: {}, around: ["密", "碼", "是"] };
    expect([readPin("一二三四", words), readPin("一 二 三 四", words), readPin("一二三十", words)]).toEqual(["1234", "1234", undefined]);
    expect([readPin("密碼是一二〇四。", words), readPin("密碼是1234", words), readPin("開門一二三四", words)]).toEqual(["1204", "1234", undefined]);
  });
});

describe("a stored PIN", () => {
  it("is found again, and no other", async () => {
    const hash = readPinHash(writePinHash(await hashPin("0471")));
    if (hash === undefined) throw new Error("what was written cannot be read");
    expect(await Promise.all(["0471", "471", "0472", "04710", ""].map((digits) => pinMatches(digits, hash)))).toEqual([true, false, false, false, false]);
  });
  it("is written with OWASP's parameters and a salt of its own", async () => {
    const [one, other] = [writePinHash(await hashPin("4711")), writePinHash(await hashPin("4711"))];
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(one).not.toContain("4711");
  });
  const good = "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  it.each([["a bare PIN", "4711"], ["nothing", ""], ["another function", good.replace("scrypt", "argon2")], ["too little work", good.replace("ln=15", "ln=12")], ["work for a day", good.replace("ln=15", "ln=25")], ["a huge block", good.replace("r=8", "r=99")], ["no block", good.replace("r=8", "r=0")],
    ["many lanes", good.replace("p=3", "p=99")], ["a short hash", good.slice(0, -5)], ["more behind it", `${good}$x`], ["a minus", good.replace("ln=15", "ln=-5")]])("that is %s is none", (_what, text) => {
    expect(readPinHash(text)).toBeUndefined();
  });
  it("is read as it is written", () => { expect(readPinHash(good)).toBeDefined(); });
});

describe("tries", () => {
  function after(wrong: number, fromMs = 0): PinGuard {
    let guard = freshPinGuard;
    for (let index = 0; index < wrong; index++) guard = settled(tried(guard, fromMs), false);
    return guard;
  }
  const rows: readonly (readonly [number, number])[] = [[3, 30_000], [4, 120_000], [5, 600_000], [6, 1_800_000], [7, 3_600_000], [8, 3_600_000], [1000, 3_600_000]];
  it.each(rows)("%d wrong ones in a row lock for %d ms", (wrong, pauseMs) => {
    expect([isLocked(after(wrong), pauseMs - 1), isLocked(after(wrong), pauseMs)]).toEqual([true, false]);
  });
  it("are free before the third", () => { expect(isLocked(after(freeTries - 1), 0)).toBe(false); });
  it("begin anew after a right one", () => { expect(settled(tried(after(2), 0), true)).toEqual(freshPinGuard); });
  it("stay locked when the clock cannot be read or stands before the beginning", () => {
    expect([isLocked(after(3), Number.NaN), isLocked(after(3, 1000), 0)]).toEqual([true, true]);
  });
  it("are few even for one who never gives up", () => {
    let guard = freshPinGuard;
    let count = 0;
    const dayMs = 24 * 3_600_000;
    for (let nowMs = 0; nowMs < dayMs; nowMs += 1000) if (!isLocked(guard, nowMs)) { guard = settled(tried(guard, nowMs), false); count++; }
    expect(count).toBe(30);
  });
  it("pause longer and longer", () => { expect([...pausesMs].sort((a, b) => a - b)).toEqual([...pausesMs]); });
});

describe("the desk where a PIN is looked at", () => {
  const quick = async (digits: string) => digits === "4711";
  const stored = { cost: { log2N: 15, r: 8, p: 3 }, salt: Buffer.alloc(16), hash: Buffer.alloc(32) };
  it("tells right from wrong, and locks after the third wrong one, for the right PIN too", async () => {
    let nowMs = 0;
    const desk = createPinDesk(stored, () => nowMs, quick);
    const seen: string[] = [];
    for (const digits of ["1111", "2222", "4711", "1111", "2222", "3333", "4711"]) seen.push(await desk.check(digits));
    expect(seen).toEqual(["wrong", "wrong", "right", "wrong", "wrong", "wrong", "locked"]);
    expect(desk.status()).toBe("locked");
    nowMs = 30_000;
    expect([desk.status(), await desk.check("4711"), desk.status()]).toEqual(["ready", "right", "ready"]);
  });
  it("counts guesses that are made side by side", async () => {
    let looked = 0;
    const desk = createPinDesk(stored, () => 0, async (digits) => { looked++; return quick(digits); });
    const seen = await Promise.all(Array.from({ length: 50 }, (_, index) => desk.check(String(1000 + index))));
    expect([looked, seen.filter((result) => result === "locked").length]).toEqual([3, 47]);
  });
  it("counts a try that never came to an end", async () => {
    const desk = createPinDesk(stored, () => 0, () => Promise.reject(new Error("no memory")));
    for (let index = 0; index < 3; index++) await expect(desk.check("1234")).rejects.toThrow("no memory");
    expect(desk.status()).toBe("locked");
  });
  it("without a PIN lets nothing through", async () => {
    expect([noPin.status(), await noPin.check("1234"), createPinDesk(undefined, () => 0).status(), await createPinDesk(undefined, () => 0, async () => true).check("1234")]).toEqual(["unset", "locked", "unset", "locked"]);
  });
});
