// Devices that behave in every way but the right one, over a real broker.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MqttBus } from "../../src/act/bus.ts";
import { createDispatcher, type Dispatch } from "../../src/act/dispatcher.ts";
import type { ReceivedMessage } from "../../src/act/mqtt-message.ts";
import type { Settled } from "../../src/act/outcome.ts";
import { createStateStore } from "../../src/act/state-store.ts";
import { linkHome, type HomeLink } from "../../src/act/home-link.ts";
import type { AssistantError } from "../../src/base/errors.ts";
import { monotonicNowMs } from "../../src/base/time.ts";
import type { DeviceId, Home } from "../../src/home/home.ts";
import { startEmbeddedBroker, type EmbeddedBroker } from "../../src/virtual/broker.ts";
import { aMoment, approved, approvedAt, eventually, never, startBus } from "../fakes/started-bus.ts";

let broker: EmbeddedBroker;
let bus: MqttBus;
let link: HomeLink;
let dispatch: Dispatch;
let problems: AssistantError[];
/** Ends of what was reported as moving. */
let settled: Settled[];
let over: AbortController;
/** The home whose states are subscribed to. */
let followed: Home;
/** Everything published under `…/set`, in order. */
let commanded: string[];

/** Everything takes its usual course, in milliseconds instead of seconds. */
const times = { confirmWithinMs: 400, alreadyWithinMs: 150, replyWithinMs: 200, finishWithinMs: 900, quietMs: 120 };

beforeEach(async () => {
  const start = await startEmbeddedBroker({ port: 0 });
  if (start.kind !== "started") throw start.error;
  broker = start.broker;
  commanded = [];
  broker.wire.subscribe("+/set", ({ topic, payload }) => commanded.push(`${topic} ${payload}`));
  bus = startBus({ url: broker.url }).bus;
  problems = [];
  settled = [];
  over = new AbortController();
  link = linkHome({ bus, nowMs: monotonicNowMs, onProblem: (error) => problems.push(error), onHome: (home) => { followed = home; } }, over.signal);
  followed = link.home();
  dispatch = createDispatcher({ bus, home: link.home, states: link.states, nowMs: monotonicNowMs, times: () => times, onSettled: (end) => settled.push(end), signal: over.signal });
  await bus.connected(never);
});

