import type { Binding } from "../home/binding.ts";
import type { CommandAction } from "../home/command.ts";
import type { Device } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
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
   * @throws DEVICE_UNSUPPORTED when the device has no topic for it, or its template gives nothing
   */
  commandMessages(command: CommandAction, device: Device, state: DeviceState | undefined): readonly MqttMessage[];
  /** Topics that tell the device's state, each once; none for a device that never reports. */
  stateTopics(binding: B): readonly string[];
  availability(binding: B): Availability;
  /** The fields that this very message tells, undefined when it tells none. */
  readState(message: MqttMessage, binding: B): DeviceState | undefined;
  /** Whether this message says that the device is there; undefined when it says nothing of it. */
  readAvailability(message: MqttMessage, binding: B): boolean | undefined;
}

/** How a device with several availability topics counts as available. */
export type Availability = { readonly topics: readonly string[]; readonly mode: "all" | "any" | "latest" };

/** The adapter for a binding. */
export function adapterFor(binding: Binding): DeviceAdapter {
  switch (binding.adapter) {
    case "homeAssistant": return homeAssistantAdapter;
  }
}
