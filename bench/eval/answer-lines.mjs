// Lines of text, each with its home and language → what Sotto makes of them, and how long that took.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { goldCommands } from "./gold-commands.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = process.env.SOTTO_DIST ?? join(root, "dist");
const { homeOfList } = await import(join(dist, "home/listed-home.js"));
const { readHomeDump } = await import(join(dist, "home/read-home-dump.js"));
const { parseJsonObject } = await import(join(dist, "home/config-values.js"));
const { readIntents } = await import(join(dist, "understand/load-intents.js"));
const { createTemplateParser } = await import(join(dist, "understand/template-parser.js"));
const { firstMatchNow } = await import(join(dist, "understand/not-now.js"));

const { signal } = new AbortController();
const noModel = async (heard) => ({ kind: "notUnderstood", heard, reason: "noMatch" });

/** Where a line that names no home was said: the largest home of the sets, and the room that ood.jsonl is said in. */
const usualHome = { file: "ha_en.json", areaName: "Living Room" };

/** JSON lines of a file; an error names the line. */
export function readLines(file) {
  return readFileSync(file, "utf8").split("\n").flatMap((text, index) => {
    if (text.trim() === "") return [];
    const line = parseJsonObject(text);
    if (typeof line?.text !== "string" || typeof line.id !== "string") throw new Error(`${file}:${index + 1}: expected a JSON object with id and text`);
    return [line];
  });
}

/** Homes by file name, read once. */
export function createHomes(directory) {
  const homes = new Map();
  return (name) => {
    if (!homes.has(name)) homes.set(name, readHome(join(directory, name)));
    return homes.get(name);
  };
}

function readHome(file) {
  if (!existsSync(file)) throw new Error(`${file} is not there: name the folder of the homes with --homes`);
  const read = readHomeDump(parseJsonObject(readFileSync(file, "utf8")) ?? {});
  if (!read.ok) throw new Error(`${file}:\n${read.problem}`);
  return homeOfList(read.home);
}

/** The parsers of the languages that intents/ has; undefined for one that it has not. `guess` answers after the templates. */
export function createParsers({ sure, guess }) {
  const parsers = new Map();
  return (language) => {
    if (!parsers.has(language)) parsers.set(language, makeParser(language, { sure, guess }));
    return parsers.get(language);
  };
}

async function makeParser(language, { sure, guess }) {
  const folder = join(root, "intents", language);
  if (!existsSync(folder)) return undefined;
  const intents = await readIntents(folder);
  if (!sure) return guess(intents);
  return firstMatchNow(createTemplateParser(intents), guess === undefined ? noModel : await guess(intents), intents);
}

/**
 * Every line's prediction, in order, with the milliseconds of each. Lines in a language without intents are left out
 * and counted by language.
 */
export async function answerLines(lines, { homeOf, parserOf, language, times = 1 }) {
  const predictions = [];
  const skipped = new Map();
  for (const line of lines) {
    const spoken = language ?? line.lang ?? "en";
    const parse = await parserOf(spoken);
    if (parse === undefined) {
      skipped.set(spoken, (skipped.get(spoken) ?? 0) + 1);
      continue;
    }
    predictions.push(await answerLine(line, parse, { homeOf, times }));
  }
  return { predictions, skipped };
}

/** Said `times` times in a row, of which the middle time counts: what else the machine does is no cost of a sentence. */
async function answerLine(line, parse, { homeOf, times }) {
  const home = homeOf(line.home ?? usualHome.file);
  const areaName = line.home === undefined ? usualHome.areaName : line.satellite_area;
  const heardInAreaId = [...home.areas.values()].find(({ id, name }) => name === areaName || id === areaName)?.id;
  const tooks = [];
  let result;
  for (let turn = 0; turn < times; turn++) {
    const startMs = performance.now();
    result = await parse(line.text, { home, heardInAreaId, signal });
    tooks.push(performance.now() - startMs);
  }
  const tookMs = tooks.sort((one, other) => one - other)[Math.floor(times / 2)];
  if (result.kind !== "commands") return { id: line.id, commands: [], tookMs, why: [result.reason, result.subject, ...(result.candidates ?? [])].filter((word) => word !== undefined).join(": ") };
  return { id: line.id, commands: goldCommands(result.commands, home), tookMs, by: result.matches.map(({ intent }) => intent) };
}

/** One sentence through each parser first: what is built lazily or compiled at the first call is no sentence's time. */
export async function warmUp(lines, settings) {
  await answerLines(lines.slice(0, 50), settings);
}

export function percentiles(tooks) {
  const sorted = [...tooks].sort((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? Number.NaN };
}

export const nameOf = (file) => basename(file).replace(/\.jsonl$/, "");
