import type { NonEmpty } from "../base/types.ts";
import type { CapabilityKind, DeviceId } from "./home.ts";
import type { Rgb } from "./state.ts";

/**
 * One thing to do, names resolved and units canonical.
 * `scope` tells how the devices were chosen: "named" when the words named each of them, "group" when they were swept
 * up by a room, a kind or "everything". The policy treats a swept-up lock differently from a named one.
 */
export type Command = { readonly deviceIds: NonEmpty<DeviceId>; readonly scope: "named" | "group" } & CommandAction;

export type CommandAction =
  | { readonly type: "onOff.set"; readonly on: boolean }
  | { readonly type: "brightness.set"; readonly brightnessPct: number }        // 0..100
  | { readonly type: "brightness.change"; readonly deltaPct: number }          // -100..100; made absolute from known state when acted on
  | { readonly type: "color.set"; readonly name: string; readonly color: Rgb }
  | { readonly type: "colorTemperature.set"; readonly kelvin: number }
  | { readonly type: "setpoint.set"; readonly temperatureC: number }
  | { readonly type: "setpoint.change"; readonly deltaC: number }              // made absolute from known state when acted on
  | { readonly type: "lock.set"; readonly locked: boolean }
  | { readonly type: "opening.set"; readonly open: boolean }
  | { readonly type: "opening.stop" }
  | { readonly type: "position.set"; readonly positionPct: number }            // 0 closed .. 100 open
  | { readonly type: "fanSpeed.set"; readonly speedPct: number }               // 0..100
  | { readonly type: "scene.activate" }
  | { readonly type: "state.get"; readonly capability: CapabilityKind; readonly expect?: string };
  // expect: what a yes/no question asks after: "on" "off" "locked" "unlocked" "open" "closed"

export type CommandType = CommandAction["type"];

/** The capability a device must have for a command; `state.get` names its own. */
export function capabilityNeeded(command: CommandAction): CapabilityKind {
  switch (command.type) {
    case "onOff.set": return "onOff";
    case "brightness.set": case "brightness.change": return "brightness";
    case "color.set": return "color";
    case "colorTemperature.set": return "colorTemperature";
    case "setpoint.set": case "setpoint.change": return "setpoint";
    case "lock.set": return "lock";
    case "opening.set": case "opening.stop": return "opening";
    case "position.set": return "position";
    case "fanSpeed.set": return "fanSpeed";
    case "scene.activate": return "activate";
    case "state.get": return command.capability;
  }
}
