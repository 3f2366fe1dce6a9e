// (pure) `tasmota/discovery/<MAC>/config` → what the device is. SOURCE: arendst/Tasmota xdrv_12_discovery.ino,
// emontnemery/hatasmota discovery.py and utils.py.
import { cleanName, type EntityConfig, numberOf, objectOf, parseJsonObject, textOf } from "./config-values.ts";
import { topicProblem } from "./mqtt-topic.ts";

export type TasmotaConfig = {
  /** Twelve hexadecimal digits, upper case. */
  readonly mac: string;
  readonly name: string;
  /** By relay; undefined where there is none or where it is the one from the factory. */
  readonly friendlyNames: readonly (string | undefined)[];
  /** Topics up to the last slash: commands, answers, telemetry. */
  readonly commandBase: string;
  readonly answerBase: string;
  readonly telemetryBase: string;
  readonly onlineText: string;
  readonly offlineText: string;
  /** What it calls on and off in its states. */
  readonly onText: string;
  readonly offText: string;
  readonly relays: readonly number[];
  /** 0 none, 1 one channel, 2 cold and warm, 3 RGB, 4 RGBW, 5 RGBCW. */
  readonly lightSubtype: number;
  /** Colour and white are one lamp. */
  readonly linked: boolean;
  readonly isFan: boolean;
  readonly isTuya: boolean;
  /** It sleeps between reports, and its last will says that it is away although it is not. */
  readonly sleeps: boolean;
  readonly shutterOptions: readonly number[];
  /** Least and most angle, and the time between them, by shutter. */
  readonly shutterTilts: readonly (readonly number[])[];
  /** -1: not announced. */
  readonly switchModes: readonly number[];
  readonly switchNames: readonly (string | undefined)[];
  readonly buttons: readonly number[];
  /** SetOption 4, 20, 30, 68, 82. */
  readonly answersByCommand: boolean;
  readonly powerStaysAsItIs: boolean;
  readonly relaysAreLights: boolean;
  readonly channelsAreLights: boolean;
  readonly shortTemperatureRange: boolean;
};

export type ReadTasmotaConfig = { readonly kind: "config"; readonly config: TasmotaConfig } | { readonly kind: "invalid"; readonly problem: string };

/** Most relays, switches or buttons looked at: Tasmota for ESP32 has 32 (MAX_RELAYS_SET). */
const maxChannels = 64;

export function readTasmotaConfig(payload: string, mac: string): ReadTasmotaConfig {
  const raw = parseJsonObject(payload);
  if (raw === undefined) return invalid("the payload is not a JSON object");
  if (raw["ver"] !== 1) return invalid(`"ver" is ${JSON.stringify(raw["ver"])?.slice(0, 20) ?? "missing"}; Sotto reads version 1 of Tasmota's discovery`);
  if (raw["mac"] !== mac) return invalid(`"mac" says ${JSON.stringify(raw["mac"])?.slice(0, 40) ?? "nothing"}, the topic says ${mac}`);
  const prefixes = listOf(raw["tp"]);
  const topics = [0, 1, 2].map((index) => fullTopic(raw, prefixes[index], mac));
  const [commandBase, answerBase, telemetryBase] = topics;
  if (commandBase === undefined || answerBase === undefined || telemetryBase === undefined) return invalid("\"ft\", \"t\" and \"tp\" must be texts: the full topic, the topic and three prefixes");
  const fault = topics.map((topic) => topicProblem(`${topic}STATE`)).find((problem) => problem !== undefined);
  if (fault !== undefined) return invalid(`the topic made of "ft", "t" and "tp" ${fault}`);
  if (!Array.isArray(raw["rl"])) return invalid("\"rl\" is not a list of relays");
  return { kind: "config", config: { mac, commandBase, answerBase, telemetryBase, ...namesOf(raw, mac), ...channelsOf(raw), ...optionsOf(objectOf(raw["so"]) ?? {}) } };
}

function namesOf(raw: EntityConfig, mac: string) {
  const states = listOf(raw["state"]);
  return {
    name: cleanName(raw["dn"]) ?? `Tasmota ${mac.slice(-6)}`,
    friendlyNames: listOf(raw["fn"]).map(ownName),
    onlineText: textOf(raw, "onln") ?? "Online",
    offlineText: textOf(raw, "ofln") ?? "Offline",
    offText: typeof states[0] === "string" && states[0] !== "" ? states[0] : "OFF",
    onText: typeof states[1] === "string" && states[1] !== "" ? states[1] : "ON",
  };
}

function channelsOf(raw: EntityConfig) {
  return {
    relays: numbersOf(raw["rl"]),
    lightSubtype: numberOf(raw, "lt_st") ?? 0,
    linked: isSet(raw["lk"]),
    isFan: isSet(raw["if"]),
    isTuya: isSet(raw["ty"]),
    sleeps: isSet(raw["dslp"]),
    shutterOptions: numbersOf(raw["sho"]),
    shutterTilts: listOf(raw["sht"]).map(numbersOf),
    switchModes: numbersOf(raw["swc"]),
    switchNames: listOf(raw["swn"]).map(cleanName),
    buttons: numbersOf(raw["btn"]),
  };
}

function optionsOf(options: EntityConfig) {
  return {
    answersByCommand: isSet(options["4"]),
    powerStaysAsItIs: isSet(options["20"]),
    relaysAreLights: isSet(options["30"]),
    channelsAreLights: isSet(options["68"]),
    shortTemperatureRange: isSet(options["82"]),
  };
}

/** The names that Tasmota has from the factory ("Tasmota", "Tasmota2") are nobody's names. */
function ownName(value: unknown): string | undefined {
  const name = cleanName(value);
  return name === undefined || /^Tasmota\d*$/i.test(name) ? undefined : name;
}

/** `%id%` is the whole MAC address (Tasmota GetTopic_P); a full topic without a prefix gets one at its end. */
function fullTopic(raw: EntityConfig, prefix: unknown, mac: string): string | undefined {
  const [full, topic] = [raw["ft"], raw["t"]];
  if (typeof full !== "string" || typeof topic !== "string" || typeof prefix !== "string" || prefix === "") return undefined;
  const values: Readonly<Record<string, string>> = { prefix, topic, hostname: textOf(raw, "hn") ?? "", id: mac };
  const withPrefix = full.includes("%prefix%") ? full : `${full}/%prefix%`;
  const filled = withPrefix.replace(/%(prefix|topic|hostname|id)%/g, (_token, name: string) => values[name] ?? "");
  return `${filled}/`.replace(/\/{2,}/g, "/");
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]).slice(0, maxChannels) : [];
}

function numbersOf(value: unknown): readonly number[] {
  return listOf(value).map((item) => (typeof item === "number" && Number.isFinite(item) ? item : 0));
}

function isSet(value: unknown): boolean {
  return value === 1 || value === true;
}

function invalid(problem: string): ReadTasmotaConfig {
  return { kind: "invalid", problem };
}
