import { describe, expect, it } from "vitest";
import { createProgressPrinter, createRateMeter, duration, megabytes, renderProgress } from "../../src/daemon/progress-bar.ts";

const progress = { label: "tiny.en", doneBytes: 19_900_000, totalBytes: 32_200_000, bytesPerSecond: 3_100_000 };

describe("a progress bar", () => {
  it("shows share, sizes, rate and what remains", () => {
    expect(renderProgress(progress, 100)).toBe("tiny.en  ██████████████████░░░░░░░░░░░░  61 %  19.9 of 32.2 MB  3.1 MB/s  4 s left");
  });
  it.each([0, 1, 10, 20, 40, 50, 60, 80, 200])("is never wider than %i columns", (columns) => {
    expect(renderProgress(progress, columns).length).toBeLessThanOrEqual(columns);
  });
  it("gives up the bar first on a narrow terminal", () => {
    expect(renderProgress(progress, 56)).toBe("tiny.en  61 %  19.9 of 32.2 MB  3.1 MB/s  4 s left");
  });
  it("says nothing of the rate before it is known, nor at the end", () => {
    expect(renderProgress({ ...progress, bytesPerSecond: undefined }, 45)).toBe("tiny.en  ████████░░░░░  61 %  19.9 of 32.2 MB");
    expect(renderProgress({ ...progress, doneBytes: 32_200_000 }, 40)).toMatch(/█ {2}100 % {2}32\.2 of 32\.2 MB$/);
  });
  it("waits when nothing comes", () => {
    expect(renderProgress({ ...progress, bytesPerSecond: 0 }, 80)).toMatch(/waiting$/);
  });
  it("does not round up to 100 %", () => {
    expect(renderProgress({ ...progress, doneBytes: 32_199_999 }, 80)).toContain("99 %");
  });
});

describe("a rate", () => {
  it("is that of the last five seconds", () => {
    const meter = createRateMeter();
    expect(meter(0, 0)).toBeUndefined();
    expect(meter(100, 100)).toBeUndefined();
    expect(meter(1000, 1000)).toBe(1000);
    expect(meter(1000, 6000)).toBe(0);
    expect(meter(5000, 8000)).toBe(2000);
  });
  it("begins again when a download does", () => {
    const meter = createRateMeter();
    meter(50_000, 0);
    expect(meter(10, 1000)).toBeUndefined();
    expect(meter(510, 2000)).toBe(500);
  });
});

describe("numbers", () => {
  it.each([[0, "0 s"], [3.2, "4 s"], [59.5, "1 min 0 s"], [200, "3 min 20 s"], [7500, "2 h 5 min"], [1e9, "more than 100 h"]])("%d seconds are %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
  it.each([[0, "0.0"], [32_166_155, "32.2"], [668_788_096, "669"]])("%d bytes are %s MB", (bytes, text) => {
    expect(megabytes(bytes)).toBe(text);
  });
});

describe("a progress printer", () => {
  const print = (columns: number | undefined) => {
    const written: string[] = [];
    let atMs = 0;
    const printer = createProgressPrinter({ label: "m", totalBytes: 100 }, { columns, write: (text) => written.push(text), nowMs: () => atMs });
    for (let bytes = 0; bytes <= 100; bytes++) {
      printer.show(bytes);
      atMs += 50;
    }
    printer.finish();
    return written;
  };
  it("draws one line over and over on a terminal, ten times a second at most", () => {
    const written = print(60);
    expect(written.slice(0, -1).every((text) => text.startsWith("\r"))).toBe(true);
    expect(written).toHaveLength(51 + 2);
    expect(written.at(-2)).toContain("100 %");
  });
  it("writes a line for each tenth where there is no terminal", () => {
    const written = print(undefined);
    expect(written.map((text) => /(\d+) %/.exec(text)?.[1])).toEqual(["0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100"]);
    expect(written.join("")).not.toContain("\r");
  });
});
