// (pure) cover and valve: things that open and close.
import { flagOf, numberOf, parseJsonObject, textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import type { DeviceState } from "../home/state.ts";
import { commandNamed, commandPayloadOf, commandTo, finite, numberFrom, payloadOf, samePayload, stateOf, toPct, valueFrom, type Platform } from "./home-assistant-platform.ts";
import type { MqttMessage } from "./mqtt-message.ts";

export const coverPlatform: Platform = {
  achievable(command, config) {
    return command.type === "tilt.set" ? { ...command, tiltPct: pctIn(tiltRangeOf(config), tiltOf(command.tiltPct, config)) ?? command.tiltPct } : command;
  },
  messages(command, config) {
    switch (command.type) {
      case "opening.set": return [commandTo(config, "command_topic", movePayload(command.open, config)) ?? setPosition(config, command.open ? 100 : 0)];
      case "opening.stop": return [commandTo(config, "command_topic", commandPayloadOf(config, "payload_stop", "STOP"))];
      case "position.set": return [setPosition(config, command.positionPct)];
      case "tilt.set": return [commandNamed(config, "tilt", tiltOf(command.tiltPct, config), { ...limitsOf(config), tilt_position: command.tiltPct })];
      default: return undefined;
    }
  },
  read(message, config) {
    const { position, tilt } = positionFrom(message, config);
    const positionPct = position === undefined ? undefined : pctIn(rangeOf(config), position);
    const said = openingFrom(valueFrom(message, config, "state_topic", "value_template"), config);
    const rawTilt = numberFrom(message, config, "tilt_status_topic", "tilt_status_template", limitsOf(config)) ?? tilt;
    // Without a state topic the position alone tells whether it is open.
    const told = topicOf(config, "state_topic") === undefined ? openingOfPosition(positionPct) : undefined;
    return stateOf({ positionPct, opening: said ?? told, tiltPct: rawTilt === undefined ? undefined : pctIn(tiltRangeOf(config), rawTilt) });
  },
};

function movePayload(open: boolean, config: EntityConfig): string | undefined {
  return open ? commandPayloadOf(config, "payload_open", "OPEN") : commandPayloadOf(config, "payload_close", "CLOSE");
}

/** `position` is the percentage, `value` where that is in the device's own range. */
function setPosition(config: EntityConfig, pct: number): MqttMessage | undefined {
  return commandTo(config, "set_position_topic", Math.round(valueIn(rangeOf(config), pct)), { key: "set_position_template", variables: { ...limitsOf(config), position: pct } });
}

/** What the position template gives: a number, or an object that may tell the tilt as well. */
function positionFrom(message: MqttMessage, config: EntityConfig): { readonly position: number | undefined; readonly tilt: number | undefined } {
  const value = valueFrom(message, config, "position_topic", "position_template", limitsOf(config));
  const object = value === undefined ? undefined : parseJsonObject(value);
  return object === undefined ? { position: finite(value), tilt: undefined } : { position: numberOf(object, "position"), tilt: numberOf(object, "tilt_position") };
}

const openings = ["open", "closed", "opening", "closing", "stopped"] as const;

function openingFrom(value: string | undefined, config: EntityConfig): DeviceState["opening"] {
  if (value === undefined) return undefined;
  return openings.find((opening) => samePayload(value, payloadOf(config, `state_${opening}`, opening)));
}

function openingOfPosition(positionPct: number | undefined): DeviceState["opening"] {
  return positionPct === undefined ? undefined : positionPct === 0 ? "closed" : "open";
}

/** What the device counts at 0 and at 100 percent. */
type Range = { readonly least: number; readonly most: number };

function rangeOf(config: EntityConfig): Range {
  return { least: numberOf(config, "position_closed") ?? 0, most: numberOf(config, "position_open") ?? 100 };
}

function tiltRangeOf(config: EntityConfig): Range {
  return { least: numberOf(config, "tilt_min") ?? 0, most: numberOf(config, "tilt_max") ?? 100 };
}

/** Slats are wholly open or shut where the device says so, which need not be an end of the range. */
function tiltOf(pct: number, config: EntityConfig): number {
  const said = pct >= 100 ? numberOf(config, "tilt_opened_value") : pct <= 0 ? numberOf(config, "tilt_closed_value") : undefined;
  return said ?? Math.round(valueIn(tiltRangeOf(config), pct));
}

function limitsOf(config: EntityConfig): Readonly<Record<string, number>> {
  const [position, tilt] = [rangeOf(config), tiltRangeOf(config)];
  return { position_closed: position.least, position_open: position.most, tilt_min: tilt.least, tilt_max: tilt.most };
}

function valueIn({ least, most }: Range, pct: number): number {
  return least + (pct / 100) * (most - least);
}

function pctIn({ least, most }: Range, value: number): number | undefined {
  const pct = ((value - least) / (most - least)) * 100;
  return Number.isFinite(pct) ? toPct(pct) : undefined;
}

/** A valve that reports positions is commanded by numbers on the same topic; another by words. */
export const valvePlatform: Platform = {
  messages(command, config) {
    const byPosition = flagOf(config, "reports_position");
    const word = (payload: string | undefined) => commandTo(config, "command_topic", payload, { key: "command_template" });
    switch (command.type) {
      case "opening.set": return [byPosition ? valvePosition(config, command.open ? 100 : 0) : word(movePayload(command.open, config))];
      case "opening.stop": return [word(textOf(config, "payload_stop"))];
      case "position.set": return byPosition ? [valvePosition(config, command.positionPct)] : undefined;
      default: return undefined;
    }
  },
  read(message, config) {
    const value = valueFrom(message, config, "state_topic", "value_template", limitsOf(config));
    if (value === undefined) return undefined;
    const object = parseJsonObject(value);
    const raw = object === undefined ? finite(value) : numberOf(object, "position");
    const positionPct = flagOf(config, "reports_position") && raw !== undefined ? pctIn(rangeOf(config), raw) : undefined;
    const word = object === undefined ? value : textOf(object, "state");
    return stateOf({ positionPct, opening: openingFrom(word, config) ?? openingOfPosition(positionPct) });
  },
};

function valvePosition(config: EntityConfig, pct: number): MqttMessage | undefined {
  return commandTo(config, "command_topic", Math.round(valueIn(rangeOf(config), pct)), { key: "command_template", variables: { ...limitsOf(config), position: pct } });
}
