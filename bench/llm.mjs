// The language model's part of a turn, side by side: our walk over legal answers against the library's JSON-schema grammar.
//
//   npm run build && node bench/llm.mjs [--json] [--rounds 7] [--threads 2]
//
// The weights are random and full-size (TinyLlama-1.1B, Q4_K_M): time and memory are real, the answers mean nothing. So that
// both sides do the same amount of work, each is made to give exactly one command.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { LlamaCompletion, LlamaLogLevel, getLlama } from "node-llama-cpp";
import { compileAnswers } from "../dist/understand/answer-grammar.js";
import { createLlamaEngine } from "../dist/understand/llama-engine.js";
import { constantPrompt, questionFor } from "../dist/understand/model-prompt.js";
import { shortlistFor } from "../dist/understand/shortlist.js";
import { llamaWeights } from "./weights.mjs";

const { values: options } = parseArgs({
  options: { json: { type: "boolean", default: false }, rounds: { type: "string", default: "7" }, threads: { type: "string" } },
});
const rounds = Number(options.rounds);
const threads = Number(options.threads ?? Math.max(1, Math.min(3, availableParallelism())));
const signal = new AbortController().signal;
const contextTokens = 4096;

const rooms = ["kitchen", "hall", "bedroom", "living room", "office", "garage", "bathroom", "attic", "cellar", "garden"];
const things = [["ceiling light", "light"], ["lamp", "light"], ["thermostat", "climate"], ["door", "lock"], ["blind", "cover"], ["fan", "fan"], ["plug", "switch"]];
const colors = new Map([["red", { red: 255, green: 0, blue: 0 }], ["blue", { red: 0, green: 0, blue: 255 }]]);
const said = [
  "would you be so kind and give me some light in the kitchen", "it is getting chilly in the bedroom", "make the living room lamp blue",
  "i would like the office blind half way down", "nobody is in the garage so no light needed there", "the hall door should be locked by now", "more air in the bathroom",
];

const modelPath = llamaWeights();
const rows = [];
for (const count of [10, 200]) {
  const home = homeOf(count);
  rows.push(...await measureWalk(home), ...await measureLibrary(home));
}
print(rows);

/** Each utterance: shortlist, compiled answers, question, one command. The constant part is evaluated before, as at the daemon's start. */
async function measureWalk(home) {
  const startedMs = performance.now();
  const model = await createLlamaEngine({ modelPath, threads, gpu: false, contextTokens, useMmap: true }, signal);
  const loadedMs = performance.now();
  await model.choose(walkRequest(home, "lights"), signal);
  const preparedMs = performance.now();
  const samples = [];
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    const request = walkRequest(home, said[round % said.length]);
    const compiledMs = performance.now() - from;
    const choice = await model.choose(request, signal);
    samples.push({ ms: performance.now() - from, compiledMs, promptTokens: choice.promptTokens, answerTokens: choice.tokens, evaluations: choice.evaluations });
  }
  await model[Symbol.asyncDispose]();
  const once = { loadMs: loadedMs - startedMs, prepareMs: preparedMs - loadedMs };
  return [summary("walk over legal answers, shortlist", home, samples, once)];
}

function walkRequest(home, words) {
  const shortlist = shortlistFor(home, words, undefined);
  const language = compileAnswers(shortlist, colors);
  return { ...constantPrompt, question: questionFor(words, shortlist, language), answers: oneCommand(language.graph), maxTokens: 100 };
}

/** The same graph without "none" and without going on to a second command. */
function oneCommand({ nodes }) {
  const first = { ...nodes[0], edges: nodes[0].edges.filter(([text]) => text !== "none") };
  const rest = nodes.slice(1).map((node, index) => ({ ...node, edges: node.edges.filter(([, next]) => next > index + 1) }));
  return { nodes: [first, ...rest], maxRepeats: 0 };
}

