// Golden traces of the broker going away at each stage of a turn: real MQTT client, real broker, real devices behind it.
import { afterEach, beforeEach, expect, it } from "vitest";
import { createDispatcher } from "../../src/act/dispatcher.ts";
import { type HomeLink, linkHome } from "../../src/act/home-link.ts";
import { monotonicNowMs, sleep } from "../../src/base/time.ts";
import type { AssistantEvent } from "../../src/daemon/events.ts";
import { runTurn } from "../../src/daemon/turn.ts";
import { housePolicy } from "../../src/decide/policy.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../src/virtual/broker.ts";
import { startVirtualHome } from "../../src/virtual/virtual-home.ts";
import { eventually, lasting, startBus, type StartedBus } from "../fakes/started-bus.ts";
import { golden, scriptedTurn } from "../fakes/scripted-turn.ts";
import { english, replies } from "../understand/english.ts";

let broker: EmbeddedBroker;
let started: StartedBus;
let link: HomeLink;
let commands: string[];
let port: number;
const stop = () => broker[Symbol.asyncDispose]();

beforeEach(async () => {
  const start = await startEmbeddedBroker({ port: 0 });
  if (start.kind !== "started") throw start.error;
  ({ broker } = start);
  ({ port } = broker);
  commands = [];
  // Devices that take their time, so that there is a while between a command and its confirmation.
  startVirtualHome({ wire: broker.wire, sleep: (durationMs, signal) => sleep(Math.max(durationMs, 50), signal) });
  broker.wire.subscribe("sotto-virtual/+/set", ({ topic, payload }) => commands.push(`${topic} ${payload}`));
  started = startBus({ url: broker.url });
  link = linkHome({ bus: started.bus, nowMs: monotonicNowMs, onProblem: () => undefined }, lasting());
  await eventually(() => link.home().devices.size >= 20, "the home");
  await eventually(() => [...link.home().devices.values()].some(({ name, id }) => name === "Front door" && link.states.known(id) !== undefined), "the lock's state");
});
afterEach(async () => {
  await started.bus[Symbol.asyncDispose]();
  await stop();
});

/** One typed turn on the real parts, with the broker stopped when the trace reaches `when`. */
async function turnWithout(when: AssistantEvent["type"] | "before" | "published", text: string, answer = "yes"): Promise<readonly string[]> {
  const events: AssistantEvent[] = [];
  const { parts } = scriptedTurn({});
  const isDown = async () => { await stop(); await eventually(() => started.bus.status().kind !== "connected", "the loss"); };
  if (when === "before") await isDown();
  if (when === "published") broker.wire.subscribe("sotto-virtual/+/set", () => void stop());
  const lost: { gone?: Promise<void> } = {};
  const dispatch = createDispatcher({ bus: started.bus, home: link.home, states: link.states, nowMs: monotonicNowMs, confirmWithinMs: 300 });
  await runTurn({
    ...parts, home: link.home, parse: createTemplateParser(english), policy: housePolicy, replies, answerWords: english.answers,
    dispatch: async (command, signal) => { await lost.gone; return dispatch(command, signal); },
    onEvent: (event) => { events.push(event); if (event.type === when) lost.gone = isDown(); },
  }, { kind: "text", text }, { heardInAreaId: undefined, nextAnswer: async () => ({ kind: "text", text: answer }) }, lasting());
  return events.map(golden);
}

const nothingSent = ["acted  failed", "replied The broker is not connected, nothing was sent.", "ended done"];
const lockHead = ["started text", "parsed lock.set", "decided lock.set confirm", "asked Unlock the front door? Say yes or no.", "answered yes"];

it.each(["before", "turn.started", "parsed", "decided"] as const)("a broker lost at %s: nothing is sent, and the reply says so", async (when) => {
  expect(await turnWithout(when, "turn on the kitchen light")).toEqual(["started text", "parsed onOff.set", "decided onOff.set allow", ...nothingSent]);
  expect(commands).toEqual([]);
});
it.each(["before", "decided", "asked", "answered"] as const)("a broker lost at %s never hears of the unlock, not even when it is back", async (when) => {
  expect(await turnWithout(when, "unlock the front door")).toEqual([...lockHead, ...nothingSent]);
  const again = await startEmbeddedBroker({ port });
  if (again.kind !== "started") throw again.error;
  const late: string[] = [];
  again.broker.wire.subscribe("sotto-virtual/+/set", ({ payload }) => late.push(payload));
  await eventually(() => started.bus.status().kind === "connected", "the reconnect");
  await sleep(100, lasting());
  await again.broker[Symbol.asyncDispose]();
  expect([...commands, ...late]).toEqual([]);
});
it("a broker lost after the publish: the reply says that the device did not answer", async () => {
  expect(await turnWithout("published", "turn on the kitchen light")).toEqual(["started text", "parsed onOff.set", "decided onOff.set allow",
    "acted sotto-virtual/kitchen_light/set unconfirmed", "replied I asked the kitchen light, but it did not answer.", "ended done"]);
});
