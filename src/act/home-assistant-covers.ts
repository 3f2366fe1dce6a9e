// (pure) cover and valve: things that open and close.
import { numberOf, textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import type { DeviceState } from "../home/state.ts";
import { commandTo, numberFrom, payloadOf, samePayload, stateOf, toPct, valueFrom, type Platform } from "./home-assistant-platform.ts";
import { parseJsonObject } from "../home/config-values.ts";
import type { MqttMessage } from "./mqtt-message.ts";

export const coverPlatform: Platform = {
  messages(command, config) {
    switch (command.type) {
      case "opening.set": {
        const payload = command.open ? payloadOf(config, "payload_open", "OPEN") : payloadOf(config, "payload_close", "CLOSE");
        return [commandTo(config, "command_topic", payload) ?? setPosition(config, command.open ? 100 : 0)];
      }
      case "opening.stop": return config["payload_stop"] === null ? undefined : [commandTo(config, "command_topic", payloadOf(config, "payload_stop", "STOP"))];
      case "position.set": return [setPosition(config, command.positionPct)];
      default: return undefined;
    }
  },
  stateTopicKeys: ["state_topic", "position_topic"],
  read(message, config) {
    const raw = numberFrom(message, config, "position_topic", "position_template");
    const positionPct = raw === undefined ? undefined : pctOfPosition(raw, config);
    const said = openingFrom(valueFrom(message, config, "state_topic", "value_template"), config);
    // Without a state topic the position alone tells whether it is open.
    const told = topicOf(config, "state_topic") === undefined ? openingOfPosition(positionPct) : undefined;
    return stateOf({ positionPct, opening: said ?? told });
  },
};

function setPosition(config: EntityConfig, pct: number): MqttMessage | undefined {
  const position = positionOfPct(pct, config);
  const { open, closed } = endsOf(config);
  return commandTo(config, "set_position_topic", position, { key: "set_position_template", variables: { position, position_open: open, position_closed: closed } });
}

const openings = ["open", "closed", "opening", "closing", "stopped"] as const;

function openingFrom(value: string | undefined, config: EntityConfig): DeviceState["opening"] {
  if (value === undefined) return undefined;
  return openings.find((opening) => samePayload(value, payloadOf(config, `state_${opening}`, opening)));
}

function openingOfPosition(positionPct: number | undefined): DeviceState["opening"] {
  return positionPct === undefined ? undefined : positionPct === 0 ? "closed" : "open";
}

function endsOf(config: EntityConfig): { readonly open: number; readonly closed: number } {
  return { open: numberOf(config, "position_open") ?? 100, closed: numberOf(config, "position_closed") ?? 0 };
}

function positionOfPct(pct: number, config: EntityConfig): number {
  const { open, closed } = endsOf(config);
  return Math.round(closed + (pct / 100) * (open - closed));
}

function pctOfPosition(position: number, config: EntityConfig): number | undefined {
  const { open, closed } = endsOf(config);
  return open === closed ? undefined : toPct(((position - closed) / (open - closed)) * 100);
}

/** A valve that reports positions is commanded by numbers on the same topic; another by words. */
export const valvePlatform: Platform = {
  messages(command, config) {
    const byPosition = config["reports_position"] === true;
    switch (command.type) {
      case "opening.set": return [byPosition
        ? valvePosition(config, command.open ? 100 : 0)
        : commandTo(config, "command_topic", command.open ? payloadOf(config, "payload_open", "OPEN") : payloadOf(config, "payload_close", "CLOSE"), { key: "command_template" })];
      case "opening.stop": {
        const payload = textOf(config, "payload_stop");
        return payload === undefined ? undefined : [commandTo(config, "command_topic", payload)];
      }
      case "position.set": return byPosition ? [valvePosition(config, command.positionPct)] : undefined;
      default: return undefined;
    }
  },
  stateTopicKeys: ["state_topic"],
  read(message, config) {
    const value = valueFrom(message, config, "state_topic", "value_template");
    if (value === undefined) return undefined;
    const object = parseJsonObject(value);
    const raw = object === undefined ? Number(value) : numberOf(object, "position") ?? Number.NaN;
    const positionPct = config["reports_position"] === true && Number.isFinite(raw) ? pctOfPosition(raw, config) : undefined;
    const word = object === undefined ? value : textOf(object, "state");
    return stateOf({ positionPct, opening: openingFrom(word, config) ?? openingOfPosition(positionPct) });
  },
};

function valvePosition(config: EntityConfig, pct: number): MqttMessage | undefined {
  return commandTo(config, "command_topic", positionOfPct(pct, config), { key: "command_template" });
}
