// Training sentences from the templates of a language, each with what Sotto makes of it, as JSON lines.
//   node training/sentences.mjs --home FILE [--language en] [--count 1000] [--seed 1] [--room AREA]      (after npm run build)
// FILE is a home as `sotto home import` reads it. Sentences that this home gives no command for are left out, so that every line's
// `commands` are what the parser itself says of its text.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.env.SOTTO_DIST ?? join(root, "dist");
const { homeOfList } = await import(join(dist, "home/listed-home.js"));
const { readHomeDump } = await import(join(dist, "home/read-home-dump.js"));
const { readIntents } = await import(join(dist, "understand/load-intents.js"));
const { createSampler } = await import(join(dist, "understand/sample-sentences.js"));
const { createTemplateParser } = await import(join(dist, "understand/template-parser.js"));

const usage = "usage: node training/sentences.mjs --home FILE [--language en] [--count 1000] [--seed 1] [--room AREA]";
const { values } = parseArgs({ options: { home: { type: "string" }, language: { type: "string", default: "en" }, count: { type: "string", default: "1000" }, seed: { type: "string", default: "1" }, room: { type: "string" } } });
const [count, seed] = [Number(values.count), Number(values.seed)];
if (values.home === undefined || !Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  console.error(usage);
  process.exit(2);
}
const read = readHomeDump(JSON.parse(readFileSync(values.home, "utf8")));
if (!read.ok) {
  console.error(`${values.home}: ${read.problem}`);
  process.exit(1);
}
const home = homeOfList(read.home);
const heardInAreaId = [...home.areas.values()].find(({ name }) => name === values.room)?.id;
const intents = await readIntents(join(root, "intents", values.language));
const parse = createTemplateParser(intents);
const draw = createSampler(intents, home, randomFrom(seed));
const { signal } = new AbortController();
const said = new Set();
// A small home has only so many sentences.
for (let tries = 0; said.size < count && tries < count * 50; tries++) {
  const text = draw()?.text;
  if (text === undefined || said.has(text)) continue;
  const result = await parse(text, { home, heardInAreaId, signal });
  if (result.kind !== "commands") continue;
  said.add(text);
  console.log(JSON.stringify({ text, language: values.language, room: values.room ?? null, intents: result.matches.map(({ intent }) => intent), commands: result.commands }));
}
if (said.size < count) console.error(`only ${said.size} different sentences were found for this home`);

/** The generator "mulberry32": the same numbers with the same seed. */
function randomFrom(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
