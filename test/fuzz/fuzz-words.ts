// Strange texts and damaged sentences through the parser of one language, each one timed.
import { performance } from "node:perf_hooks";
import type { AreaId, Area, Device, DeviceKind, Home } from "../../src/home/home.ts";
import { explain } from "../../src/understand/explain.ts";
import type { CommandParser } from "../../src/understand/command-parser.ts";
import type { Intents } from "../../src/understand/intent.ts";
import { createSampler } from "../../src/understand/sample-sentences.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { areaId, homeOf, testDevice } from "../fixtures/home.ts";
import { pickFrom, seededRandom } from "../fakes/seeded-random.ts";
import { starHome } from "../understand/all-languages.ts";
import { damaged, strangeText } from "./strange-words.ts";

export type WordsReport = {
  readonly strange: number;
  readonly damaged: number;
  /** How many of each became commands. */
  readonly strangeActs: number;
  readonly damagedActs: number;
  readonly crashes: readonly string[];
  /** Texts that took longer than they may, each time of four. */
  readonly slow: readonly string[];
  readonly slowestMs: number;
};

const slowMs = 20;
/** In a home of things called "and" and "a a": there every word may be the name of something, and a list of them. */
const slowInHostileHomeMs = 100;
/** Explaining looks at everything, which is for a person and takes its time; it must not crash either. */
const explainEvery = 499;
const sentencesDrawn = 3000;

export type WordsSettings = { readonly intents: Intents; readonly count: number; readonly seed: number; readonly makeParser?: (intents: Intents) => CommandParser };

/** @param count of strange texts, and of damaged sentences as many */
export async function fuzzWords({ intents, count, seed, makeParser = createTemplateParser }: WordsSettings): Promise<WordsReport> {
  const random = seededRandom(seed);
  const parse = makeParser(intents);
  const homes = [starHome(), hostileHome()];
  const sentences = homes.flatMap((home) => Array.from({ length: sentencesDrawn }, createSampler(intents, home, random)).flatMap((sample) => sample === undefined ? [] : [sample.text]));
  const report = { strange: 0, damaged: 0, strangeActs: 0, damagedActs: 0, slowestMs: 0 };
  const [crashes, slow]: [string[], string[]] = [[], []];
  const signal = new AbortController().signal;
  for (let index = 0; index < 2 * count; index++) {
    const kind = index % 2 === 0 ? "strange" : "damaged";
    const text = kind === "strange" ? strangeText(random) : damaged(pickFrom(sentences, random), sentences, random);
    const home = pickFrom(homes, random);
    const heardInAreaId = random() < 0.2 ? undefined : pickFrom([...home.areas.keys()], random);
    const context = { home, heardInAreaId, signal };
    report[kind]++;
    try {
      const startMs = performance.now();
      const result = await parse(text, context);
      const tookMs = performance.now() - startMs;
      if (result.kind === "commands") report[`${kind}Acts`]++;
      report.slowestMs = Math.max(report.slowestMs, tookMs);
      // The first sentences find the compiler cold; only what is slow each time is slow by itself.
      const limitMs = home === homes[0] ? slowMs : slowInHostileHomeMs;
      if (tookMs > limitMs && Math.min(...await timesOf(() => parse(text, context))) > limitMs) slow.push(`${Math.round(tookMs)} ms: ${JSON.stringify(text.slice(0, 300))}`);
      if (index % explainEvery === 0) await explain(intents, text, context);
    } catch (error) {
      if (crashes.length < 20) crashes.push(`${error instanceof Error ? error.stack?.split("\n").slice(0, 3).join(" ") : String(error)}: ${JSON.stringify(text.slice(0, 300))}`);
    }
  }
  return { ...report, crashes, slow };
}

async function timesOf(work: () => Promise<unknown>): Promise<readonly number[]> {
  const tooks: number[] = [];
  for (let count = 0; count < 3; count++) {
    const startMs = performance.now();
    await work();
    tooks.push(performance.now() - startMs);
  }
  return tooks;
}

/** A home whose names are made to have as many readings as can be: of joining words, of commands, of one letter, of each other. */
export function hostileHome(): Home {
  const words = ["and", "the", "a", "on", "off", "turn on", "lights", "light", "lights light", "all", "everything", "a a", "a a a a a a", "and and", "kitchen", "kitchen kitchen", "in", "to 20", "20", "percent", "和", "的", "打开", "灯", "灯灯", "und", "das", "\u0301", "🦄", "עִבְרִית", "‏مطبخ", "x".repeat(64), "room"];
  const kinds: readonly DeviceKind[] = ["light", "switch", "lock", "cover", "climate", "fan", "mediaPlayer", "scene", "sensor"];
  const areas: readonly Area[] = ["a", "and", "kitchen", "kitchen kitchen", "all", "灯", "lights", "room"].map((name) => ({ id: areaId(`area ${name}`), name, aliases: [`${name} ${name}`] }));
  const devices: readonly Device[] = Array.from({ length: 600 }, (_, index) => {
    const [first, second] = [words[index % words.length] ?? "", words[Math.floor(index / words.length) % words.length] ?? ""];
    const device = testDevice(index < words.length ? first : `${first} ${second}`, kinds[index % kinds.length] ?? "light", { id: `device ${index}`, aliases: [second, `${second} ${first}`] });
    const area = areas[index % (areas.length + 1)];
    return area === undefined ? device : { ...device, areaId: area.id as AreaId };
  });
  return homeOf(devices, areas);
}
