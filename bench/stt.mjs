// Times the speech-to-text engines side by side, in one run, on full-size Whisper tiny.en weights of random values.
//   node bench/stt.mjs [--rounds 5] [--seconds 2,3,5,10] [--threads 1,2] [--json] [--weights-only]
// The engines take turns utterance by utterance, so that whatever else the machine does meets all of them alike; medians.
// Every engine on ggml files decodes 16 tokens (the weights end the sentence, see whisper-weights.mjs), without a vocabulary
// prompt. sherpa-onnx reads files of its own: a random export that ends at once leaves its decoding out of the figure.
// Which are there decides what is timed:
//   smart-whisper           in node_modules, compiled by `npm run build`
//   smart-whisper, npm's    SMART_WHISPER_DEFAULT=…/smart-whisper.node, made by `npm rebuild smart-whisper` elsewhere
//   whisper-server          on the PATH, or WHISPER_SERVER=…
//   whisper-node's main     WHISPER_NODE_MAIN=…/lib/whisper.cpp/main
//   sherpa-onnx             SHERPA_ONNX_NODE=…/node_modules/sherpa-onnx-node and SHERPA_WHISPER=a folder with an ONNX export of tiny.en
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median, whisperWeights } from "./weights.mjs";

const root = join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const going = new AbortController().signal;

const { values: asked } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2,3,5,10" },
    threads: { type: "string", default: "1,2" },
    json: { type: "boolean", default: false },
    "weights-only": { type: "boolean", default: false },
  },
});

/** @returns {Promise<{ name: string, create: (threadCount: number) => import("../src/transcribe/speech-to-text.ts").LoadableSpeechToText }[]>} */
async function findCandidates(weights) {
  const { createSmartWhisper } = await import("../dist/transcribe/smart-whisper.js");
  const { createWhisperServer } = await import("../dist/transcribe/whisper-server.js");
  const { createWhisperNode } = await import("../dist/transcribe/whisper-node.js");
  const common = (threadCount) => ({ language: "en", threadCount, promptTokenLimit: 0 });
  const found = [];
  const perModel = (name, create) => {
    for (const [type, modelFile] of Object.entries(weights)) found.push({ name: `${name}, ${type}`, create: (threadCount) => create({ ...common(threadCount), modelFile }) });
  };
  if (existsSync(join(root, "node_modules", "smart-whisper", "build", "Release", "smart-whisper.node"))) perModel("smart-whisper, native", createSmartWhisper);
  const slowBuild = process.env.SMART_WHISPER_DEFAULT;
  if (slowBuild !== undefined) perModel("smart-whisper, npm's own build", (settings) => createSmartWhisper({ ...settings, loadAddon: () => require(slowBuild) }));
  const server = process.env.WHISPER_SERVER ?? onPath("whisper-server");
  if (server !== undefined) perModel("whisper-server", (settings) => createWhisperServer({ ...settings, program: server, startTimeoutMs: 20_000 }));
  const main = process.env.WHISPER_NODE_MAIN;
  if (main !== undefined) perModel("whisper-node's main", (settings) => createWhisperNode({ ...settings, programFile: main }));
  found.push(...await findSherpa(common));
  return found;
}

async function findSherpa(common) {
  const { SHERPA_ONNX_NODE: packageFolder, SHERPA_WHISPER: models } = process.env;
  if (packageFolder === undefined || models === undefined) return [];
  const { createSherpaWhisper } = await import("../dist/transcribe/sherpa-whisper.js");
  const candidate = (name, suffix) => ({
    name,
    create: (threadCount) => createSherpaWhisper({
      ...common(threadCount),
      encoderFile: join(models, `tiny.en-encoder${suffix}.onnx`),
      decoderFile: join(models, `tiny.en-decoder${suffix}.onnx`),
      tokensFile: join(models, "tiny.en-tokens.txt"),
      loadPackage: async () => require(packageFolder),
    }),
  });
  return [candidate("sherpa-onnx, fp32", ""), candidate("sherpa-onnx, int8", ".int8")];
}

function onPath(program) {
  const found = spawnSync("which", [program], { encoding: "utf8" }).stdout?.trim();
  return found ? found : undefined;
}

/** A sweep: sound enough for every engine to work on. */
function utteranceOf(seconds) {
  const samples = Int16Array.from({ length: seconds * 16_000 }, (_, index) => Math.sin((index * index) / 9e6) * 10_000);
  return { samples, startMs: 0, durationMs: seconds * 1000, endedBy: "silence" };
}

async function timed(task) {
  const startedMs = performance.now();
  await task();
  return performance.now() - startedMs;
}

/** @returns rows of { name, threadCount, loadMs, medianMs: { [seconds]: ms } } */
async function measure(candidates, threadCount, seconds, rounds) {
  const rows = [];
  for (const { name, create } of candidates) {
    const engine = create(threadCount);
    rows.push({ name, threadCount, engine, loadMs: await timed(() => engine.load(going)), timesMs: new Map(seconds.map((length) => [length, []])) });
  }
  for (let round = -1; round < rounds; round++) { // the first round warms caches and is not counted
    for (const length of round < 0 ? [2] : seconds) {
      for (const row of rows) {
        const tookMs = await timed(() => row.engine.transcribe(utteranceOf(length), { signal: going }));
        if (round >= 0) row.timesMs.get(length).push(tookMs);
      }
    }
  }
  for (const row of rows) await row.engine[Symbol.asyncDispose]();
  return rows.map(({ name, loadMs, timesMs }) => ({ name, threadCount, loadMs: Math.round(loadMs), medianMs: Object.fromEntries([...timesMs].map(([length, times]) => [length, Math.round(median(times))])) }));
}

function table(rows, seconds) {
  const lines = [["engine, weights", "threads", "load", ...seconds.map((length) => `${length} s`)]];
  lines.push(lines[0].map(() => "---"));
  for (const row of rows) lines.push([row.name, String(row.threadCount), `${row.loadMs} ms`, ...seconds.map((length) => `${row.medianMs[length]} ms`)]);
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`).join("\n");
}

const weights = whisperWeights();
if (!asked["weights-only"]) {
  const seconds = asked.seconds.split(",").map(Number);
  const candidates = await findCandidates(weights);
  const rows = [];
  for (const threadCount of asked.threads.split(",").map(Number)) rows.push(...await measure(candidates, threadCount, seconds, Number(asked.rounds)));
  if (asked.json) console.log(JSON.stringify({ processor: cpus()[0]?.model, cores: cpus().length, rounds: Number(asked.rounds), tokens: 16, rows }));
  else console.log(`Whisper tiny.en, random weights, 16 tokens, medians of ${asked.rounds} rounds, ${cpus().length} x ${cpus()[0]?.model}\n\n${table(rows, seconds)}`);
}
