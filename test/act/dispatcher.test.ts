// Devices that behave in every way but the right one, over a real broker.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MqttBus } from "../../src/act/bus.ts";
import { createDispatcher, type Dispatch } from "../../src/act/dispatcher.ts";
import type { ReceivedMessage } from "../../src/act/mqtt-message.ts";
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
let over: AbortController;
/** The home whose states are subscribed to. */
let followed: Home;
/** Everything published under `…/set`, in order. */
let commanded: string[];

beforeEach(async () => {
  const start = await startEmbeddedBroker({ port: 0 });
  if (start.kind !== "started") throw start.error;
  broker = start.broker;
  commanded = [];
  broker.wire.subscribe("+/set", ({ topic, payload }) => commanded.push(`${topic} ${payload}`));
  bus = startBus({ url: broker.url }).bus;
  problems = [];
  over = new AbortController();
  link = linkHome({ bus, nowMs: monotonicNowMs, onProblem: (error) => problems.push(error), onHome: (home) => { followed = home; } }, over.signal);
  followed = link.home();
  dispatch = createDispatcher({ bus, home: link.home, states: link.states, nowMs: monotonicNowMs, confirmWithinMs: 400, alreadyWithinMs: 150, finishWithinMs: 400 });
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

  test("that never gets done is unconfirmed, as what it said last", async () => {
    const id = await announce("lock", "door");
    await tell(id, "door", "UNLOCKED", { lock: "unlocked" });
    reply("door", () => ["LOCKING"]);
    expect((await dispatch(approved(lock, id), never)).outcomes).toEqual([{ deviceId: id, result: "unconfirmed", state: { lock: "locking" } }]);
  });

  test("that jams is told at once", async () => {
    const id = await announce("lock", "door");
    await tell(id, "door", "UNLOCKED", { lock: "unlocked" });
    reply("door", () => ["LOCKING", "JAMMED", "LOCKED"]);
    const [outcome] = (await dispatch(approved(lock, id), never)).outcomes;
    expect(outcome).toMatchObject({ result: "unconfirmed" });
  });
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
    return createDispatcher({ bus: { publish: async () => whenPublishing(deliver) }, home: () => home, states, nowMs: clock, confirmWithinMs: 50 });
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
