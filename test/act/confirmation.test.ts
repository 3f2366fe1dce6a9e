import { describe, expect, test } from "vitest";
import { chromaticityOf, hueSaturationOf, looksAlike, rgbOfChromaticity, rgbOfHueSaturation } from "../../src/act/color.ts";
import { isMomentary, tells, verdictAtRest, verdictOn } from "../../src/act/confirmation.ts";
import { topicMatches } from "../../src/act/mqtt-subscriptions.ts";
import type { Verdict } from "../../src/act/verdict.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { DeviceState } from "../../src/home/state.ts";

const open = { type: "opening.set", open: true } as const;
const close = { type: "opening.set", open: false } as const;
const half = { type: "position.set", positionPct: 50 } as const;
const dim = (brightnessPct: number) => ({ type: "brightness.set", brightnessPct }) as const;
const lock = { type: "lock.set", locked: true } as const;

test.each<[CommandAction, DeviceState, DeviceState | undefined, Verdict]>([
  [{ type: "onOff.set", on: false }, { on: false }, undefined, "yes"],
  [{ type: "onOff.set", on: false }, { brightnessPct: 0 }, { on: false }, "no"],
  [dim(50), { brightnessPct: 49 }, undefined, "yes"],
  [dim(50), { brightnessPct: 45 }, undefined, "no"],
  [dim(50), { on: false, brightnessPct: 50 }, undefined, "no"],
  [dim(0), { on: false }, undefined, "yes"],
  [dim(0), { on: true }, undefined, "no"],
  [{ type: "colorTemperature.set", kelvin: 2700 }, { colorTemperatureK: 2703 }, undefined, "yes"],
  [{ type: "colorTemperature.set", kelvin: 2700 }, { colorTemperatureK: 4000 }, undefined, "no"],
  [{ type: "setpoint.set", temperatureC: 21.5 }, { setpointC: 21.6 }, undefined, "yes"],
  [{ type: "setpoint.set", temperatureC: 21.5 }, { setpointC: 21 }, undefined, "no"],
  [{ type: "setpoint.set", temperatureC: 21.5 }, { currentC: 21.5 }, undefined, "no"],
  [lock, { lock: "locked" }, undefined, "yes"],
  [lock, { lock: "locking" }, undefined, "underway"],
  [lock, { lock: "unlocking" }, undefined, "no"],
  [lock, { lock: "jammed" }, undefined, "contrary"],
  [open, { opening: "opening" }, undefined, "underway"],
  [open, { opening: "open" }, undefined, "yes"],
  [open, { opening: "open", positionPct: 60 }, { positionPct: 10 }, "underway"],
  [open, { opening: "open", positionPct: 60 }, { positionPct: 60 }, "no"],
  [open, { opening: "open", positionPct: 99 }, { positionPct: 10 }, "yes"],
  [open, { opening: "opening", positionPct: 99 }, { positionPct: 10 }, "underway"],
  [close, { opening: "closing", positionPct: 40 }, { positionPct: 90 }, "underway"],
  [close, { opening: "open", positionPct: 40 }, { positionPct: 90 }, "underway"],
  [open, { opening: "closing" }, undefined, "no"],
  [open, { positionPct: 20 }, { positionPct: 10 }, "underway"],
  [close, { positionPct: 20 }, { positionPct: 10 }, "no"],
  [close, { opening: "closed" }, undefined, "yes"],
  [half, { positionPct: 51 }, undefined, "yes"],
  [half, { positionPct: 51, opening: "closing" }, { positionPct: 80 }, "underway"],
  [half, { opening: "closing" }, { positionPct: 80 }, "underway"],
  [half, { opening: "closing" }, undefined, "underway"],
  [half, { opening: "opening" }, { positionPct: 80 }, "no"],
  [{ type: "opening.stop" }, { opening: "opening" }, undefined, "no"],
  [{ type: "opening.stop" }, { opening: "stopped" }, undefined, "yes"],
  [{ type: "opening.stop" }, { opening: "open", positionPct: 40 }, { opening: "opening", positionPct: 30 }, "yes"],
  [{ type: "opening.stop" }, { opening: "open", positionPct: 40 }, { opening: "open", positionPct: 30 }, "no"],
  [{ type: "fanSpeed.set", speedPct: 67 }, { on: true, fanSpeedPct: 67 }, undefined, "yes"],
  [{ type: "fanSpeed.set", speedPct: 67 }, { on: false, fanSpeedPct: 67 }, undefined, "no"],
  [{ type: "scene.activate" }, { on: true }, undefined, "no"],
])("%o is shown by %o, after %o: %s", (command, fresh, before, expected) => {
  expect(verdictOn(command, fresh, before)).toBe(expected);
});

