// How much of a checkout of Home Assistant's sentence files is understood: its own tests, each in a home made for it.
// node bench/ha-sentences.mjs CHECKOUT [--languages de,fr] [--misses N]
// "right": the command and the devices are those of the test. "rightly silent": tests of something that nothing here does, which gave no command.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { expectedCommand } from "./ha/expected.mjs";
import { homeOfTest } from "./ha/test-home.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.env.SOTTO_DIST ?? join(root, "dist");
const { loadCheckout } = await import(join(dist, "understand/load-foreign.js"));
const { createTemplateParser } = await import(join(dist, "understand/template-parser.js"));
const { firstMatchNow } = await import(join(dist, "understand/not-now.js"));

const { values, positionals: [checkout] } = parseArgs({ allowPositionals: true, options: { languages: { type: "string" }, misses: { type: "string", default: "0" }, wrong: { type: "boolean", default: false } } });
if (checkout === undefined) throw new Error("Name the folder of the checkout: node bench/ha-sentences.mjs CHECKOUT");
const catalogue = parse(readFileSync(join(checkout, "intents.yaml"), "utf8"));
const languages = values.languages?.split(",") ?? readdirSync(join(checkout, "sentences"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const { signal } = new AbortController();

const isSame = (expected, given) => Array.isArray(expected) ? expected.some((one) => isSame(typeof one === "string" ? one.trim() : one, given)) : typeof expected === "number" ? typeof given === "number" && Math.abs(expected - given) < 0.05 : typeof expected === "string" ? String(given).toLowerCase() === expected.toLowerCase() : expected === given;

/** A thermostat that is asked for the temperature is one of several. */
const oneOfMany = new Set(["HassClimateGetTemperature"]);

function verdict(result, intent, slots, meant) {
  const expected = meant.length === 0 ? [{ command: expectedCommand(intent, slots, undefined), targets: [] }] : meant.map(({ domain, targets }) => ({ command: expectedCommand(intent, slots, domain), targets }));
  if (expected.every(({ command }) => command === undefined)) return result.kind === "commands" ? "wrong" : "silent";
  if (result.kind !== "commands") return "missed";
  return expected.some(({ command, targets }) => command !== undefined && isRight(result.commands, command, targets, oneOfMany.has(intent))) ? "right" : "wrong";
}

function isRight([command, ...others], expected, targets, one) {
  const fields = Object.entries(expected).filter(([, value]) => value !== undefined).every(([key, value]) => isSame(value, command[key]));
  const ids = [command, ...others].flatMap(({ deviceIds }) => deviceIds);
  const devices = command.type.startsWith("timer.") || (ids.every((id) => targets.includes(id)) && (one ? ids.length > 0 : ids.length === targets.length));
  return fields && devices && others.every(({ type }) => type === command.type);
}

async function measure(language) {
  const started = performance.now();
  const { intents, problems } = await loadCheckout(checkout, language, join(root, "intents"));
  const loadMs = performance.now() - started;
  const parser = firstMatchNow(createTemplateParser(intents), async (heard) => ({ kind: "notUnderstood", heard, reason: "noMatch" }), intents);
  const counts = { right: 0, missed: 0, wrong: 0, silent: 0 };
  const perIntent = new Map();
  const misses = [];
  const times = [];
  const folder = join(checkout, "tests", language);
  for (const path of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".yaml")).sort()) {
    const [intent, name] = path.split("/");
    if (name === undefined) continue;
    const file = parse(readFileSync(join(folder, path), "utf8")) ?? {};
    const known = catalogue[intent]?.slot_combinations?.[basename(name, ".yaml")] ?? {};
    for (const test of file.tests ?? []) {
      const inferred = [known.inferred_domains, known.name_domains].flatMap((all) => Object.values(all ?? {}).flat());
      const domains = test.slots?.domain ?? test.inferred_domain ?? test.context?.domain ?? (inferred.length === 0 ? undefined : inferred);
      const { home, heardIn, meant } = homeOfTest(file, test, intent, { contextArea: known.context_area === true, domains: domains === undefined ? undefined : [domains].flat() });
      for (const sentence of test.sentences) {
        const before = performance.now();
        const result = await parser(sentence, { home, heardInAreaId: heardIn, signal });
        times.push(performance.now() - before);
        const found = verdict(result, intent, test.slots ?? {}, meant);
        counts[found]++;
        perIntent.set(`${intent} ${found}`, (perIntent.get(`${intent} ${found}`) ?? 0) + 1);
        if (found === "missed" || found === "wrong") misses.push(`${found}: ${path}: "${sentence}" ${JSON.stringify(test.slots)} ${meant.flatMap(({ targets }) => targets).join(" ")} → ${result.kind === "commands" ? JSON.stringify(result.commands) : `${result.reason} ${result.subject ?? ""}`}`);
      }
    }
  }
  return { counts, misses, perIntent, loadMs, times: times.sort((a, b) => a - b), problems };
}

console.log("language  commands  right   missed  wrong | rightly silent | load ms  p50 ms  p99 ms");
for (const language of languages) {
  const { counts, misses, loadMs, times, problems } = await measure(language);
  const commands = counts.right + counts.missed + counts.wrong;
  const share = (part, whole) => whole === 0 ? "-" : (part / whole).toFixed(3);
  const at = (part) => (times[Math.floor(times.length * part)] ?? 0).toFixed(2);
  console.log([language.padEnd(9), String(commands).padStart(8), share(counts.right, commands).padStart(7), String(counts.missed).padStart(8), String(counts.wrong).padStart(6), " |", String(counts.silent).padStart(14), " |", loadMs.toFixed(0).padStart(8), at(0.5).padStart(7), at(0.99).padStart(7)].join(" "));
  for (const problem of problems) console.log(`  ${problem}`);
  for (const miss of misses.filter((text) => !values.wrong || text.startsWith("wrong")).slice(0, Number(values.misses))) console.log(`  ${miss}`);
}
