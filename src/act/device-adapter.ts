import type { Binding } from "../home/binding.ts";
import type { CommandAction } from "../home/command.ts";
import type { DeviceState } from "../home/state.ts";
import { endpointAdapter } from "./endpoint-adapter.ts";
import { homeAssistantAdapter } from "./home-assistant.ts";
import type { MqttMessage } from "./mqtt-message.ts";

/** Translates between commands and one convention of MQTT messages. Pure: no clock, no connection, no memory. */
export interface DeviceAdapter<B extends Binding = Binding> {
  readonly name: B["adapter"];
  /** What the device will show when it has done as told: a fan of three speeds makes 67 of 50 percent. */
  achievable(command: CommandAction, binding: B): CommandAction;
  /**
   * What to publish for `command`, in order.
   * @param state the last one known
   * @param deviceName for the message of the error
   * @throws DEVICE_UNSUPPORTED when the device has no topic for it, or its template gives nothing
   */
  commandMessages(command: CommandAction, binding: B, state: DeviceState | undefined, deviceName: string): readonly MqttMessage[];
  /** Topics that tell the device's state, each once; none for a device that never reports. */
  stateTopics(binding: B): readonly string[];
  availability(binding: B): Availability;
  /** The fields that this very message tells, undefined when it tells none. */
  readState(message: MqttMessage, binding: B): DeviceState | undefined;
  /** Whether this message says that the device is there; undefined when it says nothing of it. */
  readAvailability(message: MqttMessage, binding: B): boolean | undefined;
  /** Time after which a reading that was not repeated counts as stale, in milliseconds; undefined: never. */
  expiresAfterMs?(binding: B): number | undefined;
}

/** How a device with several availability topics counts as available. */
export type Availability = { readonly topics: readonly string[]; readonly mode: "all" | "any" | "latest" };

/** A device's way to be spoken to and heard: an adapter that already knows its binding. */
export interface DeviceLine {
  achievable(command: CommandAction): CommandAction;
  commandMessages(command: CommandAction, state: DeviceState | undefined, deviceName: string): readonly MqttMessage[];
  readonly stateTopics: readonly string[];
  readonly availability: Availability;
  readState(message: MqttMessage): DeviceState | undefined;
  readAvailability(message: MqttMessage): boolean | undefined;
  readonly expiresAfterMs: number | undefined;
}

const lines = new WeakMap<Binding, DeviceLine>();

/** The line to a device, made once for each binding. */
export function lineTo(binding: Binding): DeviceLine {
  const known = lines.get(binding);
  if (known !== undefined) return known;
  const line = newLine(binding);
  lines.set(binding, line);
  return line;
}

function newLine(binding: Binding): DeviceLine {
  switch (binding.adapter) {
    case "homeAssistant": return bound(homeAssistantAdapter, binding);
    case "endpoints": return bound(endpointAdapter, binding);
  }
}

function bound<B extends Binding>(adapter: DeviceAdapter<B>, binding: B): DeviceLine {
  return {
    achievable: (command) => adapter.achievable(command, binding),
    commandMessages: (command, state, deviceName) => adapter.commandMessages(command, binding, state, deviceName),
    stateTopics: adapter.stateTopics(binding),
    availability: adapter.availability(binding),
    readState: (message) => adapter.readState(message, binding),
    readAvailability: (message) => adapter.readAvailability(message, binding),
    expiresAfterMs: adapter.expiresAfterMs?.(binding),
  };
}
