// (pure) Can this device tell what somebody wants to be told?
import type { CapabilityKind, Device } from "../home/home.ts";
import type { CommandSpec } from "./intent.ts";

type Fit = (device: Device) => CapabilityKind | undefined;

/** What shows that something is at work, the most telling first. */
const working: readonly CapabilityKind[] = ["activity", "playback", "onOff", "reading"];
/** Doorbells and buttons tell events; a bell may be a binary sensor as well. */
const ringing: readonly CapabilityKind[] = ["event", "reading"];
const measuring: readonly CapabilityKind[] = ["reading", "setpoint"];

/** @param question takes what can answer a question after the same state or quantity */
export function fitWatched(fields: CommandSpec["fields"], question: Fit): Fit {
  if (fields["expect"] !== undefined) return question;
  const asked = fields["is"]?.is === "value" ? fields["is"].value : undefined;
  const kinds = asked === "finished" ? working : asked === "event" ? ringing : measuring;
  return (device) => {
    if (asked === undefined && device.kind === "binarySensor") return undefined;
    if (asked === "event" && device.kind !== "event" && device.kind !== "binarySensor") return undefined;
    return kinds.find((kind) => device.capabilities.some((capability) => capability.kind === kind));
  };
}
