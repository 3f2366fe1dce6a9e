// A house that does as it is told, and remembers: whole dialogues through the real parser, policy, memory and replies.
import type { DispatchReport } from "../../src/act/outcome.ts";
import type { AssistantEvent } from "../../src/daemon/events.ts";
import { createRecentMemory } from "../../src/daemon/recent-memory.ts";
import { runTurn, type TurnParts } from "../../src/daemon/turn.ts";
import { noPin, type PinDesk } from "../../src/decide/pin-desk.ts";
import { housePolicy } from "../../src/decide/policy.ts";
import { type Command, isPlanCommand, isTimerCommand } from "../../src/home/command.ts";
import type { AreaId, DeviceId } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { createReplies } from "../../src/speak/reply.ts";
import { createConcernsHome } from "../../src/understand/addressed.ts";
import type { Intents } from "../../src/understand/intent.ts";
import { createReadChoice } from "../../src/understand/read-choice.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { withTimes } from "../../src/understand/with-times.ts";
import { testHome, testStates } from "../fixtures/home.ts";
import { scriptedTurn } from "../fakes/scripted-turn.ts";
import { english, obedient, oneCommand, timerShown } from "../understand/english.ts";
import type { DialogueHome } from "./dialogue-homes.ts";

/** What is said, and what has to come of it. `at`: the place, `in`: its room, `after`: seconds since the turn before. */
export type DialogueTurn = {
  readonly say: string;
  readonly at?: string;
  readonly in?: string;
  readonly after?: number;
  readonly listening?: "open";
  /** What is said to each question, in order; silence when there is none left. */
  readonly answers?: readonly string[];
  readonly asks?: readonly string[];
  /** The commands that were sent; "nothing" when none was. */
  readonly does: string;
  /** What Sotto says; not looked at when absent. */
  readonly reply?: string;
};

/** A Tuesday. */
const noon = new Date(2026, 10, 24, 12, 0);

/** What a language needs for its dialogues, made once. */
export function speaking(intents: Intents) {
  return { parse: withTimes(createTemplateParser(intents), intents, () => noon), readChoice: createReadChoice(intents), concernsHome: createConcernsHome(intents), replies: createReplies(intents), answerWords: intents.answers };
}

const inEnglish = speaking(english);

/** A house at the start of a dialogue; each has its own memory and its own clock. */
export function createHouse(pin: PinDesk = noPin, language: ReturnType<typeof speaking> = inEnglish, { home, states: initial }: DialogueHome = { home: testHome, states: testStates }) {
  let clockMs = 0;
  const states = new Map<DeviceId, DeviceState>(initial);
  const memory = createRecentMemory(() => clockMs);
  const sent: Command[] = [];
  const events: AssistantEvent[] = [];
  const parts: TurnParts = {
    ...scriptedTurn({}).parts, ...memory,
    ...language, pin, policy: housePolicy,
    home: () => home,
    stateOf: (id) => states.get(id),
    dispatch: async (command) => { sent.push(command); return carriedOut(command, states); },
    onEvent: (event) => events.push(event),
    nowMs: () => clockMs,
  };
  return {
    memory,
    async turn({ say, at, in: room, after, listening, answers }: Omit<DialogueTurn, "does" | "reply">) {
      clockMs += (after ?? 5) * 1000;
      const left = [...answers ?? []];
      events.length = sent.length = 0;
      await runTurn(parts, { kind: "text", text: say }, {
        heardInAreaId: room as AreaId | undefined, ...(at === undefined ? {} : { place: at }), ...(listening === undefined ? {} : { listening }),
        nextAnswer: async () => { const text = left.shift(); return text === undefined ? undefined : { kind: "text", text }; },
      }, new AbortController().signal);
      const asks = events.flatMap((event) => event.type === "asked" ? [event.question] : []);
      return {
        ...(asks.length === 0 ? {} : { asks }),
        does: sent.length === 0 ? "nothing" : sent.map(described).join("; "),
        reply: events.flatMap((event) => event.type === "replied" ? [event.text] : []).join(" "),
      };
    },
    events: () => [...events],
  };
}

/** A plan tells what it is to do. */
function described(command: Command): string {
  return command.type === "schedule.add" ? `schedule.add ${JSON.stringify(command.when)} { ${command.commands.map(oneCommand).join("; ")} }` : oneCommand(command);
}

function carriedOut(command: Command, states: Map<DeviceId, DeviceState>): DispatchReport {
  if (isTimerCommand(command)) return { messages: [], outcomes: [], timer: timerShown(command) };
  if (isPlanCommand(command)) return { messages: [], outcomes: [] };
  const outcomes = command.deviceIds.map((id) => obedient(command, id, states));
  for (const outcome of outcomes) if (outcome.result === "confirmed") states.set(outcome.deviceId, outcome.state);
  return { messages: [], outcomes };
}
