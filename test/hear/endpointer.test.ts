import { describe, expect, it } from "vitest";
import { completeEndpointerSettings, createEndpointer, type EndpointerEvent, endpointerDefaults, type EndpointerSettings } from "../../src/hear/endpointer.ts";

/** Probabilities, each for so many chunks of 100 ms. */
type Heard = readonly (readonly [probability: number, chunks: number])[];
type Row = [what: string, heard: Heard, events: readonly (readonly [event: EndpointerEvent, atMs: number])[], settings?: Partial<EndpointerSettings>];

const base: Partial<EndpointerSettings> = { threshold: 0.5, minSpeechMs: 300, preRollMs: 300, silenceMs: 700, maxMs: 5000, noSpeechMs: 2000 };

const rows: Row[] = [
  ["speech and silence", [[0, 5], [0.9, 10], [0, 20]], [["speechStarted", 800], ["speechEnded", 2200]]],
  ["nobody", [[0, 40]], [["noSpeech", 2000]]],
  ["a click", [[0, 5], [0.9, 2], [0, 40]], [["noSpeech", 2000]]],
  ["two clicks that together would be long enough", [[0.9, 2], [0, 1], [0.9, 2], [0, 40]], [["noSpeech", 2000]]],
  ["a voice that begins as patience ends", [[0, 19], [0.9, 10], [0, 20]], [["speechStarted", 2200], ["speechEnded", 3600]]],
  ["a click as patience ends", [[0, 19], [0.9, 2], [0, 20]], [["noSpeech", 2200]]],
  ["a pause within a sentence", [[0.9, 5], [0, 6], [0.9, 5], [0, 20]], [["speechStarted", 300], ["speechEnded", 2300]]],
  ["a pause just long enough to end it", [[0.9, 5], [0, 7], [0.9, 5]], [["speechStarted", 300], ["speechEnded", 1200]]],
  ["a voice exactly at the threshold", [[0.5, 3]], [["speechStarted", 300]]],
  ["a voice just below the threshold", [[0.499, 20]], [["noSpeech", 2000]]],
  ["a voice that fades to between both thresholds goes on", [[0.9, 3], [0.4, 20], [0, 7]], [["speechStarted", 300], ["speechEnded", 3000]]],
  ["silence goes on between both thresholds", [[0.9, 3], [0.3, 1], [0.4, 6]], [["speechStarted", 300], ["speechEnded", 1000]]],
  ["a voice may begin to fade before it counts as speech", [[0.9, 1], [0.4, 2], [0, 7]], [["speechStarted", 300], ["speechEnded", 1000]]],
  ["a monologue, ended so that the pre-roll fits", [[0.9, 60]], [["speechStarted", 300], ["tooLong", 4700]]],
  ["silence and the longest at once", [[0.9, 40], [0, 7]], [["speechStarted", 300], ["speechEnded", 4700]]],
  ["nothing after the end", [[0.9, 5], [0, 7], [0.9, 60]], [["speechStarted", 300], ["speechEnded", 1200]]],
  ["no number at all", [[Number.NaN, 40]], [["noSpeech", 2000]]],
  ["an end threshold of its own", [[0.9, 3], [0.2, 20], [0, 7]], [["speechStarted", 300], ["speechEnded", 3000]], { endThreshold: 0.1 }],
  ["a threshold so low that the end threshold meets its floor", [[0.1, 3], [0.02, 5], [0.005, 7]], [["speechStarted", 300], ["speechEnded", 1500]], { threshold: 0.1 }],
];

describe("the end-pointer", () => {
  it.each<Row>(rows)("hears %s", (_, heard, events, settings = {}) => {
    expect(run(heard, { ...base, ...settings })).toEqual(events);
  });

  it("has defaults that Home Assistant and Silero ship", () => {
    expect(completeEndpointerSettings({})).toEqual({ ...endpointerDefaults, endThreshold: 0.35 });
    expect(endpointerDefaults).toMatchObject({ threshold: 0.5, preRollMs: 300, silenceMs: 700, maxMs: 15_000 });
  });

  it("works with nothing set", () => {
    const endpointer = createEndpointer();
    const events = Array.from({ length: 200 }, () => endpointer(0, 32)).filter((event) => event !== undefined);
    expect(events).toEqual(["noSpeech"]);
  });
});

function run(heard: Heard, settings: Partial<EndpointerSettings>): [EndpointerEvent, number][] {
  const endpointer = createEndpointer(settings);
  const events: [EndpointerEvent, number][] = [];
  let atMs = 0;
  for (const [probability, chunks] of heard) {
    for (let i = 0; i < chunks; i++) {
      atMs += 100;
      const event = endpointer(probability, 100);
      if (event !== undefined) events.push([event, atMs]);
    }
  }
  return events;
}
