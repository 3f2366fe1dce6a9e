import { describe, expect, it } from "vitest";
import { createRuntimeSettings, gainOf, type RuntimeSettings, standardSettings, thresholdOf } from "../../src/base/runtime-settings.ts";

const lasting = () => new AbortController().signal;

describe("the settings of a running Sotto", () => {
  it("tell their listeners of a change, and of nothing else", () => {
    const settings = createRuntimeSettings(standardSettings);
    const told: RuntimeSettings[] = [];
    settings.onChange((now) => told.push(now), lasting());
    settings.set({ volumePct: 40 });
    settings.set({ volumePct: 40, muted: false });
    settings.set({});
    expect(told).toEqual([{ muted: false, volumePct: 40, sensitivityPct: 50 }]);
    expect(settings.get()).toEqual(told[0]);
  });
  it("tell a listener no more when its signal has aborted", () => {
    const settings = createRuntimeSettings(standardSettings);
    const ending = new AbortController();
    let told = 0;
    settings.onChange(() => told++, ending.signal);
    ending.abort();
    settings.set({ muted: true });
    expect(told).toBe(0);
  });
  it("abort a signal when the microphone goes off, and give another one when it is on again", () => {
    const settings = createRuntimeSettings(standardSettings);
    const first = settings.off();
    expect(first.aborted).toBe(false);
    settings.set({ muted: true });
    expect([first.aborted, settings.off().aborted]).toEqual([true, true]);
    settings.set({ muted: false });
    expect([first.aborted, settings.off().aborted]).toEqual([true, false]);
  });
  it("keep the one signal while something else is set", () => {
    const settings = createRuntimeSettings(standardSettings);
    const before = settings.off();
    settings.set({ volumePct: 1 });
    expect(settings.off()).toBe(before);
  });
  it("start switched off when they were so before", async () => {
    const settings = createRuntimeSettings({ ...standardSettings, muted: true });
    expect(settings.off().aborted).toBe(true);
    const on = settings.on(lasting());
    settings.set({ muted: false });
    await on;
  });
  it("give up waiting for the microphone on abort", async () => {
    const settings = createRuntimeSettings({ ...standardSettings, muted: true });
    await expect(settings.on(AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});

describe("the amplitude of a volume", () => {
  it.each([[0, 0], [50, 0.125], [100, 1], [-5, 0], [200, 1]])("of %d percent is %d", (volumePct, gain) => {
    expect(gainOf(volumePct)).toBeCloseTo(gain, 10);
  });
});

describe("the threshold of a sensitivity", () => {
  it.each([
    [50, 0.5, 0.5], [100, 0.5, 0.05], [0, 0.5, 0.95], [75, 0.5, 0.275], [25, 0.5, 0.725],
    [50, 0.8, 0.8], [100, 0.8, 0.05], [0, 0.8, 0.95], [-1, 0.5, 0.95], [101, 0.5, 0.05],
  ])("%d percent, with %d in the config, is %d", (sensitivityPct, configured, expected) => {
    expect(thresholdOf(sensitivityPct, configured)).toBeCloseTo(expected, 10);
  });
  it("never rises with the sensitivity", () => {
    const thresholds = Array.from({ length: 101 }, (_, sensitivityPct) => thresholdOf(sensitivityPct, 0.6));
    expect(thresholds.toSorted((a, b) => b - a)).toEqual(thresholds);
  });
});
