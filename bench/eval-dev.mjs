// All development sets of ../shared/eval in one table, scored by its score.py.
//   npm run eval:dev [-- --wrong N] [SET …]        SOTTO_SHARED names another place of ../shared
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { answerLines, createHomes, createParsers, percentiles, readLines, warmUp } from "./eval/answer-lines.mjs";

const folder = join(process.env.SOTTO_SHARED ?? fileURLToPath(new URL("../../shared", import.meta.url)), "eval");
const { values: { wrong }, positionals } = parseArgs({ options: { wrong: { type: "string", default: "0" } }, allowPositionals: true });
const sets = positionals.length > 0 ? positionals.map((set) => set.replace(/\.jsonl$/, "")) : ["ha_en", "zh-TW", "zh-CN", "aphd_assist_mini", "ood", "almond_logs"];

if (!existsSync(folder)) {
  console.warn(`\nSKIPPED: npm run eval:dev measured NOTHING, because ${folder} is absent\n`);
  process.exit(0);
}
if (spawnSync("python3", ["--version"]).status !== 0) {
  console.warn("\nSKIPPED: npm run eval:dev measured NOTHING, because score.py needs python3\n");
  process.exit(0);
}
const scratch = mkdtempSync(join(tmpdir(), "sotto-eval-"));
const rows = [];
const notes = [];
const settings = { homeOf: createHomes(join(folder, "homes")), parserOf: createParsers({ sure: true, guess: undefined }), times: 3 };
for (const set of sets) rows.push(await rowOf(set));
rmSync(scratch, { recursive: true });
const columns = ["set", "lines", "strict", "lenient", "wrong_act", "no_command", "false_act", "p50 ms", "p95 ms", "p99 ms"];
const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index].length)));
for (const row of [columns, ...rows]) console.log(row.map((cell, index) => index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index])).join("  "));
for (const note of notes) console.warn(note);

async function rowOf(set) {
  const file = join(folder, "dev", `${set}.jsonl`);
  if (!existsSync(file)) return skippedRow(set, `${file} is absent`);
  const lines = readLines(file);
  await warmUp(lines, settings);
  const { predictions, skipped } = await answerLines(lines, settings);
  if (skipped.size > 0) return skippedRow(set, `${[...skipped].map(([language, count]) => `intents/${language} is absent (${count} lines)`).join(", ")}`);
  const { p50, p95, p99 } = percentiles(predictions.map(({ tookMs }) => tookMs));
  const times = [p50, p95, p99].map((ms) => ms.toFixed(2));
  return lines.some((line) => line.gold !== undefined) ? [set, ...scored(set, file, predictions), ...times] : [set, String(lines.length), ...actedShare(set, lines, predictions), ...times];
}

function skippedRow(set, why) {
  notes.push(`SKIPPED: ${set}, because ${why}`);
  return [set, "SKIPPED", ...Array(8).fill("")];
}

function scored(set, file, predictions) {
  const answers = join(scratch, `${set}.jsonl`);
  writeFileSync(answers, predictions.map((prediction) => `${JSON.stringify(prediction)}\n`).join(""));
  const run = spawnSync("python3", [join(folder, "score.py"), file, answers, "--wrong", wrong], { encoding: "utf8", env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
  if (run.status !== 0) throw new Error(`score.py: ${run.stderr}`);
  const [last, ...before] = run.stdout.trim().split("\n").reverse();
  if (before.length > 0) console.log(`== ${set}: wrong lines\n${before.reverse().join("\n")}\n`);
  const told = Object.fromEntries([...last.matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [key, value]));
  return ["lines", "strict", "lenient", "wrong_act", "no_command", "false_act"].map((key) => told[key]);
}

/** Lines without a gold label: the share acted on; whether rightly, only a person can tell. */
function actedShare(set, lines, predictions) {
  const acted = predictions.filter(({ commands }) => commands.length > 0);
  const texts = new Map(lines.map(({ id, text }) => [id, text]));
  if (Number(wrong) > 0) console.log(`== ${set}: acted on\n${acted.slice(0, Number(wrong)).map(({ id, commands }) => `  ${id}: ${JSON.stringify(texts.get(id))}\n     got  ${JSON.stringify(commands)}`).join("\n")}\n`);
  notes.push(`${set} has no gold labels: ${acted.length} of ${lines.length} lines (${(acted.length / lines.length * 100).toFixed(1)} %) were acted on in the living room of ha_en.json`);
  return ["-", "-", "-", ((lines.length - acted.length) / lines.length).toFixed(4), "-"];
}
