// A broker in this process, Sotto's link to the home and its dispatcher on it, and a wire for simulated devices.
import { createDispatcher, type Dispatch } from "../../src/act/dispatcher.ts";
import { type HomeLink, linkHome } from "../../src/act/home-link.ts";
import type { AssistantError } from "../../src/base/errors.ts";
import { monotonicNowMs } from "../../src/base/time.ts";
import type { CommandAction } from "../../src/home/command.ts";
import { type DeviceId, emptyHome, type Home } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { startEmbeddedBroker } from "../../src/virtual/broker.ts";
import { approved, eventually, never, startBus } from "./started-bus.ts";

export type LiveHome = AsyncDisposable & {
  readonly say: (topic: string, payload: unknown, retain?: boolean) => void;
  /** Tells what is published on topics that match; what Sotto itself sent is among it. */
  readonly listen: (filter: string, onMessage: (payload: string, topic: string) => void) => void;
  readonly home: () => Home;
  readonly problems: readonly AssistantError[];
  readonly link: HomeLink;
  /** Waits for the device, followed. */
  readonly arrived: (id: string) => Promise<void>;
  readonly left: (id: string) => Promise<void>;
  readonly state: (id: string) => DeviceState | undefined;
  /** Waits until the state of the device has these fields. */
  readonly shows: (id: string, fields: DeviceState) => Promise<void>;
  readonly act: (command: CommandAction, ...ids: readonly string[]) => ReturnType<Dispatch>;
};

export async function startLiveHome(): Promise<LiveHome> {
  const start = await startEmbeddedBroker({ port: 0 });
  if (start.kind !== "started") throw start.error;
  const { broker } = start;
  const { bus } = startBus({ url: broker.url });
  const over = new AbortController();
  const problems: AssistantError[] = [];
  let followed: Home = emptyHome;
  const link = linkHome({ bus, nowMs: monotonicNowMs, onProblem: (error) => problems.push(error), onHome: (home) => { followed = home; } }, over.signal);
  const dispatch = createDispatcher({ bus, home: link.home, states: link.states, nowMs: monotonicNowMs, times: () => ({ confirmWithinMs: 1000, alreadyWithinMs: 200, replyWithinMs: 1000, finishWithinMs: 1000, quietMs: 100 }), signal: over.signal });
  await bus.connected(never);
  // Once this is heard, so is everything that was subscribed to before.
  let ready = false;
  bus.subscribe(["probe"], () => { ready = true; }, over.signal);
  await eventually(() => {
    if (!ready) broker.wire.publish({ topic: "probe", payload: "", retain: false });
    return ready;
  }, "the first subscription");
  const home = () => followed;
  const state = (id: string) => link.states.known(id as DeviceId)?.state;
  return {
    say: (topic, payload, retain = false) => broker.wire.publish({ topic, payload: typeof payload === "string" ? payload : JSON.stringify(payload), retain }),
    listen: (filter, onMessage) => broker.wire.subscribe(filter, ({ topic, payload }) => onMessage(payload, topic)),
    home, problems, link, state,
    arrived: async (id) => { await eventually(() => home().devices.has(id as DeviceId), id); },
    left: async (id) => { await eventually(() => !home().devices.has(id as DeviceId), `the end of ${id}`); },
    shows: async (id, fields) => {
      const shown = () => Object.entries(fields).every(([key, value]) => JSON.stringify(state(id)?.[key as keyof DeviceState]) === JSON.stringify(value));
      await eventually(shown, `${id} with ${JSON.stringify(fields)}`);
    },
    act: (command, ...ids) => dispatch(approved(command, ...ids), never),
    async [Symbol.asyncDispose]() {
      over.abort();
      await bus[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
    },
  };
}
