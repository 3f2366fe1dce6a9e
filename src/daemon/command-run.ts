// `sotto run`: the daemon.
import { AssistantError, isAbort } from "../base/errors.ts";
import { createLogger, type Logger } from "../base/log.ts";
import { probeMicrophone } from "../hear/microphone.ts";
import type { SpeechListener } from "../hear/speech-listener.ts";
import { warmAutomaton } from "../understand/warm-automaton.ts";
import { type Announcing, startAnnouncing } from "./announce.ts";
import { assemble, type Assembly } from "./assemble.ts";
import { type DeafReason, type Prompter, runAssistant } from "./assistant.ts";
import type { CommandLine } from "./cli.ts";
import { microphoneSettings, openMicrophone } from "./ears.ts";
import type { Home } from "../home/home.ts";
import type { Replies } from "../speak/replies.ts";
import type { Notice } from "./plans.ts";
import type { AssistantEvent } from "./events.ts";
import { type LoadedConfig, loadConfig } from "./load-config.ts";
import { connectionOf, openPresence, openSettings, type Presence } from "./presence.ts";
import { areaNamed } from "./room.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";
import { createSilentPrompter, createTerminal, type Terminal } from "./terminal.ts";
import { describeEvent } from "./trace.ts";
import type { TurnParts } from "./turn.ts";
import { createTurnGate } from "./turn-gate.ts";

/** Runs until it is asked to stop. Everything that can be missing is said in one line, and the rest works. */
export async function runDaemon(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  const loaded = await loadConfig(shell, line.config);
  const face = openFace(shell, loaded);
  let assembly: Assembly | undefined;
  let listener: SpeechListener | undefined;
  let announcing: Announcing | undefined;
  let say: TurnParts["say"] = async () => false;
  const gate = createTurnGate();
  /** What did not come from a turn waits until nobody speaks or is answered. */
  const sayBetween: TurnParts["say"] = async (text, speaking) => { await gate.free(speaking); return say(text, speaking); };
  try {
    const onEvent = (event: AssistantEvent) => { if (assembly !== undefined) face.show(event, assembly); announcing?.heard(event); gate.heard(event); };
    const presence = await presenceIfPossible(loaded, face.log);
    const settings = await openSettings(loaded, presence, (error) => face.log.warn(error.message, { code: error.code }), signal);
    assembly = await assemble(shell, loaded, { port: "usual", log: face.log, onEvent, settings, own: connectionOf(presence), onHome: () => announcing?.homeChanged(), onNotice: (notice) => { if (assembly !== undefined) tell(notice, assembly, face, sayBetween, signal); } }, signal);
    await assembly.home.settled(signal);
    introduce(face, loaded, assembly);
    listener = await openEars(shell, loaded, assembly, face, signal);
    warmUp(assembly, face.log, signal);
    const ears = listener;
    const { home, turn } = assembly;
    say = ears === undefined ? turn.say : (text, speaking) => ears.deafWhile(() => turn.say(text, speaking));
    assembly.plans.begin();
    if (presence !== undefined) announcing = await startAnnouncing({ shell, loaded, assembly, presence, log: face.log, say: sayBetween }, signal);
    await runAssistant({
      ...turn, say,
      prompter: face.prompter, listener: ears, switchedOff: settings.off,
      heardInAreaId: () => areaNamed(home.link.home(), loaded.config.site.area, face.log),
      onListening: () => { gate.listening(); face.print("  listening…"); },
      onDeaf: (reason) => { gate.deaf(); face.print(`  ${deafWords(reason)}`); },
    }, signal);
    return 0;
  } finally {
    face.close();
    announcing?.leave();
    await listener?.[Symbol.asyncDispose]();
    await assembly?.[Symbol.asyncDispose]();
  }
}

/** Said aloud between two turns. What a timer is called is what somebody said, and stays out of the journal. */
function tell(notice: Notice, { turn, home }: Assembly, face: Face, say: TurnParts["say"], signal: AbortSignal): void {
  const text = wordsOf(notice, turn.replies, home.link.home());
  face.ring(text, notice.kind);
  say(text, signal).catch((error: unknown) => { if (!isAbort(error, signal)) throw error; });
}

function wordsOf(notice: Notice, replies: Replies, home: Home): string {
  switch (notice.kind) {
    case "timer": return replies.timerDone(notice.timer);
    case "alert": return replies.alertTold(notice.alert, notice, home);
    case "missed": return replies.planMissed(notice.plan, home);
    case "failed": return notice.said;
  }
}

const deafTexts = {
  nobodySpoke: "nobody spoke",
  switchedOff: "the microphone is switched off: in Home Assistant, \"Mute microphone\" of this Sotto switches it on again",
  noMicrophone: "there are no ears here: see the lines above",
} as const;

function deafWords(reason: DeafReason): string {
  return typeof reason === "object" ? reason.message : deafTexts[reason];
}

/** Without an id that can be kept there is no announcement; everything else goes on. */
async function presenceIfPossible(loaded: LoadedConfig, log: Logger): Promise<Presence | undefined> {
  const onTrouble = (error: unknown) => {
    if (!(error instanceof AssistantError)) throw error;
    log.warn(error.message, { code: error.code });
  };
  return openPresence(loaded, onTrouble).catch((error: unknown) => { onTrouble(error); return undefined; });
}

/** How the daemon shows itself: to a person at a terminal, or to a journal. */
type Face = {
  readonly log: Logger;
  readonly prompter: Prompter;
  readonly print: (line: string) => void;
  readonly show: (event: AssistantEvent, assembly: Assembly) => void;
  readonly ring: (text: string, kind: Notice["kind"]) => void;
  readonly close: () => void;
};

