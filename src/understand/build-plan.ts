// (pure) A command about what is planned or watched for, its devices and values taken from the file or from the slots.
import { nonEmpty, type NonEmpty } from "../base/types.ts";
import type { PlanCommand } from "../home/command.ts";
import type { DeviceId } from "../home/home.ts";
import type { AlertTest } from "../home/plan.ts";
import { numberOf } from "./build-action.ts";
import type { Failure, Said } from "./choice.ts";
import { chooseDevices } from "./choose-devices.ts";
import { createFit, expectedState } from "./fit.ts";
import { nameRanks } from "./names.ts";
import type { Resolution } from "./resolve.ts";
import { slotOf, type Match } from "./template-match.ts";

const base = { deviceIds: [], scope: "named" } as const;

/** Which plans or alerts are asked for, or what is to be watched. */
export function buildPlan(match: Match, around: Said): Resolution {
  const { command } = match.accepted.intent;
  if (command.type === "alert.add") return buildAlert(match, around);
  if (command.type !== "schedule.list" && command.type !== "schedule.cancel" && command.type !== "alert.list" && command.type !== "alert.cancel") return none("noMatch");
  const about = saysDevice(match) ? devicesMeant(match, around) : undefined;
  if (about !== undefined && "ok" in about) return about;
  const all = command.fields["all"] === undefined ? {} : { all: true };
  return planned({ ...base, type: command.type, ...(about === undefined ? {} : { aboutIds: about.ids }), ...(command.type.endsWith(".cancel") ? all : {}) });
}

function planned(command: PlanCommand): Resolution {
  return { ok: true, commands: [command], rank: nameRanks.exact };
}

function none(reason: Failure["reason"]): Failure {
  return { ok: false, reason, subject: "" };
}

function saysDevice(match: Match): boolean {
  const { name, kind } = match.accepted.intent.command.target;
  return [name, kind].some((slot) => slot !== undefined && slotOf(match, slot) !== undefined);
}

type Meant = { readonly ids: NonEmpty<DeviceId>; readonly rank: Extract<Resolution, { ok: true }>["rank"] };

function devicesMeant(match: Match, around: Said): Meant | Failure {
  const choice = chooseDevices(match, around, createFit(match));
  if (!choice.ok) return choice;
  const ids = nonEmpty(choice.chosen.map(({ device }) => device.id));
  return ids === undefined ? none("noMatch") : { ids, rank: choice.rank };
}

function buildAlert(match: Match, around: Said): Resolution {
  const watched = devicesMeant(match, around);
  if ("ok" in watched) return watched;
  const test = testOf(match);
  if (test === undefined) return none("outOfRange");
  const forS = secondsOf(match);
  const repeat = numberOf(match, "repeat") === 1 ? "always" : "once";
  return { ok: true, rank: watched.rank, commands: [{ ...base, type: "alert.add", watchedIds: watched.ids, test, ...(forS === undefined ? {} : { forS }), repeat }] };
}

/** Undefined for a number outside its range. */
function testOf(match: Match): AlertTest | undefined {
  const { fields } = match.accepted.intent.command;
  const states = nonEmpty(expectedState(match));
  if (states !== undefined) return { type: "state", states };
  if (fields["is"]?.is === "value") return { type: fields["is"].value === "event" ? "event" : "finished" };
  const type = fields["above"] === undefined ? "below" : "above";
  const value = numberOf(match, type);
  return Number.isNaN(value) ? undefined : { type, value };
}

function secondsOf(match: Match): number | undefined {
  const written = match.accepted.intent.command.fields["for"];
  const value = written?.is === "slot" ? slotOf(match, written.slot)?.value : undefined;
  return value?.list === "duration" ? value.durationS : undefined;
}
