// Config → concrete parts. With assemble-engines.ts, the only file that names engines.
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Settled } from "../act/outcome.ts";
import { unlessAborted } from "../base/abort.ts";
import { AssistantError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { createRuntimeSettings, gainOf, type RuntimeSettingsStore, standardSettings } from "../base/runtime-settings.ts";
import { monotonicNowMs } from "../base/time.ts";
import { createPinDesk, noPin } from "../decide/pin-desk.ts";
import { createPolicy } from "../decide/policy.ts";
import { createReplies } from "../speak/reply.ts";
import type { Replies } from "../speak/replies.ts";
import type { TextToSpeech } from "../speak/text-to-speech.ts";
import { createConcernsHome } from "../understand/addressed.ts";
import type { CommandParser } from "../understand/command-parser.ts";
import type { Intents } from "../understand/intent.ts";
import type { LanguageData } from "../understand/language.ts";
import { createModelParser } from "../understand/model-parser.ts";
import { firstMatchNow } from "../understand/not-now.ts";
import { createTemplateParser } from "../understand/template-parser.ts";
import { withTimes } from "../understand/with-times.ts";
import { createReadChoice } from "../understand/read-choice.ts";
import { vocabularyOf } from "../understand/vocabulary.ts";
import type { EngineSettings } from "./assemble-engines.ts";
import { runDue } from "./due-turn.ts";
import { createEngineHost, type EngineHost } from "./engine-host.ts";
import type { Config } from "./config.ts";
import type { AssistantEvent } from "./events.ts";
import { loadHomeFile } from "./home-file.ts";
import { followHomeFile } from "./home-file-follow.ts";
import type { LoadedConfig } from "./load-config.ts";
import { foreignTroubles, loadUnderstanding } from "./load-understanding.ts";
import { espeakVoice, primaryLanguage, whisperLanguage } from "./language-codes.ts";
import { type InstalledModel, installedModel, readManifest } from "./models.ts";
import { type HomeHooks, openHome, type OpenHome } from "./open-home.ts";
import { noPlans, type Notice, openPlans, type Plans } from "./plans.ts";
import { minuteOfDay, policyRules } from "./policy-rules.ts";
import { createRecentMemory } from "./recent-memory.ts";
import { createSay } from "./say.ts";
import { readStoredPin } from "./secret.ts";
import type { Shell } from "./shell.ts";
import { spawnInferenceChild } from "./spawn-inference-child.ts";
import { describeSettled } from "./trace.ts";
import type { TurnParts } from "./turn.ts";
import { virtualNames } from "./virtual-names.ts";
import { createVoiceFor } from "./voice-for.ts";

export type AssemblyOptions = {
  /** "usual" for the daemon, "any" for one-shot commands. */
  readonly port: "usual" | "any";
  readonly log: Logger;
  readonly onEvent: (event: AssistantEvent) => void;
  readonly onHome?: HomeHooks["onHome"];
  readonly own?: HomeHooks["own"];
  /** Told what nobody asked for just now. Without it there are no timers and no plans: the process would end before. */
  readonly onNotice?: (notice: Notice) => void;
  /** What may be changed while Sotto runs; the standard when left out. */
  readonly settings?: RuntimeSettingsStore;
};

export type Assembly = AsyncDisposable & {
  readonly turn: TurnParts;
  readonly plans: Plans;
  readonly intents: Intents;
  readonly settings: RuntimeSettingsStore;
  readonly home: OpenHome;
  readonly engines: EngineHost;
  /** What is there to hear and to understand with; "missing" carries the sentence to show. */
  readonly speechToText: InstalledModel;
  readonly languageModel: InstalledModel | "off";
  /** Undefined when Sotto speaks, else the sentence that says why not. */
  readonly mute: string | undefined;
};

/** Whisper takes 224 prompt tokens at most; some 100 name 25 devices and cost roughly 120 ms a turn on one x86 core (a single trial). */
const promptTokens = 96;
/** A native call that was cancelled may run on for as long as a slow board needs for one utterance. */
const cancelGraceMs = 15_000;
/** What an inference may take beyond the deadlines of its callers before it counts as a hang: loading a model comes on top. */
const hangMarginMs = 60_000;
/** Native libraries need no more of the environment than this; the daemon's secrets stay out of the child. */
const childEnvironment = ["PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR", "LANG", "CUDA_VISIBLE_DEVICES", "NODE_EXTRA_CA_CERTS", "SYSTEMROOT"];

/** Builds everything but ears and prompts. @throws INTENTS_INVALID, CONFIG_UNREADABLE */
export async function assemble(shell: Shell, loaded: LoadedConfig, options: AssemblyOptions, signal: AbortSignal): Promise<Assembly> {
  const { config } = loaded;
  const { log } = options;
  const onTrouble = (error: AssistantError) => log.warn(error.message, { code: error.code });
  const understanding = await loadUnderstanding(shell, loaded);
  const { intents } = understanding;
  for (const trouble of foreignTroubles(understanding)) onTrouble(trouble);
  const pin = await readStoredPin(config.decide, loaded.directories);
  if (pin?.warning !== undefined) onTrouble(new AssistantError("CONFIG_UNREADABLE", pin.warning));
  const models = await findModels(shell, loaded, signal);
  const settings = options.settings ?? createRuntimeSettings(standardSettings);
  const voice = await createVoiceFor(config.speak, { shell, espeakVoice: espeakVoice(config, intents.language), gain: () => gainOf(settings.get().volumePct) }, signal);
  const homeFile = await loadHomeFile(loaded);
  const replies = createReplies(intents);
  const home = await openHome(config, {
    called: await virtualNames(loaded.intentsDirectory),
    overlay: homeFile.overlay,
    credentials: loaded.directories.credentials, port: options.port, onProblem: onTrouble,
    onStatus: (status) => logStatus(log, status),
    ...(options.onHome === undefined ? {} : { onHome: options.onHome }), ...(options.own === undefined ? {} : { own: options.own }),
    onSettled: (settled) => logSettled(log, settled, replies, home),
  }, signal);
  if (options.port === "usual") followHomeFile(homeFile.place, homeFile, { link: home.link, log }, signal).catch(unlessAborted(signal));
  const engines = createEngineHost({
    start: spawnInferenceChild(new URL("dist/daemon/inference-child.js", shell.packageRoot), pick(shell.surroundings.env), (text) => log.debug(text)),
    engines: engineSettings(loaded, intents.language, models), callTimeoutMs: Math.max(config.transcribe.timeoutMs, config.understand.llm.deadlineMs) + hangMarginMs, cancelGraceMs, onTrouble,
  });
  const plans = options.onNotice === undefined ? noPlans : await openPlans({
    stateDirectory: loaded.directories.state, home: home.link.home, watch: home.link.states.watch, stateOf: (id) => home.link.states.known(id)?.state, onNotice: options.onNotice, onTrouble,
    onDue: (plan) => { runDue(turn, plan, signal).then((said) => { if (said !== "") options.onNotice?.({ kind: "failed", said }); }).catch(unlessAborted(signal)); },
  }, signal);
  const turn: TurnParts = {
    transcribe: (utterance, turnSignal) => engines.speechToText.transcribe(utterance, { vocabulary: vocabularyOf(intents, home.link.home()), signal: turnSignal }),
    transcribeWithinMs: config.transcribe.timeoutMs,
    parse: onceHomeIsKnown(home, firstMatchNow(withTimes(createTemplateParser(intents), intents, () => new Date()), hasModel(models) && understanding.shipped !== undefined ? modelParser(engines, intents, config.understand.llm, onTrouble) : noModel, intents)),
    ...createRecentMemory(monotonicNowMs),
    stateOf: (id) => home.link.states.known(id)?.state,
    readChoice: createReadChoice(intents),
    concernsHome: createConcernsHome(intents),
    home: home.link.home,
    policy: createPolicy(policyRules(config)),
    dispatch: plans.around(home.dispatch),
    replies,
    answerWords: intents.answers,
    pin: pin === undefined ? noPin : createPinDesk(pin.hash, monotonicNowMs),
    minuteOfDay: () => minuteOfDay(new Date()),
    answerWithinMs: config.decide.confirmTimeoutMs,
    say: createSay(voice.voice, { isSilent: () => settings.get().volumePct === 0, onTrouble }),
    nowMs: monotonicNowMs,
    newId: randomUUID,
    onEvent: options.onEvent,
  };
  return { turn, plans, intents, settings, home, engines, ...models, mute: voice.missing, [Symbol.asyncDispose]: () => disposeAll([engines, home, voice.voice]) };
}

function modelParser(engines: EngineHost, intents: Intents, { deadlineMs, minimumProbability }: Config["understand"]["llm"], onTrouble: (error: AssistantError) => void): CommandParser {
  return createModelParser({ model: engines.languageModel, deadlineMs, minimumProbability, colors: intents.lists.colors, onTrouble });
}

/** Before a broker was ever reached no device is known, and "I know of no such lamp" would blame the wrong thing. @throws MQTT_NOT_CONNECTED, MQTT_REFUSED */
function onceHomeIsKnown({ link, bus }: OpenHome, parse: CommandParser): CommandParser {
  return async (text, context) => {
    const status = bus.status();
    if (link.home().devices.size === 0 && status.kind === "offline") throw status.error;
    return parse(text, context);
  };
}

/** Stands in where no language model is installed. */
const noModel: CommandParser = async (text) => ({ kind: "notUnderstood", heard: text, reason: "noMatch" });

function hasModel({ languageModel }: FoundModels): boolean {
  return languageModel !== "off" && languageModel.kind === "installed";
}

type FoundModels = Pick<Assembly, "speechToText" | "languageModel">;

async function findModels(shell: Shell, loaded: LoadedConfig, signal: AbortSignal): Promise<FoundModels> {
  const { transcribe, understand } = loaded.config;
  const request = { manifest: await readManifest(shell.packageRoot), directory: loaded.modelsDirectory, signal };
  return {
    speechToText: await installedModel("stt", { ...request, configured: transcribe.model, language: transcribe.language ?? primaryLanguage(understand.language) }),
    languageModel: understand.llm.enabled ? await installedModel("llm", { ...request, configured: understand.llm.model }) : "off",
  };
}

function engineSettings({ config, directories }: LoadedConfig, language: LanguageData, { speechToText, languageModel }: FoundModels): EngineSettings {
  const { transcribe, understand: { llm } } = config;
  // One core stays free for sound and MQTT: ggml's threads spin while they wait (measured in bench/).
  const threadCount = Math.max(1, availableParallelism() - 1);
  return {
    speechToText: speechToText.kind === "missing" ? undefined : {
      engine: transcribe.engine, modelFile: speechToText.path, language: whisperLanguage(config, language), threadCount: transcribe.threads ?? threadCount,
      promptTokenLimit: transcribe.vocabularyPrompt ? promptTokens : 0, serverProgram: transcribe.serverPath ?? "whisper-server", startTimeoutMs: hangMarginMs,
    },
    languageModel: languageModel === "off" || languageModel.kind === "missing" ? undefined : {
      modelPath: languageModel.path, threads: llm.threads ?? threadCount, gpu: llm.gpu, contextTokens: llm.contextTokens, useMmap: llm.useMmap, stateDirectory: directories.cache,
    },
  };
}

function logStatus(log: Logger, status: Parameters<Parameters<typeof openHome>[1]["onStatus"]>[0]): void {
  switch (status.kind) {
    case "connecting": break;
    case "connected": log.info("connected to the broker", { mqtt: status.protocolVersion === 5 ? "5" : "3.1.1" }); break;
    case "offline": log.warn(status.error.message, { code: status.error.code }); break;
  }
}

/** Nobody asked just now, so it is not said aloud: a bad end is a warning, in the words that would be said. */
function logSettled(log: Logger, settled: Settled, replies: Replies, { link }: OpenHome): void {
  const home = link.home();
  const sentence = replies.settled(settled, home);
  if (sentence === "") log.info(describeSettled(settled, home));
  else log.warn(sentence, { outcome: describeSettled(settled, home) });
}

function pick(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(childEnvironment.map((name) => [name, env[name]]).filter(([, value]) => value !== undefined));
}

/** All at once: a graceful stop has two seconds in all. One that fails does not keep the others. */
async function disposeAll(owned: readonly (AsyncDisposable | TextToSpeech | undefined)[]): Promise<void> {
  await Promise.allSettled(owned.map((part) => part?.[Symbol.asyncDispose]()));
}