function openFace(shell: Shell, { config }: LoadedConfig): Face {
  const { env } = shell.surroundings;
  const underSystemd = env["JOURNAL_STREAM"] !== undefined || env["INVOCATION_ID"] !== undefined;
  if (underSystemd) {
    const log = createLogger((text) => printLine(shell.output, text), { level: config.log.level, style: "journald" });
    return { log, prompter: createSilentPrompter(), print: (text) => log.info(text.trim()), show: (event) => logEvent(log, event), ring: (_text, kind) => log.info(noticeTexts[kind]), close: () => undefined };
  }
  const terminal: Terminal = createTerminal({ input: shell.input, output: shell.output, interactive: shell.interactive }, shell.requestStop);
  const log = createLogger(terminal.print, { level: config.log.level, style: "plain" });
  return {
    log, prompter: shell.interactive ? terminal : staying(terminal), print: terminal.print, ring: (text) => terminal.print(`  reply      ${text}`), close: terminal.close,
    // Who typed the line sees it already.
    show: (event, assembly) => { if (event.type !== "turn.started" || !shell.interactive) for (const text of describeEvent(event, assembly.home.link.home())) terminal.print(text); },
  };
}

/** What the journal is told of it. */
const noticeTexts: Readonly<Record<Notice["kind"], string>> = { timer: "the time of a timer is over", alert: "something that somebody wanted to be told has happened", missed: "something planned was not done, for nobody was there in time", failed: "something planned could not be done" };

/** A daemon whose standard input was closed, as in a container, goes on: it still has ears. */
function staying(terminal: Terminal): Prompter {
  const silent = createSilentPrompter();
  return { interactive: false, next: async (signal, show) => await terminal.next(signal, show) ?? silent.next(signal) };
}

/** One line a turn, without a word of what was said. */
function logEvent(log: Logger, event: AssistantEvent): void {
  const { turnId } = event;
  switch (event.type) {
    case "acted": log.info("acted", { turnId, command: event.command.type, outcomes: event.report.outcomes.map(({ result }) => result).join(), tookMs: event.tookMs }); break;
    case "failed": log.warn(event.message, { turnId, stage: event.stage, code: event.code }); break;
    case "turn.ended": log.info("turn ended", { turnId, result: event.result, tookMs: event.tookMs }); break;
    case "transcribed": case "parsed": log.debug(event.type, { turnId, text: event.text, tookMs: event.tookMs }); break;
    default: break;
  }
}

function introduce(face: Face, { config, file }: LoadedConfig, { home, languageModel, mute }: Assembly): void {
  const { devices, areas } = home.link.home();
  const where = home.kind === "embedded" ? `its own, ${home.url}, with a virtual home. For yours: mqtt.url in ${file ?? "~/.config/sotto/config.yaml"}` : home.url;
  face.print(`broker     ${where}`);
  const rooms = areas.size === 0 ? "" : ` in ${areas.size} rooms: ${[...areas.values()].map((area) => area.name).join(", ")}`;
  const none = devices.size === 0 ? `; nothing has announced itself under ${config.mqtt.discoveryPrefix}/ yet, what does will be known at once` : "";
  face.print(`home       ${devices.size} devices${rooms}${none}`);
  if (languageModel !== "off" && languageModel.kind === "missing") face.print(`free words ${languageModel.message}`);
  if (mute !== undefined) face.print(`voice      ${mute}`);
  else if (config.speak.engine === "none") face.print("voice      off (speak.engine: none)");
}

/** The microphone, when there is a model to hear with. What is missing is said, and typed commands go on. */
async function openEars(shell: Shell, { config }: LoadedConfig, { speechToText, settings }: Assembly, face: Face, signal: AbortSignal): Promise<SpeechListener | undefined> {
  const { muted } = settings.get();
  if (muted) face.print(`ears       ${deafTexts.switchedOff}`);
  const silent = muted ? undefined : await probeMicrophone(microphoneSettings(config, shell), signal);
  if (silent !== undefined) face.print(`ears       ${silent.message}`);
  if (speechToText.kind === "missing") face.print(`ears       ${speechToText.message}`);
  const talk = silent === undefined && speechToText.kind === "installed" ? ", or press Enter and speak" : "";
  if (face.prompter.interactive) face.print(`Type a command${talk}. "quit" ends.`);
  if (speechToText.kind === "missing") return undefined;
  let wasMissing = silent !== undefined;
  return openMicrophone(config, shell, {
    settings,
    onTrouble: (error) => { if (!wasMissing) face.log.warn(error.message, { code: error.code }); wasMissing = false; },
    onRecovered: () => face.log.info("the microphone gives sound again"),
  });
}

/** Loads the models while the person still thinks of what to say. */
function warmUp(assembly: Assembly, log: Logger, signal: AbortSignal): void {
  warmAutomaton(assembly.intents.automaton, assembly.turn.nowMs, signal).catch((error: unknown) => { if (!isAbort(error, signal)) throw error; });
  const load = async (engine: "speechToText" | "languageModel", name: string) => {
    try {
      const startMs = assembly.turn.nowMs();
      await assembly.engines.warm(engine, signal);
      log.info(`${name} is ready`, { tookMs: assembly.turn.nowMs() - startMs });
    } catch (error) {
      if (isAbort(error, signal)) return;
      if (!(error instanceof AssistantError)) throw error;
      log.warn(error.message, { code: error.code });
    }
  };
  if (assembly.speechToText.kind === "installed") void load("speechToText", "speech to text");
  if (assembly.languageModel !== "off" && assembly.languageModel.kind === "installed") void load("languageModel", "the language model");
}
