// Predictions for a file of lines in the format of ../shared/eval, to be scored by its score.py.
//   npm run eval -- --gold FILE.jsonl --homes DIR --out PRED.jsonl [--parser templates|model|both] [--model FILE.gguf] [--language xx]
// A line without a home was said in the living room of ha_en.json. Templates are asked each line three times, and the middle time counts. A line's `lang` picks intents/<lang>.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { answerLines, createHomes, createParsers, percentiles, readLines, warmUp } from "./eval/answer-lines.mjs";

const usage = "usage: npm run eval -- --gold FILE.jsonl --homes DIR --out PRED.jsonl [--parser templates|model|both] [--model FILE.gguf] [--language xx]";
process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});

async function main() {
  const { values } = parseArgs({ options: { gold: { type: "string" }, homes: { type: "string" }, out: { type: "string" }, parser: { type: "string", default: "templates" }, model: { type: "string" }, language: { type: "string" } } });
  const { gold, homes, out, parser, model, language } = values;
  if (gold === undefined || homes === undefined || out === undefined || !["templates", "model", "both"].includes(parser)) throw new Error(usage);
  if (parser !== "templates" && model === undefined) throw new Error(`--parser ${parser} needs a language model: --model FILE.gguf\n${usage}`);
  const lines = readLines(gold);
  const engine = parser === "templates" ? undefined : await (await import("./eval/model-guess.mjs")).createGuess(model);
  try {
    const settings = { homeOf: createHomes(homes), parserOf: createParsers({ sure: parser !== "model", guess: engine?.guess }), language, times: engine === undefined ? 3 : 1 };
    if (engine === undefined) await warmUp(lines, settings);
    const { predictions, skipped } = await answerLines(lines, settings);
    writeFileSync(out, predictions.map((prediction) => `${JSON.stringify(prediction)}\n`).join(""));
    for (const [spoken, count] of skipped) console.warn(`SKIPPED: ${count} lines in ${spoken}, because intents/${spoken} is absent`);
    const { p50, p95, p99, max } = percentiles(predictions.map(({ tookMs }) => tookMs));
    console.log(`${out}: ${predictions.length} of ${lines.length} lines answered, ${predictions.filter(({ commands }) => commands.length > 0).length} with commands; a sentence takes p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, most ${max.toFixed(2)} ms`);
    return skipped.size > 0 && predictions.length === 0 ? 1 : 0;
  } finally {
    await engine?.dispose();
  }
}
