// (pure) How careful to be: the house's rules, this microphone's, the device's own and the hour, the strictest first.
import type { CommandAction } from "../home/command.ts";
import { type Device, type DeviceKind, type Guard, guards } from "../home/home.ts";
import type { RefusalReason } from "./decision.ts";
import { type GuardGroup, groupsOf, harmsOf } from "./guard-groups.ts";
import { namesOfHeat } from "./telling-names.ts";

/** A guard that a config may name: what lets somebody in is never without one. */
export type SetGuard = Exclude<Guard, "none">;
export type GroupGuards = Readonly<Partial<Record<GuardGroup, SetGuard | undefined>>>;

/** What the people of the house have laid down in the config. */
export type PolicyRules = {
  /** In place of the house's defaults. */
  readonly guard: GroupGuards;
  /** On top of everything, for what this microphone hears. */
  readonly site: { readonly guard: GroupGuards; readonly neverByVoice: readonly DeviceKind[] };
  readonly quietHours: QuietHours | undefined;
  /** A guess below this probability asks before it moves something heavy or heats. 0..1. */
  readonly askBelow: number;
};

/** Minutes of the day 0..1439 in local time; `from` after `to` goes over midnight, the same twice is all day. `to` is outside. */
export type QuietHours = { readonly fromMinute: number; readonly toMinute: number; readonly kinds: readonly DeviceKind[]; readonly guard: "yes" | "never" };

/** What is known at the moment of a decision. */
export type Circumstances = {
  readonly matchedBy: "template" | "sound" | "model";
  /** How sure the parser is, 0..1; undefined when it was an exact match. */
  readonly confidence: number | undefined;
  /** Local time, 0..1439. */
  readonly minuteOfDay: number;
  /** Whether a PIN is laid down; "locked": too many wrong ones just now. */
  readonly pin: "unset" | "ready" | "locked";
};

export const noRules: PolicyRules = { guard: {}, site: { guard: {}, neverByVoice: [] }, quietHours: undefined, askBelow: 0.7 };

/** What needs the PIN by itself, once there is one: a television can say "yes", a burglar at the window too. */
const wantsPin: ReadonlySet<GuardGroup> = new Set(["unlock", "entrance", "disarm"]);

/** What is heavy enough to hurt or break something, or gets hot. */
const heavyKinds: ReadonlySet<DeviceKind> = new Set(["cover", "climate", "valve", "vacuum", "lawnMower", "lock", "siren", "alarm"]);
const namedHeavyKinds: ReadonlySet<DeviceKind> = new Set(["switch", "scene", "button", "select", "number", "fan"]);

/** How a command on one device is guarded, and why where it is refused. */
export type Guarded = { readonly guard: Guard; readonly because: RefusalReason };

/** The strictest of all that is laid down. */
export function guardOf(command: CommandAction, device: Device, rules: PolicyRules, now: Circumstances): Guarded {
  if (command.type === "state.get") return { guard: "none", because: "neverByVoice" };
  const harms = harmsOf(command, device);
  return strictest([
    { guard: device.rules?.neverByVoice === true ? "never" : "none", because: "neverByVoice" },
    { guard: rules.site.neverByVoice.includes(device.kind) ? "never" : "none", because: "notHere" },
    ...harms.map((group): Guarded => ({ guard: houseGuard(group, device, rules, now), because: "neverByVoice" })),
    ...harms.map((group): Guarded => ({ guard: rules.site.guard[group] ?? "none", because: "notHere" })),
    { guard: groupsOf(device).length === 0 ? device.rules?.guard ?? "none" : "none", because: "neverByVoice" },
    { guard: quietGuard(command, device, rules.quietHours, now.minuteOfDay), because: "quietHours" },
    { guard: isGuess(command, device, rules, now) ? "yes" : "none", because: "neverByVoice" },
  ]);
}

/** A device's own rule goes before the house's; below a yes neither goes. */
function houseGuard(group: GuardGroup, device: Device, rules: PolicyRules, { pin }: Circumstances): Guard {
  const usual = wantsPin.has(group) && pin !== "unset" ? "pin" : "yes";
  const laidDown = device.rules?.guard ?? rules.guard[group] ?? usual;
  return laidDown === "none" ? "yes" : laidDown;
}

function quietGuard(command: CommandAction, device: Device, quiet: QuietHours | undefined, minuteOfDay: number): Guard {
  if (quiet === undefined || !quiet.kinds.includes(device.kind) || calms(command)) return "none";
  return isWithin(quiet, minuteOfDay) ? quiet.guard : "none";
}

/** A clock that cannot be read counts as quiet. */
export function isWithin({ fromMinute, toMinute }: Pick<QuietHours, "fromMinute" | "toMinute">, minuteOfDay: number): boolean {
  if (!(minuteOfDay >= 0 && minuteOfDay < 1440)) return true;
  if (fromMinute === toMinute) return true;
  return fromMinute < toMinute ? minuteOfDay >= fromMinute && minuteOfDay < toMinute : minuteOfDay >= fromMinute || minuteOfDay < toMinute;
}

/** Makes it quieter or stops something: that is never held up by the hour. */
export function calms(command: CommandAction): boolean {
  switch (command.type) {
    case "onOff.set": return command.on === false;
    case "activity.set": return command.activity === "stop" || command.activity === "pause" || command.activity === "dock";
    case "playback.set": return command.action === "stop" || command.action === "pause";
    case "mute.set": return command.muted === true;
    case "volume.change": return command.deltaPct <= 0;
    case "volume.set": return command.volumePct <= 0;
    case "fanSpeed.set": return command.speedPct <= 0;
    case "fanSpeed.change": return command.deltaPct <= 0;
    case "opening.stop": return true;
    default: return false;
  }
}

/**
 * A guess of the model, or a name that only sounded like one, asks on whatever is guarded, in either direction: it may have chosen the wrong device, and a
 * garage door that closes by mistake hits a car. An unsure one asks on what is heavy or hot, unless it stops it.
 */
function isGuess(command: CommandAction, device: Device, { askBelow }: PolicyRules, { matchedBy, confidence }: Circumstances): boolean {
  const guarded = groupsOf(device).length > 0 || (device.rules?.guard ?? "none") !== "none";
  if (matchedBy !== "template" && guarded) return true;
  // Written so that a confidence that is no number counts as unsure.
  if (confidence === undefined || confidence >= askBelow) return false;
  return guarded || (isHeavy(device) && !calms(command));
}

function isHeavy(device: Device): boolean {
  return heavyKinds.has(device.kind) || (namedHeavyKinds.has(device.kind) && namesOfHeat(device));
}

function strictest(all: readonly Guarded[]): Guarded {
  return all.reduce((most, one) => guards.indexOf(one.guard) > guards.indexOf(most.guard) ? one : most);
}
