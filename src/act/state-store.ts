import { AssistantError } from "../base/errors.ts";
import type { NowMs } from "../base/time.ts";
import { parseJsonObject } from "../home/config-values.ts";
import type { Device, DeviceId, Home } from "../home/home.ts";
import type { DeviceState, HomeStates } from "../home/state.ts";
import type { MqttBus } from "./bus.ts";
import { type Availability, lineTo } from "./device-adapter.ts";
import { createStateMemory, type HeardState, type KnownState, type StateMemory } from "./state-memory.ts";
import type { ReceivedMessage } from "./mqtt-message.ts";

/** The last known states, fed by subscriptions to the state topics of the devices that are there. */
export interface StateStore {
  /** A live view. */
  states(): HomeStates;
  known(id: DeviceId): KnownState | undefined;
  /** Subscribes to the devices that are new in `home` and forgets those that are gone. */
  follow(home: Home): void;
  /** Tells what a device says from now on, replays left out, until disposed. */
  watch(id: DeviceId, onHeard: (heard: HeardState) => void): Disposable;
}

export type StateStoreSettings = {
  readonly bus: Pick<MqttBus, "subscribe">;
  readonly nowMs: NowMs;
  /** Gets HOME_MESSAGE_INVALID once for each device whose state cannot be read. */
  readonly onProblem: (error: AssistantError) => void;
  readonly onState?: (id: DeviceId, state: DeviceState) => void;
};

type Followed = { device: Device; readonly stop: AbortController; readonly online: Map<string, boolean>; reported: boolean };

export function createStateStore({ bus, nowMs, onProblem, onState }: StateStoreSettings, signal: AbortSignal): StateStore {
  const followed = new Map<DeviceId, Followed>();
  const memory = createStateMemory(nowMs, (id, state) => onState?.(id, state));

  const start = (device: Device) => {
    const entry: Followed = { device, stop: new AbortController(), online: new Map(), reported: false };
    followed.set(device.id, entry);
    bus.subscribe(topicsOf(device), (message) => receive(message, entry, memory, onProblem), entry.stop.signal);
  };

  const forget = (id: DeviceId) => {
    followed.get(id)?.stop.abort();
    followed.delete(id);
    memory.forget(id);
  };

  signal.addEventListener("abort", () => { for (const id of followed.keys()) forget(id); }, { once: true });

  return {
    states: memory.states,
    known: memory.known,
    watch: memory.watch,
    follow({ devices }) {
      if (signal.aborted) return;
      for (const id of followed.keys()) if (!devices.has(id)) forget(id);
      for (const device of devices.values()) {
        const entry = followed.get(device.id);
        // A new name or room leaves the binding as it is, and with it the subscriptions and what is known.
        if (entry?.device.binding === device.binding) {
          entry.device = device;
          continue;
        }
        forget(device.id);
        start(device);
      }
    },
  };
}

function receive(message: ReceivedMessage, entry: Followed, memory: StateMemory, onProblem: (error: AssistantError) => void): void {
  const { id, binding } = entry.device;
  const line = lineTo(binding);
  const said = line.readState(message);
  const available = availableBy(entry, message);
  if (said === undefined && available === undefined) reportUnreadable(entry, message, onProblem);
  else memory.take(id, { said, available, retained: message.retained, expiresAfterMs: line.expiresAfterMs });
}

function topicsOf({ binding }: Device): readonly string[] {
  const { stateTopics, availability } = lineTo(binding);
  return [...new Set([...stateTopics, ...availability.topics])];
}

/** Whether the device counts as available after this message; undefined when the message says nothing of it. */
function availableBy(entry: Followed, message: ReceivedMessage): boolean | undefined {
  const { binding } = entry.device;
  const line = lineTo(binding);
  const online = line.readAvailability(message);
  if (online === undefined) return undefined;
  entry.online.set(message.topic, online);
  return combined(line.availability, entry.online, online);
}

/** `all`: every topic must have said so; `any`: one is enough; `latest`: the last word counts. */
function combined({ topics, mode }: Availability, online: ReadonlyMap<string, boolean>, latest: boolean): boolean {
  switch (mode) {
    case "all": return topics.every((topic) => online.get(topic) ?? true);
    case "any": return topics.some((topic) => online.get(topic) ?? false);
    case "latest": return latest;
  }
}

/** Words that say "no value", and objects that speak of other things, are no fault. */
const noValue = /^\s*(|none|null|unknown|unavailable)\s*$/i;

function reportUnreadable(entry: Followed, message: ReceivedMessage, onProblem: (error: AssistantError) => void): void {
  if (entry.reported || noValue.test(message.payload) || parseJsonObject(message.payload) !== undefined) return;
  entry.reported = true;
  const said = `its state on ${message.topic.slice(0, 200)} says ${JSON.stringify(message.payload.slice(0, 60))}`;
  const advice = "which cannot be read and is ignored. Look at the device or its discovery config.";
  onProblem(new AssistantError("HOME_MESSAGE_INVALID", `${entry.device.name}: ${said}, ${advice}`));
}
