// Home Assistant's sentence tests → gold lines and homes that `npm run eval` and score.py of ../shared/eval read.
//   node bench/ha-sets.mjs --checkout DIR --language LANG --out DIR [--half a|b] [--one-home]
// Writes DIR/ha_LANG[.HALF].jsonl, what asks for nothing that a home does to DIR/ha_LANG_other[.HALF].jsonl, and
// DIR/homes/*.json. `--half` splits the sentences in two for good, so that
// what is written from one half can be measured on the other. `--one-home` puts the fixtures of all files into one home.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCases } from "./eval/ha-test-files.mjs";
import { goldOf } from "./eval/ha-test-gold.mjs";
import { areaNamed, halfOf, homeOfFixtures } from "./eval/ha-test-homes.mjs";

const { values } = parseArgs({ options: { checkout: { type: "string" }, language: { type: "string" }, out: { type: "string" }, half: { type: "string" }, "one-home": { type: "boolean", default: false } } });
const { checkout, language, out, half } = values;
if (checkout === undefined || language === undefined || out === undefined || ![undefined, "a", "b"].includes(half)) {
  console.error("usage: node bench/ha-sets.mjs --checkout DIR --language LANG --out DIR [--half a|b] [--one-home]");
  process.exit(2);
}

const cases = readCases(checkout, language);
const groups = new Map();
for (const one of cases) {
  const key = values["one-home"] ? "all" : one.home;
  groups.set(key, [...(groups.get(key) ?? []), one]);
}
mkdirSync(join(out, "homes"), { recursive: true });
const lines = [];
const unlabelled = new Map();
for (const [key, members] of groups) {
  const file = `ha_${language}_${key}.json`;
  const home = homeOfFixtures(file.replace(".json", ""), language, [...new Set(members.map(({ fixtures }) => fixtures))]);
  const own = members.map((one) => ({ ...one, contextArea: one.contextArea === true ? areaNamed(home, home.areas[0]?.name ?? "Zeta") : one.contextArea }));
  // Twice: what a later sentence adds to the home belongs to the answers of the earlier ones too.
  for (const one of own) goldOf(one, home);
  for (const one of own) {
    const gold = goldOf(one, home);
    if (gold === undefined) unlabelled.set(one.intent, (unlabelled.get(one.intent) ?? 0) + 1);
    else if (half === undefined || halfOf(one.id) === half) lines.push({ id: one.id, text: one.text, lang: language, home: file, satellite_area: one.contextArea ?? null, gold, accept: [] });
  }
  writeFileSync(join(out, "homes", file), JSON.stringify(home));
}
for (const [suffix, wanted] of [["", lines.filter(({ gold }) => gold.length > 0)], ["_other", lines.filter(({ gold }) => gold.length === 0)]]) {
  const set = join(out, `ha_${language}${suffix}${half === undefined ? "" : `.${half}`}.jsonl`);
  writeFileSync(set, wanted.map((line) => `${JSON.stringify(line)}\n`).join(""));
  console.log(`${set}: ${wanted.length} lines`);
}
console.log(`${join(out, "homes")}: ${groups.size} homes`);
for (const [intent, count] of unlabelled) console.warn(`left out: ${count} of ${intent}, for which the labels have no word`);
