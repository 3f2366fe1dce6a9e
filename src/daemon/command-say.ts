// The one-shot commands: typed text or a recording through the whole chain, each stage shown with its time.
import type { ScheduleReport, TimerReport } from "../act/outcome.ts";
import { AssistantError } from "../base/errors.ts";
import { createLogger } from "../base/log.ts";
import { monotonicNowMs } from "../base/time.ts";
import { assemble, type Assembly } from "./assemble.ts";
import type { CommandLine } from "./cli.ts";
import { openRecording } from "./ears.ts";
import type { AssistantEvent } from "./events.ts";
import { loadConfig } from "./load-config.ts";
import { areaNamed } from "./room.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";
import { createTerminal } from "./terminal.ts";
import { describeEvent, eventAsJson } from "./trace.ts";
import { runTurn, type TurnInput, type TurnSetting } from "./turn.ts";

/** `sotto say "…"`. Exit code 0 when everything that was asked for happened. */
export async function runSay(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  const text = line.words.join(" ");
  if (text.trim() === "") throw new AssistantError("USAGE", `say what? For example: sotto say "turn on the kitchen light"`);
  await using chain = await openChain(shell, line, signal);
  const terminal = createTerminal({ input: shell.input, output: shell.errors, interactive: shell.interactive }, shell.requestStop);
  try {
    return await chain.turn({ kind: "text", text }, (deadline, expects) => terminal.next(deadline, expects === "pin" ? "hidden" : undefined).then((prompt) => prompt?.kind === "text" ? prompt : undefined));
  } finally {
    terminal.close();
  }
}

/** `sotto listen --wav FILE`: every utterance of the recording is a turn; a question is answered by the next one. */
export async function runListen(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  if (line.wav === undefined) throw new AssistantError("USAGE", "listen to what? For example: sotto listen --wav recording.wav");
  const { config } = await loadConfig(shell, line.config);
  await using listener = await openRecording(line.wav, config);
  await using chain = await openChain(shell, line, signal);
  const { speechToText } = chain.assembly;
  if (speechToText.kind === "missing") throw new AssistantError(speechToText.code, speechToText.message);
  const startMs = monotonicNowMs();
  await chain.assembly.engines.warm("speechToText", signal);
  if (!line.json) printLine(shell.output, `  loaded     Whisper  ${Math.round(monotonicNowMs() - startMs)} ms`);
  const next = async (waiting: AbortSignal): Promise<TurnInput | undefined> => {
    const utterance = await listener.captureUtterance(waiting);
    return utterance === undefined ? undefined : { kind: "sound", utterance };
  };
  let worst: ExitCode | undefined;
  for (let input = await next(signal); input !== undefined; input = await next(signal)) {
    const code = await chain.turn(input, next);
    worst = worst === undefined || code > worst ? code : worst;
    if (signal.aborted || listener.hasEnded()) break;
  }
  if (worst === undefined && !signal.aborted) printLine(shell.errors, `${line.wav}: nobody speaks in it, or too softly`);
  return worst ?? 1;
}

/** What timers and plans answer when nothing was done. */
const planRefusals: ReadonlySet<string> = new Set(["none", "several", "tooMany", "notDone", "unknownState", "elsewhere"] satisfies (TimerReport | ScheduleReport)["result"][]);

type Chain = AsyncDisposable & {
  readonly assembly: Assembly;
  readonly turn: (input: TurnInput, nextAnswer: TurnSetting["nextAnswer"]) => Promise<ExitCode>;
};

async function openChain(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<Chain> {
  const loaded = await loadConfig(shell, line.config);
  const log = createLogger((text) => printLine(shell.errors, text), { level: loaded.config.log.level === "info" ? "warn" : loaded.config.log.level, style: "plain" });
  let isDone = true;
  const onEvent = (event: AssistantEvent) => {
    if (event.type === "acted" && event.report.outcomes.some(({ result }) => result === "failed" || result === "unconfirmed" || result === "unknown")) isDone = false;
    if (event.type === "acted" && planRefusals.has((event.report.timer ?? event.report.schedule ?? event.report.alert)?.result ?? "")) isDone = false;
    if (line.json) printLine(shell.output, eventAsJson(event));
    else for (const text of describeEvent(event, assembly.home.link.home())) printLine(shell.output, text);
  };
  const assembly = await assemble(shell, loaded, { port: "any", log, onEvent }, signal);
  try {
    await assembly.home.settled(signal);
  } catch (error) {
    await assembly[Symbol.asyncDispose]();
    throw error;
  }
  return {
    assembly,
    async turn(input, nextAnswer) {
      isDone = true;
      const room = line.room ?? loaded.config.site.area;
      const result = await runTurn(assembly.turn, input, { heardInAreaId: areaNamed(assembly.home.link.home(), room, log), nextAnswer }, signal);
      return result === "done" && isDone ? 0 : 1;
    },
    [Symbol.asyncDispose]: () => assembly[Symbol.asyncDispose](),
  };
}
