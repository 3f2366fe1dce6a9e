// `npm run test:fuzz` feeds a million mutated inputs; the usual test run a small part of them.
import { expect, test } from "vitest";
import type { HomeSource } from "../../src/home/home-source.ts";
import { monotonicNowMs } from "../../src/base/time.ts";
import { fuzzCorpus } from "./corpus.ts";
import { fuzzHome } from "./fuzz-home.ts";

const count = Number(process.env["SOTTO_FUZZ_COUNT"] ?? 20_000);
const seed = Number(process.env["SOTTO_FUZZ_SEED"] ?? 1);

test(`${count} mutated announcements, states and commands neither crash, nor hang, nor pile up`, { timeout: 30 * 60_000 }, () => {
  const { crashes, slow, wrong, heapMb, ...facts } = fuzzHome({ count, seed, corpus: fuzzCorpus() });
  if (process.env["SOTTO_FUZZ_COUNT"] !== undefined) console.log({ seed, ...facts, heapMb });
  expect({ crashes, slow, wrong }).toEqual({ crashes: [], slow: [], wrong: [] });
  // The home is bounded by its topics; what is kept in memory beside it must not grow with the inputs.
  expect(heapMb.late).toBeLessThan(heapMb.early * 1.5 + 20);
});

test("a source that throws or hangs is found", () => {
  const hang = () => { for (const startMs = monotonicNowMs(); monotonicNowMs() - startMs < 60;); };
  const faulty = (receive: HomeSource["receive"]): HomeSource => ({ name: "homie", filters: ["#"], receive, drafts: () => [], claims: () => [] });
  const run = (receive: HomeSource["receive"]) => fuzzHome({ count: 20, seed: 1, corpus: [{ topic: "a", payload: "{}" }], sources: () => [faulty(receive)] });
  expect(run(() => { throw new TypeError("oh"); }).crashes.length).toBeGreaterThan(10);
  expect(run(() => { hang(); return { changed: false }; }).slow.length).toBeGreaterThan(10);
  expect(run(() => ({ changed: false, ask: [{ topic: "a/set", payload: "ON" }] })).wrong.length).toBeGreaterThan(10);
});
