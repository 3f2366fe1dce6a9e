// A house that does as it is told, and remembers: whole dialogues through the real parser, policy, memory and replies.
import type { DispatchReport } from "../../src/act/outcome.ts";
import type { AssistantEvent } from "../../src/daemon/events.ts";
import { createRecentMemory } from "../../src/daemon/recent-memory.ts";
import { runTurn, type TurnParts } from "../../src/daemon/turn.ts";
import { noPin, type PinDesk } from "../../src/decide/pin-desk.ts";
import { housePolicy } from "../../src/decide/policy.ts";
import { type Command, isPlanCommand, isTimerCommand } from "../../src/home/command.ts";
import type { AreaId, DeviceId, Home } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { createConcernsHome } from "../../src/understand/addressed.ts";
import { createReadChoice } from "../../src/understand/read-choice.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { testHome, testStates } from "../fixtures/home.ts";
import { scriptedTurn } from "../fakes/scripted-turn.ts";
import { english, obedient, oneCommand, replies, timerShown } from "../understand/english.ts";

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
  readonly reply: string;
};

const parse = createTemplateParser(english);
const readChoice = createReadChoice(english);
const concernsHome = createConcernsHome(english);

/** A house at the start of a dialogue; each has its own memory and its own clock. */
export function createHouse(home: Home = testHome, pin: PinDesk = noPin) {
  let clockMs = 0;
  const states = new Map<DeviceId, DeviceState>(testStates);
  const memory = createRecentMemory(() => clockMs);
  const sent: Command[] = [];
  const events: AssistantEvent[] = [];
  const parts: TurnParts = {
    ...scriptedTurn({}).parts, ...memory,
    parse, readChoice, concernsHome, replies, pin, policy: housePolicy, answerWords: english.answers,
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
        does: sent.length === 0 ? "nothing" : sent.map(oneCommand).join("; "),
        reply: events.flatMap((event) => event.type === "replied" ? [event.text] : []).join(" "),
      };
    },
    events: () => [...events],
  };
}

function carriedOut(command: Command, states: Map<DeviceId, DeviceState>): DispatchReport {
  if (isTimerCommand(command)) return { messages: [], outcomes: [], timer: timerShown(command) };
  if (isPlanCommand(command)) return { messages: [], outcomes: [] };
  const outcomes = command.deviceIds.map((id) => obedient(command, id, states));
  for (const outcome of outcomes) if (outcome.result === "confirmed") states.set(outcome.deviceId, outcome.state);
  return { messages: [], outcomes };
}