test.each<[CommandAction, DeviceState, DeviceState | undefined, Verdict]>([
  [{ type: "opening.stop" }, { positionPct: 40 }, { positionPct: 30 }, "yes"],
  [{ type: "opening.stop" }, { opening: "opening" }, { opening: "opening" }, "no"],
  [{ type: "opening.stop" }, { available: true }, { positionPct: 30 }, "no"],
  [open, { opening: "open", positionPct: 60 }, { positionPct: 10 }, "yes"],
  [open, { opening: "open", positionPct: 10 }, { positionPct: 10 }, "no"],
  [close, { opening: "open", positionPct: 30 }, { positionPct: 90 }, "no"],
  [close, { opening: "open", positionPct: 1 }, { positionPct: 90 }, "yes"],
  [half, { positionPct: 51, opening: "open" }, { positionPct: 80 }, "yes"],
  [half, { positionPct: 51, opening: "closing" }, { positionPct: 80 }, "no"],
  [{ type: "onOff.set", on: true }, { on: true }, undefined, "yes"],
])("%o at rest is shown by %o, after %o: %s", (command, fresh, before, expected) => {
  expect(verdictAtRest(command, fresh, before)).toBe(expected);
});

test.each<[CommandAction, boolean]>([
  [{ type: "lock.open" }, true], [{ type: "lock.set", locked: false }, false], [{ type: "scene.activate" }, true], [{ type: "onOff.set", on: true }, false],
  [{ type: "playback.set", action: "next" }, true], [{ type: "playback.set", action: "pause" }, false], [{ type: "activity.set", activity: "locate" }, true], [{ type: "activity.set", activity: "dock" }, false],
])("%o is done anew each time: %s", (command, expected) => {
  expect(isMomentary(command)).toBe(expected);
});

test("a question needs the very thing that is asked for", () => {
  expect([tells({ available: true }, "onOff"), tells({ on: false }, "brightness"), tells({ currentC: 20 }, "reading"), tells({ on: true }, "activate")]).toEqual([false, true, true, false]);
});

describe("colours", () => {
  const colors = [{ red: 255, green: 0, blue: 0 }, { red: 0, green: 255, blue: 0 }, { red: 0, green: 0, blue: 255 }, { red: 255, green: 128, blue: 0 }, { red: 128, green: 0, blue: 255 }, { red: 255, green: 255, blue: 255 }];
  test.each(colors)("%o survives hue and saturation", (color) => {
    const back = rgbOfHueSaturation(hueSaturationOf(color));
    for (const part of ["red", "green", "blue"] as const) expect(Math.abs(back[part] - color[part])).toBeLessThanOrEqual(1);
  });
  test.each(colors)("%o survives chromaticity as far as the eye goes", (color) => {
    expect(looksAlike(rgbOfChromaticity(chromaticityOf(color)), color)).toBe(true);
  });
  test("red is not blue, and white is not red", () => {
    expect([looksAlike(colors[0]!, colors[2]!), looksAlike(colors[0]!, colors[5]!)]).toEqual([false, false]);
  });
});

test.each([
  ["a/b", "a/b", true], ["a/+", "a/b", true], ["a/+", "a/b/c", false], ["a/+", "a", false], ["a/#", "a/b/c", true],
  ["a/#", "a", true], ["#", "a/b", true], ["+/b", "a/b", true], ["a/b", "a", false], ["a/+/c", "a//c", true],
])("the filter %s against the topic %s: %s", (filter, topic, expected) => {
  expect(topicMatches(filter, topic)).toBe(expected);
});
