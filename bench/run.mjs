// `npm run bench`: every stage of a turn, the whole chain from the last audio frame to the MQTT publish, and the same
// utterance through the naive chain, all in one run, rounds taken in turn so that a busy machine meets both alike. Medians.
//   node bench/run.mjs [--rounds 7] [--threads N] [--json]
//
// Weights are full-size and random (weights.mjs): time and memory are real. Their words mean nothing, so what Whisper
// "heard" is replaced by what was said before it is parsed; the time it took counts.
//
// The naive chain is what the packages give when used as their READMEs show: whisper.cpp's program started for the file,
// its model loaded anew (whisper-node); then node-llama-cpp with a JSON-schema grammar and the whole home in the prompt,
// nothing cached. Its language model is already loaded, which flatters it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { connectAsync } from "mqtt";
import { getLlama, LlamaCompletion, LlamaLogLevel } from "node-llama-cpp";
import { createDispatcher } from "../dist/act/dispatcher.js";
import { linkHome } from "../dist/act/home-link.js";
import { createMqttBus } from "../dist/act/mqtt-bus.js";
import { createEngineHost } from "../dist/daemon/engine-host.js";
import { spawnInferenceChild } from "../dist/daemon/spawn-inference-child.js";
import { housePolicy } from "../dist/decide/policy.js";
import { sleep } from "../dist/base/time.js";
import { createListener } from "../dist/hear/speech-listener.js";
import { createSileroVad, sileroModelPath } from "../dist/hear/vad-silero.js";
import { createWavSource, readWavFile } from "../dist/hear/wav-file.js";
import { synthesize } from "../dist/speak/espeak-ng.js";
import { toWavFile } from "../dist/transcribe/speech-samples.js";
import { readIntents } from "../dist/understand/load-intents.js";
import { createModelParser } from "../dist/understand/model-parser.js";
import { createTemplateParser } from "../dist/understand/template-parser.js";
import { vocabularyOf } from "../dist/understand/vocabulary.js";
import { startEmbeddedBroker } from "../dist/virtual/broker.js";
import { startVirtualHome } from "../dist/virtual/virtual-home.js";
import { benchVad } from "./vad.mjs";
import { llamaWeights, median, table, whisperNodeProgram, whisperWeights } from "./weights.mjs";

const { values: asked } = parseArgs({ options: { rounds: { type: "string", default: "7" }, threads: { type: "string" }, json: { type: "boolean", default: false } } });
const rounds = Number(asked.rounds);
const threads = Number(asked.threads ?? Math.max(1, cpus().length - 1));
const root = join(import.meta.dirname, "..");
const going = new AbortController().signal;
const now = () => performance.now();

/** What is said, as a sentence that a template matches and as one that only the language model can take. */
const plain = "turn on the kitchen light";
const free = "it is rather dark around the kitchen counter";

const whisper = whisperWeights().q5_1;
const llama = llamaWeights();
const program = whisperNodeProgram();
const folder = mkdtempSync(join(tmpdir(), "sotto-bench-"));
const times = new Map();
const note = (stage, tookMs) => times.set(stage, [...(times.get(stage) ?? []), tookMs]);
async function timed(stage, task) {
  const startMs = now();
  const value = await task();
  if (stage !== undefined) note(stage, now() - startMs);
  return value;
}

// The home: an embedded broker with the virtual devices.
const start = await startEmbeddedBroker({ port: 0 });
// Devices answer at once; only what they do by themselves, every minute or so, keeps its pace.
const virtual = startVirtualHome({ wire: start.broker.wire, sleep: (durationMs, signal) => sleep(durationMs > 5000 ? durationMs : 0, signal) });
const bus = createMqttBus({ url: start.broker.url, clientId: "bench" }, { onStatus: () => undefined, onProblem: () => undefined });
const link = linkHome({ bus, nowMs: now, onProblem: () => undefined }, going);
await bus.connected(going);
while (link.home().devices.size < virtual.deviceCount) await new Promise((resolve) => setTimeout(resolve, 50));
await new Promise((resolve) => setTimeout(resolve, 300));
const home = link.home();
/** When the broker handed a command to its device. */
let publishedMs = 0;
start.broker.wire.subscribe("sotto-virtual/+/set", () => { publishedMs = now(); });
const dispatch = createDispatcher({ bus, home: link.home, states: link.states, nowMs: now, confirmWithinMs: 1000 });

// The parts of the daemon, with its real inference child.
const intents = await readIntents(join(root, "intents", "en"));
const parseTemplate = createTemplateParser(intents);
const engines = createEngineHost({
  start: spawnInferenceChild(pathToFileURL(join(root, "dist/daemon/inference-child.js")), process.env, () => undefined),
  engines: {
    speechToText: { engine: "smart-whisper", modelFile: whisper, language: "en", threadCount: threads, promptTokenLimit: 96, serverProgram: "", startTimeoutMs: 60_000 },
    languageModel: { modelPath: llama, threads, gpu: false, contextTokens: 2048, useMmap: false },
  },
  callTimeoutMs: 300_000, cancelGraceMs: 60_000, onTrouble: (error) => { throw error; },
});
await timed("load Whisper (once)", () => engines.warm("speechToText", going));
await timed("load TinyLlama and its prompt (once)", () => engines.warm("languageModel", going));
const parseModel = createModelParser({ model: engines.languageModel, deadlineMs: 300_000 });
const sound = await readWavFile(join(root, "test/fixtures/silero-speech.wav"));