/** The library's way: the whole home in the prompt and in the schema; once with the prompt's state kept, once without. */
async function measureLibrary(home) {
  const llama = await getLlama({ gpu: false, build: "never", maxThreads: threads, logLevel: LlamaLogLevel.error });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: contextTokens, threads });
  const sequence = context.getSequence();
  const completion = new LlamaCompletion({ contextSequence: sequence });
  const names = [...home.devices.values()].map(({ name }) => name);
  const schema = {
    type: "object",
    properties: {
      action: { enum: ["turn_on", "turn_off", "set_brightness", "set_color", "set_temperature", "lock", "unlock", "open", "close", "set_position", "set_speed", "get_state"] },
      device: { enum: names },
      value: { enum: [null, ...Array.from({ length: 101 }, (_, percent) => percent)] },
    },
  };
  const list = [...home.devices.values()].map(({ name, kind }) => `- ${name} (${kind})`).join("\n");
  const promptOf = (words) => `You turn what a person said into one JSON command for a home. Devices:\n${list}\n\nSaid: ${words}\nCommand: `;
  const result = [];
  for (const isKept of [true, false]) {
    const samples = [];
    if (isKept) await completion.generateCompletion(promptOf("lights"), { maxTokens: 1, temperature: 0 });
    for (let round = 0; round < (isKept ? rounds : Math.min(rounds, 3)); round++) {
      if (!isKept) await sequence.clearHistory();
      const before = sequence.tokenMeter.getState();
      const from = performance.now();
      const grammar = await llama.createGrammarForJsonSchema(schema);
      await completion.generateCompletion(promptOf(said[round % said.length]), { grammar, temperature: 0, maxTokens: 60 });
      const ms = performance.now() - from;
      const used = sequence.tokenMeter.diff(before);
      samples.push({ ms, compiledMs: 0, promptTokens: used.usedInputTokens, answerTokens: used.usedOutputTokens, evaluations: used.usedOutputTokens });
    }
    result.push(summary(`JSON-schema grammar, whole home, ${isKept ? "prompt kept" : "nothing kept"}`, home, samples, {}));
  }
  await llama.dispose();
  return result;
}

function summary(decoder, home, samples, once) {
  const medianOf = (key) => samples.map((sample) => sample[key]).toSorted((a, b) => a - b)[Math.floor(samples.length / 2)];
  const keys = ["ms", "compiledMs", "promptTokens", "answerTokens", "evaluations"];
  return { devices: home.devices.size, decoder, rounds: samples.length, ...Object.fromEntries(keys.map((key) => [key, medianOf(key)])), ...once };
}

function homeOf(count) {
  const areas = new Map(rooms.map((name) => [name, { id: name, name, aliases: [] }]));
  const devices = new Map();
  for (let index = 0; index < count; index++) {
    const room = rooms[index % rooms.length];
    const [thing, kind] = things[index % things.length];
    const number = Math.floor(index / (rooms.length * things.length));
    const name = `${room} ${thing}${number > 0 ? ` ${number + 1}` : ""}`;
    devices.set(`device${index}`, { id: `device${index}`, name, aliases: [], areaId: room, kind, deviceClass: "", capabilities: capabilitiesOf(kind), binding: { adapter: "homeAssistant", component: kind, config: {} } });
  }
  return { areas, devices };
}

function capabilitiesOf(kind) {
  switch (kind) {
    case "light": return [{ kind: "onOff" }, { kind: "brightness" }, { kind: "color" }];
    case "climate": return [{ kind: "setpoint", minC: 7, maxC: 30, stepC: 0.5 }];
    case "lock": return [{ kind: "lock" }];
    case "cover": return [{ kind: "opening", canStop: true }, { kind: "position" }];
    case "fan": return [{ kind: "onOff" }, { kind: "fanSpeed" }];
    default: return [{ kind: "onOff" }];
  }
}

function print(table) {
  if (options.json) return console.log(JSON.stringify({ threads, rows: table }, undefined, 2));
  console.log(`TinyLlama-1.1B Q4_K_M, random weights, ${threads} threads; medians of one command\n`);
  console.log(`| devices | decoder | rounds | prompt tokens read | answer tokens | model calls | ms |\n| ---: | --- | ---: | ---: | ---: | ---: | ---: |`);
  for (const row of table) {
    console.log(`| ${row.devices} | ${row.decoder} | ${row.rounds} | ${row.promptTokens} | ${row.answerTokens} | ${row.evaluations} | ${row.ms.toFixed(0)} |`);
  }
  for (const row of table.filter(({ loadMs }) => loadMs !== undefined)) {
    console.log(`\n${row.devices} devices: model loaded in ${row.loadMs.toFixed(0)} ms, constant part and first question in ${row.prepareMs.toFixed(0)} ms, shortlist and answers compiled in ${row.compiledMs.toFixed(1)} ms`);
  }
}
