// (pure) How long devices take, by what they are told to do. What is not in the tables is quick.
import { capabilityNeeded, type CommandAction } from "../home/command.ts";
import type { CapabilityKind, Device } from "../home/home.ts";

/** Milliseconds; the first two and `finishWithinMs` from the sending of the command. */
export type CommandTimes = {
  /** Until a device must have shown that it is done, or at it. */
  readonly confirmWithinMs: number;
  /** Until a device that showed it before may say so again; many stay silent then. */
  readonly alreadyWithinMs: number;
  /** How long the reply is held back for the end of what has begun. */
  readonly replyWithinMs: number;
  /** Until what has begun must be over; it is followed so long, after the reply as well. */
  readonly finishWithinMs: number;
  /** Saying nothing more for so long means having come to rest. */
  readonly quietMs: number;
};

/**
 * A battery device sleeps, and what is meant for it waits at its Zigbee parent for some 7 s
 * (NXP JN-UG-3130, "Sending data to sleeping end devices"); then it has to tell what it did.
 */
const sleepyMs = 8_000;
/** An echo over Zigbee2MQTT or from a Wi-Fi plug takes some tens of milliseconds; "already" must not keep a group waiting. A choice. */
const echoMs = 300;
/** That a door is locked or a gate shut is worth a longer look before "already". A choice. */
const carefulMs = 1_000;

/** Covers that tell their way do so each second or two at least. A choice. */
const quietMs = 3_000;

/** `holdMs`: how long the reply is held back for the end; `overMs`: when it must be over. Without confirmWithinMs: the setting. */
type Row = { readonly confirmWithinMs?: number; readonly alreadyWithinMs?: number; readonly holdMs?: number; readonly overMs?: number };

/**
 * Shutters and curtains run for half a minute and nobody listens for so long: "is opening" is the news, the end comes by
 * itself. No motor runs longer than 300 s (shelly-api-docs.shelly.cloud, Cover: maxtime_open 0.1..300).
 */
const cover: Row = { confirmWithinMs: sleepyMs, alreadyWithinMs: carefulMs, overMs: 300_000 };
/** A thermostat on a radiator sleeps; so may humidifiers behind a hub that asks now and then. */
const sleepy: Row = { confirmWithinMs: sleepyMs };

const rows: Readonly<Partial<Record<CapabilityKind, Row>>> = {
  // A bolt turns for one to five seconds, and whether it did is what the user waits for; a turn of 20 s is no turn any more. A choice.
  lock: { confirmWithinMs: sleepyMs, alreadyWithinMs: carefulMs, holdMs: 6_000, overMs: 20_000 },
  opening: cover,
  position: cover,
  tilt: cover,
  setpoint: sleepy, mode: sleepy, preset: sleepy, fanMode: sleepy, humidity: sleepy,
  // A robot answers over its hub, and has to get off its dock. A choice.
  activity: { confirmWithinMs: 5_000 },
  // Arming leaves time to go out, a minute or two; "is arming" is the news. A choice.
  alarm: { confirmWithinMs: 5_000, overMs: 180_000 },
};

/** A ball valve with a motor is through in some ten seconds, small ones at once: those are worth waiting for. A choice. */
const valve: Row = { confirmWithinMs: sleepyMs, alreadyWithinMs: carefulMs, holdMs: 3_000, overMs: 60_000 };

/** @param quickMs `mqtt.confirmWithinMs`; a longer one holds for slow devices as well */
export function timesOf(command: CommandAction, device: Pick<Device, "kind">, quickMs: number): CommandTimes {
  const capability = capabilityNeeded(command);
  const row = capability === "opening" && device.kind === "valve" ? valve : rows[capability] ?? {};
  const confirmWithinMs = Math.max(quickMs, row.confirmWithinMs ?? 0);
  return {
    confirmWithinMs,
    alreadyWithinMs: Math.min(row.alreadyWithinMs ?? echoMs, confirmWithinMs),
    replyWithinMs: row.holdMs ?? 0,
    finishWithinMs: Math.max(confirmWithinMs, row.overMs ?? 0),
    quietMs,
  };
}