/** The chain as the daemon runs it, from the last audio frame. `said` goes to the parser whatever Whisper makes of the sound. */
async function sottoChain(name, said) {
  const utterance = await capture();
  const fromMs = now();
  publishedMs = 0;
  await timed("speech to text", () => engines.speechToText.transcribe(utterance, { vocabulary: vocabularyOf(intents, home), signal: going }));
  const context = { home, heardInAreaId: undefined, signal: going };
  const parsed = await timed(`understand, ${said === plain ? "template" : "TinyLlama"}`, () => (said === plain ? parseTemplate : parseModel)(said, context));
  // Random weights may choose "none" or a question; the act is then the plain one, so that both ways end in one publish.
  const command = parsed.kind === "commands" && said === plain ? parsed.commands[0] : (await parseTemplate(plain, context)).commands[0];
  const decision = await timed("decide", async () => housePolicy(command, { home, matchedBy: "template", confidence: undefined, minuteOfDay: 720, pin: "unset", atMs: now() }));
  const sentMs = now();
  await timed("act, to the confirmation (devices without delay)", () => dispatch(decision.command, going));
  note("act, to the publish", publishedMs - sentMs);
  note(name, publishedMs - fromMs);
  return utterance;
}

async function capture() {
  const vad = await createSileroVad(sileroModelPath());
  const listener = createListener({ source: createWavSource(sound), scorer: vad });
  const utterance = await listener.captureUtterance(going);
  await listener[Symbol.asyncDispose]();
  return utterance;
}

// The naive chain's way to the broker: MQTT.js as it comes. Its language model.
const naive = await connectAsync(start.broker.url);
const library = await getLlama({ gpu: false, build: "never", maxThreads: threads, logLevel: LlamaLogLevel.error });
const model = await library.loadModel({ modelPath: llama });
const context = await model.createContext({ contextSize: 2048, threads });
const sequence = context.getSequence();
const completion = new LlamaCompletion({ contextSequence: sequence });
const names = [...home.devices.values()].map(({ name }) => name);
const schema = { type: "object", properties: { action: { enum: ["turn_on", "turn_off", "set", "lock", "unlock", "open", "close", "none"] }, device: { enum: names }, value: { enum: [null, ...Array.from({ length: 101 }, (_, percent) => percent)] } } };
const list = [...home.devices.values()].map(({ name, kind }) => `- ${name} (${kind})`).join("\n");

async function naiveChain(utterance) {
  const fromMs = now();
  publishedMs = 0;
  const file = join(folder, "utterance.wav");
  writeFileSync(file, toWavFile(utterance.samples));
  await timed("naive: whisper.cpp's program, model loaded anew", async () => spawnSync(program, ["-m", whisper, "-f", file, "-t", String(threads), "-nt", "-l", "en"], { stdio: "ignore" }));
  await timed("naive: JSON grammar, whole home, nothing cached", async () => {
    await sequence.clearHistory();
    const grammar = await library.createGrammarForJsonSchema(schema);
    return completion.generateCompletion(`You turn what a person said into one JSON command for a home. Devices:\n${list}\n\nSaid: ${free}\nCommand: `, { grammar, temperature: 0, maxTokens: 60 });
  });
  await naive.publishAsync("sotto-virtual/kitchen_light/set", '{"state":"ON"}');
  while (publishedMs === 0) await new Promise((resolve) => setImmediate(resolve));
  note("NAIVE CHAIN, last frame to publish", publishedMs - fromMs);
}

for (let round = -1; round < rounds; round++) {
  if (round === 0) for (const stage of times.keys()) if (!stage.includes("(once)")) times.delete(stage);
  const utterance = await sottoChain("CHAIN by template, last frame to publish", plain);
  await sottoChain("CHAIN by TinyLlama, last frame to publish", free);
  if (program !== undefined) await naiveChain(utterance);
  await timed("speak: espeak-ng, to the first sound", async () => {
    const audio = await synthesize("The kitchen light is on.", { voice: undefined, wordsPerMinute: 165 }, going).catch(() => undefined);
    await audio?.chunks[Symbol.asyncIterator]().next();
  });
}
const vad = await benchVad();
note("voice activity, per 32 ms of sound", vad.medianMs);

await engines[Symbol.asyncDispose]();
virtual.stop();
await naive.endAsync();
await bus[Symbol.asyncDispose]();
await start.broker[Symbol.asyncDispose]();
rmSync(folder, { recursive: true, force: true });
const medians = Object.fromEntries([...times].map(([stage, list]) => [stage, median(list)]));
if (asked.json) console.log(JSON.stringify({ machine: `${cpus().length} × ${cpus()[0].model}`, threads, rounds, utteranceMs: Math.round((sound.length / 16)), medianMs: medians }));
else {
  console.log(`${cpus().length} × ${cpus()[0].model}, ${threads} thread(s), ${rounds} rounds, ${home.devices.size} devices, ${(sound.length / 16_000).toFixed(1)} s of sound; random full-size weights\n`);
  console.log(table([["stage", "median"], ...Object.entries(medians).map(([stage, tookMs]) => [stage, tookMs < 10 ? `${tookMs.toFixed(2)} ms` : `${Math.round(tookMs)} ms`])]));
  if (program === undefined) console.log("\nnaive chain: not timed, whisper-node could not be fetched and compiled");
}
await library.dispose();
process.exit(0);
