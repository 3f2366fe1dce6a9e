// `npm run test:fuzz` says 100,000 strange texts and as many damaged sentences in every language; the usual test run a small part of them.
import { describe, expect, test } from "vitest";
import { monotonicNowMs } from "../../src/base/time.ts";
import { intentsOf, languages } from "../understand/all-languages.ts";
import { fuzzWords } from "./fuzz-words.ts";

/** A tenth of the count of messages, of each kind and in each language. */
const asked = process.env["SOTTO_FUZZ_COUNT"];
const count = asked === undefined ? 400 : Math.ceil(Number(asked) / 10);
const seed = Number(process.env["SOTTO_FUZZ_SEED"] ?? 1);

describe.each(languages)("in %s", (language) => {
  test(`${count} strange texts and ${count} damaged sentences neither crash nor hang`, { timeout: 30 * 60_000 }, async () => {
    const { crashes, slow, ...facts } = await fuzzWords({ intents: await intentsOf(language), count, seed });
    if (asked !== undefined) console.log({ language, seed, ...facts });
    expect(crashes).toEqual([]);
    // A machine that does other things beside the usual tests is no judge of time.
    if (asked !== undefined) expect(slow).toEqual([]);
    // Strange letters say nothing.
    expect(facts.strangeActs / facts.strange).toBeLessThan(0.001);
    // Some damage is none: a word said twice at the end, a polite one left out.
    expect(facts.damagedActs).toBeGreaterThan(count / 100);
  });
});

test("a parser that throws or hangs is found", async () => {
  const intents = await intentsOf("en");
  const hang = () => { for (const startMs = monotonicNowMs(); monotonicNowMs() - startMs < 25;); };
  const nothing = { kind: "notUnderstood", heard: "", reason: "noMatch" } as const;
  expect((await fuzzWords({ intents, count: 5, seed: 1, makeParser: () => async () => { throw new TypeError("oh"); } })).crashes).toHaveLength(10);
  expect((await fuzzWords({ intents, count: 5, seed: 1, makeParser: () => async () => { hang(); return nothing; } })).slow.length).toBeGreaterThan(0);
});
