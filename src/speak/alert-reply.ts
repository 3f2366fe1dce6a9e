// (pure) What is watched for, and what is told when it happens, in words.
import type { Alert, AlertReport } from "../act/outcome.ts";
import type { AlertCommand } from "../home/command.ts";
import { capabilityOf, type Device, type DeviceId, devicesOf, type Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import type { Intents } from "../understand/intent.ts";
import type { AlertKey, PlanTexts } from "../understand/read-plan-texts.ts";
import { fill, sentence, type Values } from "./reply-text.ts";
import type { SpokenNames } from "./spoken-names.ts";
import { readingOf } from "./state-words.ts";
import { exactDuration } from "./timer-reply.ts";

/** More than anyone follows by ear. */
const mostTold = 4;

export type AlertReplies = {
  readonly acted: (command: AlertCommand, report: AlertReport | undefined, home: Home) => string;
  /** It has happened. `state`: what the device says now. */
  readonly told: (alert: Alert, happened: { readonly deviceId: DeviceId; readonly state: DeviceState | undefined }, home: Home) => string;
};

/** `plans`: the language's texts for them. */
export function createAlertReplies(intents: Intents, plans: PlanTexts, names: SpokenNames): AlertReplies {
  const { replies } = intents;
  const text = (key: AlertKey, values: Values = {}, count = 1) => fill(plans.alerts[key], count, values);
  const what = (alert: Alert, devices: readonly Device[], now?: string): string => {
    const { test, forS } = alert;
    const isNow = now !== undefined;
    const name = devices.length === 0 ? names.one(replies.devices.one) : devices.length > 2 ? names.devices(devices, "group") : names.list(devices.map(names.device), "or");
    const number = devices.length > 2 ? devices.length : names.number(devices.slice(0, 1));
    const values: Values = { name, now, duration: forS === undefined ? undefined : exactDuration(forS, replies.timers) };
    switch (test.type) {
      case "state": { const { expect } = test.states[0]; return text(forS === undefined ? "state" : "stateFor", { ...values, state: replies.states[expect] ?? expect }, number); }
      case "above": case "below": {
        const [first] = devices;
        const isAbove = test.type === "above";
        const key = forS !== undefined ? (isAbove ? "aboveFor" : "belowFor") : isNow ? (isAbove ? "toldAbove" : "toldBelow") : isAbove ? "above" : "below";
        return text(key, { ...values, value: first === undefined ? test.value : valueWords(first, test.value, intents) }, number);
      }
      case "finished": case "event": return text(test.type, values, number);
    }
  };
  const whatOf = (alert: Alert, home: Home) => what(alert, devicesOf(home, alert.watchedIds));
  return {
    acted(command, report, home) {
      const { result, alerts, isKept } = report ?? { result: "none", alerts: [], isKept: undefined };
      const some = alerts.slice(0, mostTold);
      const notKept = isKept === false ? [text("notKept")] : [];
      switch (result) {
        case "added": return sentence([...some.map((alert) => text(alert.repeat === "always" ? "addedAlways" : "added", { what: whatOf(alert, home) })), ...notKept]);
        case "already": return sentence([...some.map((alert) => text("already", { what: whatOf(alert, home) })), ...notKept]);
        case "listed": return sentence([...some.map((alert) => text(alert.repeat === "always" ? "listedAlways" : "listed", { what: whatOf(alert, home) })), ...(alerts.length > mostTold ? [text("more", { count: alerts.length - mostTold })] : [])]);
        case "cancelled": return sentence([...(alerts.length > 1 ? [text("cancelledAll", { count: alerts.length }, alerts.length)] : some.map((alert) => text("cancelled", { what: whatOf(alert, home) }))), ...notKept]);
        case "none": return sentence([text(command.type !== "alert.add" && command.aboutIds !== undefined ? "noneMeant" : "none")]);
        case "several": return sentence([text("several", { alerts: some.map((alert) => whatOf(alert, home)).join(", ") })]);
        case "tooMany": case "elsewhere": return sentence([text(result)]);
      }
    },
    told(alert, { deviceId, state }, home) {
      const device = home.devices.get(deviceId);
      const now = device === undefined || state === undefined ? undefined : readingOf(device, state, replies) ?? (state.currentC === undefined ? undefined : valueWords(device, Math.round(state.currentC * 10) / 10, intents));
      return sentence([what(alert, device === undefined ? [] : [device], now)]);
    },
  };
}

/** "-10 degrees": what is watched is in °C, whatever the sensor's own unit is. */
function valueWords(device: Device, value: number, { replies }: Intents): string {
  const own = capabilityOf(device, "reading")?.unit ?? (capabilityOf(device, "setpoint") === undefined ? undefined : "°C");
  const unit = own === "°F" ? "°C" : own;
  return unit === undefined ? String(value) : `${value} ${replies.units[unit] ?? unit}`;
}