afterEach(async () => {
  over.abort();
  await bus[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
});

const say = (topic: string, payload: string, retain = false) => broker.wire.publish({ topic, payload, retain });
const reply = (topic: string, answer: (payload: string) => readonly string[]) => {
  broker.wire.subscribe(`${topic}/set`, ({ payload }) => { for (const said of answer(payload)) say(topic, said); });
};

/** Announces a device on `name` and `name/set`, and waits until it is there. */
async function announce(component: string, name: string, more: object = {}): Promise<string> {
  say(`homeassistant/${component}/${name}/config`, JSON.stringify({ name, unique_id: name, command_topic: `${name}/set`, state_topic: name, ...more }), true);
  const id = `${component}.${name}`;
  await eventually(() => followed.devices.has(id as DeviceId));
  return id;
}

const known = (id: string) => link.states.known(id as DeviceId)?.state;
/** Lets a device tell its state until Sotto has heard it. */
async function tell(id: string, topic: string, payload: string, shown: object): Promise<void> {
  await eventually(() => {
    if (Object.entries(shown).every(([key, value]) => JSON.stringify(known(id)?.[key as keyof NonNullable<ReturnType<typeof known>>]) === JSON.stringify(value))) return true;
    say(topic, payload);
    return false;
  });
}

const on = { type: "onOff.set", on: true } as const;
const off = { type: "onOff.set", on: false } as const;
const lock = { type: "lock.set", locked: true } as const;

describe("a device", () => {
  test("that echoes is confirmed", async () => {
    const id = await announce("switch", "plug");
    await tell(id, "plug", "OFF", { on: false });
    reply("plug", (payload) => [payload]);
    expect(await dispatch(approved(on, id), never)).toEqual({ messages: [{ topic: "plug/set", payload: "ON" }], outcomes: [{ deviceId: id, result: "confirmed", state: { on: true }, tookMs: expect.any(Number) }] });
  });

  test("that does not echo is unconfirmed, with the state that was known", async () => {
    const id = await announce("switch", "plug");
    await tell(id, "plug", "OFF", { on: false });
    expect((await dispatch(approved(on, id), never)).outcomes).toEqual([{ deviceId: id, result: "unconfirmed", state: { on: false } }]);
    expect(commanded).toEqual(["plug/set ON"]);
  });

  test("that lies is unconfirmed, with its lie", async () => {
    const id = await announce("switch", "plug");
    await tell(id, "plug", "ON", { on: true });
    reply("plug", () => ["ON"]);
    expect((await dispatch(approved(off, id), never)).outcomes).toEqual([{ deviceId: id, result: "unconfirmed", state: { on: true } }]);
  });

  test("that speaks of other things only is unconfirmed", async () => {
    const id = await announce("light", "lamp", { schema: "json", brightness: true });
    await tell(id, "lamp", '{"state":"ON","brightness":255}', { on: true, brightnessPct: 100 });
    reply("lamp", () => ['{"linkquality":80}', '{"color_temp":300}']);
    expect((await dispatch(approved({ type: "brightness.set", brightnessPct: 20 }, id), never)).outcomes).toMatchObject([{ result: "unconfirmed" }]);
  });

  test("that tells its new state in two messages is confirmed by both", async () => {
    const id = await announce("light", "lamp", { schema: "json", brightness: true });
    await tell(id, "lamp", '{"state":"OFF","brightness":1}', { on: false });
    reply("lamp", () => ['{"state":"ON"}', '{"brightness":51}']);
    expect((await dispatch(approved({ type: "brightness.set", brightnessPct: 20 }, id), never)).outcomes).toMatchObject([{ result: "confirmed", state: { on: true, brightnessPct: 20 } }]);
  });

  test("that stays silent because it is so already is reported so", async () => {
    const id = await announce("switch", "plug");
    await tell(id, "plug", "ON", { on: true });
    expect((await dispatch(approved(on, id), never)).outcomes).toEqual([{ deviceId: id, result: "already", state: { on: true } }]);
    expect(commanded).toEqual(["plug/set ON"]);
  });

  test("of which only an old retained state is known is neither confirmed nor already so", async () => {
    say("door", "LOCKED", true);
    const id = await announce("lock", "door");
    await eventually(() => known(id)?.lock === "locked");
    expect((await dispatch(approved(lock, id), never)).outcomes).toEqual([{ deviceId: id, result: "unconfirmed", state: { lock: "locked" } }]);
  });

  test("without a state topic cannot confirm and is not waited for", async () => {
    const id = await announce("switch", "plug", { state_topic: undefined });
    expect((await dispatch(approved(on, id), never)).outcomes).toEqual([{ deviceId: id, result: "unconfirmed", state: undefined }]);
  });

  test("that is offline gets no command that it might carry out later", async () => {
    const id = await announce("lock", "door", { availability_topic: "door/lwt" });
    await eventually(() => { say("door/lwt", "offline"); return known(id)?.available === false; });
    expect((await dispatch(approved({ type: "lock.set", locked: false }, id), never)).outcomes).toEqual([{ deviceId: id, result: "failed", error: expect.objectContaining({ code: "DEVICE_UNAVAILABLE" }) }]);
    expect(commanded).toEqual([]);
  });

  test("that is gone from the home fails by itself", async () => {
    expect((await dispatch(approved(on, "switch.never"), never)).outcomes).toEqual([{ deviceId: "switch.never", result: "failed", error: expect.objectContaining({ code: "DEVICE_UNAVAILABLE" }) }]);
  });

  test("that says binary nonsense is reported once and changes nothing", async () => {
    const id = await announce("switch", "plug");
    await tell(id, "plug", "OFF", { on: false });
    for (let count = 0; count < 3; count++) say("plug", "\u0000\uFFFD garbage");
    await tell(id, "plug", "ON", { on: true });
    expect(problems).toEqual([expect.objectContaining({ code: "HOME_MESSAGE_INVALID", message: expect.stringContaining("plug") })]);
  });
});

describe("a lock", () => {
  test("that is at it is waited for until it is done", async () => {
    const id = await announce("lock", "door");
    await tell(id, "door", "UNLOCKED", { lock: "unlocked" });
    reply("door", () => ["LOCKING"]);
    const outcome = dispatch(approved(lock, id), never);
    await eventually(() => known(id)?.lock === "locking");
    say("door", "LOCKED");
    expect((await outcome).outcomes).toMatchObject([{ result: "confirmed", state: { lock: "locked" } }]);
  });

  test("that takes its time is reported as at it, and its end is told later", async () => {
    const id = await announce("lock", "door");
    await tell(id, "door", "UNLOCKED", { lock: "unlocked" });
    reply("door", () => ["LOCKING"]);
    expect((await dispatch(approved(lock, id), never)).outcomes).toEqual([{ deviceId: id, result: "moving", state: { lock: "locking" }, tookMs: expect.any(Number) }]);
    say("door", "LOCKED");
    await eventually(() => settled.length > 0);
    expect(settled).toMatchObject([{ command: { type: "lock.set" }, outcome: { deviceId: id, result: "confirmed", state: { lock: "locked" } } }]);
  });

  test.each([["JAMMED", "unconfirmed", "jammed"], ["LOCKING", "moving", "locking"]])("whose bolt ends as %s ends %s", async (word, result, shown) => {
    const id = await announce("lock", "door");
    await tell(id, "door", "UNLOCKED", { lock: "unlocked" });
    reply("door", () => ["LOCKING"]);
    await dispatch(approved(lock, id), never);
    say("door", word);
    await eventually(() => settled.length > 0);
    expect(settled).toMatchObject([{ outcome: { result, state: { lock: shown } } }]);
  });

  test("that jams is told at once", async () => {
    const id = await announce("lock", "door");
    await tell(id, "door", "UNLOCKED", { lock: "unlocked" });
    reply("door", () => ["LOCKING", "JAMMED", "LOCKED"]);
    const [outcome] = (await dispatch(approved(lock, id), never)).outcomes;
    expect(outcome).toMatchObject({ result: "unconfirmed" });
  });
});

describe("a cover", () => {
  const open = { type: "opening.set", open: true } as const;
  const close = { type: "opening.set", open: false } as const;
  const half = { type: "position.set", positionPct: 50 } as const;
  const stop = { type: "opening.stop" } as const;
  const blinds = () => announce("cover", "blinds", { position_topic: "blinds/position", set_position_topic: "blinds/position/set" });
  const at = async (id: string, positionPct: number, opening: string) => {
    await tell(id, "blinds/position", String(positionPct), { positionPct });
    await tell(id, "blinds", opening, { opening });
  };
  const moves = async (...steps: readonly (readonly [position: number, word: string])[]) => {
    for (const [position, word] of steps) {
      say("blinds/position", String(position));
      say("blinds", word);
      await aMoment(40);
    }
  };
  /** The first word of the reply, and the end. */
  const course = async (command: Parameters<typeof approved>[0], id: string, move: () => Promise<void>) => {
    const count = commanded.length;
    const report = dispatch(approved(command, id), never);
    await eventually(() => commanded.length > count || command.type === "position.set");
    await aMoment(20);
    await move();
    const [first] = (await report).outcomes;
    if (first?.result !== "moving") return [first?.result];
    await eventually(() => settled.length > 0, "the end");
    const end = settled[0]?.outcome;
    return ["moving", end?.result, end !== undefined && "state" in end ? end.state?.positionPct : undefined];
  };

  test("that runs is reported as moving when the reply is due, and confirmed when it has arrived", async () => {
    const id = await blinds();
    await at(id, 0, "closed");
    expect(await course(open, id, () => moves([1, "opening"], [20, "opening"], [40, "opening"], [60, "opening"], [80, "opening"], [90, "opening"], [95, "opening"], [98, "opening"], [100, "open"]))).toEqual(["moving", "confirmed", 100]);
  });

  test("that is quick is confirmed in the reply", async () => {
    const id = await blinds();
    await at(id, 0, "closed");
    expect(await course(open, id, () => moves([50, "opening"], [100, "open"]))).toEqual(["confirmed"]);
  });

  test("that stops half way down has not closed", async () => {
    const id = await blinds();
    await at(id, 100, "open");
    expect(await course(close, id, () => moves([90, "closing"], [80, "closing"], [70, "closing"], [60, "closing"], [55, "closing"], [50, "closing"], [45, "closing"], [40, "stopped"]))).toEqual(["moving", "unconfirmed", 40]);
  });

  test("that was sent to a position is confirmed there", async () => {
    const id = await blinds();
    await at(id, 100, "open");
    expect(await course(half, id, () => moves([90, "closing"], [80, "closing"], [70, "closing"], [65, "closing"], [60, "closing"], [55, "closing"], [52, "closing"], [50, "open"]))).toEqual(["moving", "confirmed", 50]);
  });

  test("that never says that it has arrived counts as there when nothing changes any more", async () => {
    const id = await blinds();
    await at(id, 0, "closed");
    expect(await course(open, id, () => moves([40, "open"], [70, "open"], [90, "open"], [95, "open"], [96, "open"], [97, "open"], [97, "open"], [97, "open"]))).toEqual(["moving", "confirmed", 97]);
  });

  test("is stopped when it says so, or when its position does not change any more", async () => {
    const id = await blinds();
    await at(id, 40, "opening");
    expect(await course(stop, id, () => moves([42, "stopped"]))).toEqual(["confirmed"]);
    await at(id, 40, "open");
    expect(await course(stop, id, () => moves([41, "open"], [43, "open"]))).toEqual(["confirmed"]);
  });

  test("that runs on after a stop is not stopped", async () => {
    const id = await blinds();
    await at(id, 40, "opening");
    expect(await course(stop, id, () => moves([42, "opening"], [44, "opening"], [46, "opening"]))).toEqual(["unconfirmed"]);
  });

  test("that is told something newer is not reported twice", async () => {
    const id = await blinds();
    await at(id, 0, "closed");
    const opening = dispatch(approved(open, id), never);
    await aMoment(20);
    await moves([10, "opening"]);
    expect((await opening).outcomes).toMatchObject([{ result: "moving" }]);
    const stopping = dispatch(approved(stop, id), never);
    await eventually(() => commanded.includes("blinds/set STOP"));
    await moves([12, "stopped"]);
    expect((await stopping).outcomes).toMatchObject([{ result: "confirmed" }]);
    await aMoment(1000);
    expect(settled).toEqual([]);
  });
});

describe("a device that goes away", () => {
  test("while it is waited for ends the waiting, and is known to be away", async () => {
    const id = await announce("switch", "plug", { availability_topic: "plug/lwt" });
    await tell(id, "plug", "OFF", { on: false });
    reply("plug", () => []);
    const fromMs = monotonicNowMs();
    const outcome = dispatch(approved(on, id), never);
    await eventually(() => commanded.length > 0);
    say("plug/lwt", "offline");
    expect((await outcome).outcomes).toEqual([{ deviceId: id, result: "unconfirmed", state: { on: false, available: false } }]);
    expect(monotonicNowMs() - fromMs).toBeLessThan(times.confirmWithinMs);
  });
});

describe("steps", () => {
  const brighter = { type: "brightness.change", deltaPct: 10 } as const;
  const lamp = async (brightness: number) => {
    const id = await announce("light", "lamp", { schema: "json", brightness: true });
    await tell(id, "lamp", JSON.stringify({ state: "ON", brightness }), { on: true, brightnessPct: Math.round(brightness / 2.55) });
    return id;
  };
  const levels = () => commanded.map((line) => Math.round(Number(/"brightness":(\d+)/.exec(line)?.[1]) / 2.55));

  test("that are asked for at once count on from each other, though nothing was told yet", async () => {
    const id = await lamp(102);
    reply("lamp", (payload) => [payload]);
    const outcomes = await Promise.all([dispatch(approved(brighter, id), never), dispatch(approved(brighter, id), never), dispatch(approved(brighter, id), never)]);
    expect(levels()).toEqual([50, 60, 70]);
    expect(outcomes.at(-1)?.outcomes).toMatchObject([{ result: "confirmed", state: { brightnessPct: 70 } }]);
  });

  test("count on from where a slow lamp is going, not from where it is", async () => {
    const id = await lamp(102);
    const first = dispatch(approved(brighter, id), never);
    await eventually(() => commanded.length === 1);
    say("lamp", '{"state":"ON","brightness":110}');
    await eventually(() => known(id)?.brightnessPct === 43);
    const second = dispatch(approved(brighter, id), never);
    await Promise.all([first, second]);
    expect(levels()).toEqual([50, 60]);
  });

  test("that nobody carried out do not count", async () => {
    const id = await lamp(102);
    expect((await dispatch(approved(brighter, id), never)).outcomes).toMatchObject([{ result: "unconfirmed" }]);
    expect((await dispatch(approved(brighter, id), never)).outcomes).toMatchObject([{ result: "unconfirmed" }]);
    expect(levels()).toEqual([50, 50]);
  });

  test("toggling twice at once ends where it began", async () => {
    const id = await announce("switch", "plug");
    await tell(id, "plug", "OFF", { on: false });
    reply("plug", (payload) => [payload]);
    const toggle = () => dispatch(approved({ type: "onOff.toggle" }, id), never);
    await Promise.all([toggle(), toggle()]);
    expect(commanded).toEqual(["plug/set ON", "plug/set OFF"]);
  });

  test("a group is toggled each from where it is", async () => {
    const [one, other] = [await announce("switch", "one"), await announce("switch", "other")];
    await tell(one, "one", "ON", { on: true });
    await tell(other, "other", "OFF", { on: false });
    await dispatch(approved({ type: "onOff.toggle" }, one, other), never);
    expect([...commanded].sort()).toEqual(["one/set OFF", "other/set ON"]);
  });
});

test("a device that is off already does not keep a group waiting", async () => {
  const [quick, already] = [await announce("switch", "quick"), await announce("switch", "already")];
  await tell(quick, "quick", "ON", { on: true });
  await tell(already, "already", "OFF", { on: false });
  reply("quick", (payload) => [payload]);
  const fromMs = monotonicNowMs();
  const report = await dispatch(approved(off, quick, already), never);
  expect(report.outcomes.map(({ result }) => result)).toEqual(["confirmed", "already"]);
  expect(monotonicNowMs() - fromMs).toBeLessThan(times.confirmWithinMs);
});

describe("questions", () => {
  test("are answered from what is known, and send nothing", async () => {
    const id = await announce("switch", "plug");
    await tell(id, "plug", "ON", { on: true });
    expect(await dispatch(approved({ type: "state.get", capability: "onOff" }, id), never)).toEqual({ messages: [], outcomes: [{ deviceId: id, result: "answered", state: { on: true } }] });
    expect(commanded).toEqual([]);
  });

  test("about a device that never reported are unknown, also when it only said that it is there", async () => {
    const id = await announce("switch", "plug", { availability_topic: "plug/lwt" });
    await eventually(() => { say("plug/lwt", "online"); return known(id)?.available; });
    expect((await dispatch(approved({ type: "state.get", capability: "onOff" }, id), never)).outcomes).toEqual([{ deviceId: id, result: "unknown" }]);
  });
});

describe("a command", () => {
  test("to several devices is not stopped by one that fails", async () => {
    const lamp = await announce("switch", "lamp");
    const sensor = await announce("binary_sensor", "window", { command_topic: undefined });
    const silent = await announce("switch", "silent");
    reply("lamp", (payload) => [payload]);
    await tell(lamp, "lamp", "OFF", { on: false });
    const report = await dispatch(approved(on, sensor, lamp, silent), never);
    expect(report.outcomes.map(({ deviceId, result }) => [deviceId, result])).toEqual([[sensor, "failed"], [lamp, "confirmed"], [silent, "unconfirmed"]]);
  });

  test("for more brightness is made absolute, and fails when the brightness is not known", async () => {
    const id = await announce("light", "lamp", { schema: "json", brightness: true });
    const brighter = () => approved({ type: "brightness.change", deltaPct: 10 }, id);
    expect((await dispatch(brighter(), never)).outcomes).toMatchObject([{ result: "failed", error: { code: "DEVICE_STATE_UNKNOWN" } }]);
    await tell(id, "lamp", '{"state":"ON","brightness":102}', { brightnessPct: 40 });
    reply("lamp", (payload) => [payload]);
    expect((await dispatch(brighter(), never)).outcomes).toMatchObject([{ result: "confirmed", state: { brightnessPct: 50 } }]);
    expect(commanded).toEqual(['lamp/set {"state":"ON","brightness":128}']);
  });

  test("that is aborted before sends nothing", async () => {
    const id = await announce("switch", "plug");
    const reason = new Error("never mind");
    await expect(dispatch(approved(on, id), AbortSignal.abort(reason))).rejects.toBe(reason);
    await aMoment(50);
    expect(commanded).toEqual([]);
  });

  test("that is aborted while waiting for the echo ends with the signal's reason", async () => {
    const id = await announce("switch", "plug");
    const ending = new AbortController();
    const reason = new Error("never mind");
    const waiting = dispatch(approved(on, id), ending.signal);
    await eventually(() => commanded.length > 0);
    ending.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test("without a broker fails for each device, and none is sent later", async () => {
    const id = await announce("lock", "door");
    const { port } = broker;
    await broker[Symbol.asyncDispose]();
    await eventually(() => bus.status().kind === "offline");
    expect(await dispatch(approved({ type: "lock.set", locked: false }, id), never)).toEqual({ messages: [], outcomes: [{ deviceId: id, result: "failed", error: expect.objectContaining({ code: "MQTT_NOT_CONNECTED" }) }] });
    const again = await startEmbeddedBroker({ port });
    if (again.kind !== "started") throw again.error;
    broker = again.broker;
    broker.wire.subscribe("+/set", ({ topic, payload }) => commanded.push(`${topic} ${payload}`));
    await bus.connected(never);
    await aMoment();
    expect(commanded).toEqual([]);
  });

  test("whose broker dies before the echo is unconfirmed", async () => {
    const id = await announce("lock", "door");
    await tell(id, "door", "UNLOCKED", { lock: "unlocked" });
    const outcome = dispatch(approved(lock, id), never);
    await eventually(() => commanded.length > 0);
    await broker[Symbol.asyncDispose]();
    expect((await outcome).outcomes).toEqual([{ deviceId: id, result: "unconfirmed", state: { lock: "unlocked" } }]);
  });
});

test("a device that leaves is forgotten, and one that comes back is followed again", async () => {
  const id = await announce("switch", "plug");
  await tell(id, "plug", "ON", { on: true });
  say("homeassistant/switch/plug/config", "", true);
  await eventually(() => !followed.devices.has(id as DeviceId));
  expect(known(id)).toBeUndefined();
  await announce("switch", "plug");
  await tell(id, "plug", "OFF", { on: false });
});

describe("what does not count as an echo", () => {
  /** A bus that does only what a test tells it to. */
  const scripted = (whenPublishing: (deliver: (message: ReceivedMessage) => void) => { readonly sentAtMs: number }) => {
    const handlers: ((message: ReceivedMessage) => void)[] = [];
    const deliver = (message: ReceivedMessage) => handlers.forEach((handler) => handler(message));
    let nowMs = 1000;
    const clock = () => nowMs++;
    const states = createStateStore({ bus: { subscribe: (_filters, onMessage) => { handlers.push(onMessage); } }, nowMs: clock, onProblem: () => undefined }, over.signal);
    const home = followed;
    states.follow(home);
    return createDispatcher({ bus: { publish: async () => whenPublishing(deliver) }, home: () => home, states, nowMs: clock, times: () => ({ ...times, confirmWithinMs: 50 }) });
  };
  const locked = { topic: "door", payload: "LOCKED" };

  test.each([
    ["a message that came before the command went out", { ...locked, retained: false }, 5000],
    ["a replay of something said earlier", { ...locked, retained: true }, 0],
    ["the state of another device", { ...locked, topic: "window", retained: false }, 0],
  ])("%s", async (_name, message, sentAtMs) => {
    const id = await announce("lock", "door");
    const act = scripted((deliver) => {
      deliver(message);
      return { sentAtMs };
    });
    expect((await act(approvedAt(1000, lock, id), never)).outcomes[0]?.result).not.toBe("confirmed");
  });

  test("but an echo does that is quicker than the end of sending", async () => {
    const id = await announce("lock", "door");
    const act = scripted((deliver) => {
      deliver({ ...locked, retained: false });
      return { sentAtMs: 0 };
    });
    expect((await act(approvedAt(1000, lock, id), never)).outcomes[0]?.result).toBe("confirmed");
  });
});

test("only an approved command compiles", () => {
  // @ts-expect-error a command that the policy has not seen is refused by the compiler
  const notApproved: Parameters<Dispatch>[0] = { type: "onOff.set", on: true, scope: "named", deviceIds: ["x" as DeviceId] };
  expect(notApproved.type).toBe("onOff.set");
});
