// A house in which everything that must not move by itself is there, with the real parser, policy and dispatcher, and a bus
// that writes down what goes out.
import type { MqttBus } from "../../src/act/bus.ts";
import { createDispatcher, type Dispatch } from "../../src/act/dispatcher.ts";
import type { MqttMessage } from "../../src/act/mqtt-message.ts";
import type { AssistantEvent, TurnResult } from "../../src/daemon/events.ts";
import { runTurn, type TurnInput, type TurnParts } from "../../src/daemon/turn.ts";
import { isApproved } from "../../src/decide/approval.ts";
import type { PinHash } from "../../src/decide/pin-hash.ts";
import { createPinDesk, noPin, type PinDesk } from "../../src/decide/pin-desk.ts";
import { housePolicy } from "../../src/decide/policy.ts";
import type { Endpoint, EndpointProperty } from "../../src/home/endpoint.ts";
import type { Capability, Device, DeviceId, DeviceKind, Home } from "../../src/home/home.ts";
import type { CommandParser } from "../../src/understand/command-parser.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { english, replies } from "../understand/english.ts";
import { scriptedTurn } from "./scripted-turn.ts";

type Writes = Readonly<Partial<Record<EndpointProperty, readonly string[]>>>;

/** A device that is told each word on a topic of its own. */
function device(name: string, kind: DeviceKind, capabilities: readonly Capability[], writes: Writes, deviceClass = ""): Device {
  const id = name.toLowerCase().replaceAll(" ", "_") as DeviceId;
  const endpoints = Object.entries(writes).map(([property, words]): Endpoint => ({
    property: property as EndpointProperty,
    write: { how: "cases", cases: Object.fromEntries(words.map((word) => [word, [{ topic: `${id}/set`, payload: `${property} ${word}` }]])) },
  }));
  return { id, name, aliases: [], areaId: undefined, kind, deviceClass, capabilities, binding: { adapter: "endpoints", endpoints, availability: { topics: [], mode: "latest" } } };
}
const onOff: Capability = { kind: "onOff" };
const opening: Capability = { kind: "opening", canStop: true };
const guarded = [
  device("Front Door", "lock", [{ kind: "lock", canOpen: true }], { lock: ["locked", "unlocked", "open"] }),
  device("Garage Door", "cover", [opening], { opening: ["open", "closed", "stopped"] }, "garage"),
  device("Driveway Gate", "switch", [onOff], { on: ["true", "false"] }),
  device("Garden Valve", "valve", [opening], { opening: ["open", "closed"] }),
  device("Alarm Panel", "alarm", [{ kind: "alarm", modes: ["disarmed", "away"] }], { alarm: ["disarmed", "away"] }),
  device("Hall Siren", "siren", [onOff], { on: ["true", "false"] }),
  device("Open Sesame", "scene", [{ kind: "activate" }], { activate: ["true"] }),
];
export const guardedHome: Home = { areas: new Map(), devices: new Map([...guarded, device("Kitchen Light", "light", [onOff], { on: ["true", "false"] })].map((one) => [one.id, one])) };

/** What may not go out without a confirmation, told by the wire alone. A scene named "Open" something is not told from one that is not. */
export function isDangerous({ topic, payload }: MqttMessage): boolean {
  return [
    ["front_door/set", /^lock (unlocked|open)$/], ["garage_door/set", /open$/], ["driveway_gate/set", /./], ["garden_valve/set", /open$/], ["alarm_panel/set", /disarmed$/], ["hall_siren/set", /true$/],
  ].some(([where, what]) => topic === where && (what as RegExp).test(payload));
}

export const rightPin = "4711";
const stored: PinHash = { cost: { log2N: 15, r: 8, p: 3 }, salt: Buffer.alloc(16), hash: Buffer.alloc(32) };

export type GuardedHouse = {
  readonly sent: readonly MqttMessage[];
  readonly events: readonly AssistantEvent[];
  readonly bus: Pick<MqttBus, "publish">;
  readonly dispatch: Dispatch;
  readonly pin: PinDesk;
  readonly spoken: readonly string[];
  /** One turn. `answers`: what is said to one question after another; nothing where they end. */
  readonly turn: (input: TurnInput | string, answers?: readonly (TurnInput | string | undefined)[], parts?: Partial<TurnParts>) => Promise<TurnResult>;
};

export type HouseSettings = { readonly hasPin: boolean; readonly nowMs?: () => number; readonly heard?: (input: TurnInput) => string; readonly parse?: CommandParser; readonly home?: Home };

export function guardedHouse({ hasPin, nowMs = () => 0, heard = () => "", parse = createTemplateParser(english), home = guardedHome }: HouseSettings): GuardedHouse {
  const sent: MqttMessage[] = [];
  const events: AssistantEvent[] = [];
  const spoken: string[] = [];
  const bus: GuardedHouse["bus"] = {
    async publish(message, approved) {
      if (!isApproved(approved)) throw new TypeError("published without an approval");
      sent.push(message);
      return { sentAtMs: nowMs() };
    },
  };
  const states = { known: () => undefined, watch: () => ({ [Symbol.dispose]: () => undefined }) };
  const dispatch = createDispatcher({ bus, home: () => home, states, nowMs, confirmWithinMs: 1 });
  const pin = hasPin ? createPinDesk(stored, nowMs, async (digits) => digits === rightPin) : noPin;
  const usual: TurnParts = {
    ...scriptedTurn({}).parts, parse, home: () => home, policy: housePolicy, dispatch, replies, answerWords: english.answers, pin, nowMs, answerWithinMs: 200,
    transcribe: async (utterance) => ({ text: heard({ kind: "sound", utterance }), language: "en", confidence: 0.9 }),
    say: async (text) => { spoken.push(text); return true; },
    onEvent: (event) => events.push(event),
  };
  const asInput = (what: TurnInput | string): TurnInput => typeof what === "string" ? { kind: "text", text: what } : what;
  return {
    sent, events, bus, dispatch, pin, spoken,
    turn(input, answers = [], parts = {}) {
      const waiting = [...answers];
      const nextAnswer = async () => { const next = waiting.shift(); return next === undefined ? undefined : asInput(next); };
      return runTurn({ ...usual, ...parts }, asInput(input), { heardInAreaId: undefined, nextAnswer }, new AbortController().signal);
    },
  };
}
