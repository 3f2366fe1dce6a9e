// (pure) Devices that announce themselves by Tasmota's own discovery. SOURCE: arendst/Tasmota xdrv_12_discovery.ino: two
// retained messages, `tasmota/discovery/<MAC>/config` and `…/sensors`, emptied when discovery is switched off.
import { type DeviceDraft, type HomeMessage, type HomeSource, noChange, type ReportProblem, type SourceChange } from "./home-source.ts";
import { draftOf, type Hardware, keepEqualDrafts, macForms } from "./native-draft.ts";
import { readTasmotaConfig, type TasmotaConfig } from "./tasmota-config.ts";
import { tasmotaParts } from "./tasmota-parts.ts";
import { readTasmotaSensors, sensorParts, type TasmotaSensor } from "./tasmota-sensors.ts";
import { tasmotaQuestions } from "./tasmota-topics.ts";

/** Usually a MAC address; bridges make up ids for what they announce (hatasmota utils.py). */
const announcement = /^tasmota\/discovery\/([0-9A-Z_-]{1,32})\/(config|sensors)$/;

/** Most devices kept: each costs memory for as long as the broker keeps its announcement. */
const maxDevices = 2000;

type Announced<T> = { readonly payload: string; readonly said: T; replayed: boolean };
type Known = {
  readonly mac: string;
  config?: Announced<TasmotaConfig> | undefined;
  sensors?: Announced<readonly TasmotaSensor[]> | undefined;
  drafts: readonly DeviceDraft[];
};

export function createTasmotaSource({ report }: { readonly report: ReportProblem }): HomeSource {
  const devices = new Map<string, Known>();
  return {
    name: "tasmota",
    filters: ["tasmota/discovery/+/config", "tasmota/discovery/+/sensors"],
    receive(message) {
      const [, mac, part] = announcement.exec(message.topic) ?? [];
      if (mac === undefined) return noChange;
      const known = devices.get(mac) ?? { mac, drafts: [] };
      if (!devices.has(known.mac)) {
        if (devices.size >= maxDevices || message.payload === "") return noChange;
        devices.set(known.mac, known);
      }
      const taken = part === "config" ? takeConfig(known, message, report) : takeSensors(known, message, report);
      if (isEmpty(known)) devices.delete(mac);
      return taken ? renew(known, report) : noChange;
    },
    *drafts() {
      for (const { drafts } of devices.values()) yield* drafts;
    },
    *claims() {
      for (const { mac, drafts } of devices.values()) if (drafts.length > 0) yield* hardwareIds(mac);
    },
    questions: () => [...devices.values()].flatMap(({ config }) => config === undefined ? [] : tasmotaQuestions(config.said)),
    forgetMissing(topics) {
      let changed = false;
      for (const known of devices.values()) {
        if (known.config?.replayed === true && !topics.has(`tasmota/discovery/${known.mac}/config`)) known.config = undefined;
        if (known.sensors?.replayed === true && !topics.has(`tasmota/discovery/${known.mac}/sensors`)) known.sensors = undefined;
        changed = renew(known, report).changed || changed;
        if (isEmpty(known)) devices.delete(known.mac);
      }
      return changed;
    },
  };
}

/** True when the announcement is another one than before. One that cannot be read is reported and leaves the device as it was. */
function takeConfig(known: Known, { topic, payload, retained }: HomeMessage, report: ReportProblem): boolean {
  if (known.config?.payload === payload) {
    known.config.replayed ||= retained;
    return false;
  }
  if (payload === "") {
    known.config = undefined;
    return true;
  }
  const read = readTasmotaConfig(payload, known.mac);
  if (read.kind === "invalid") report(topic, read.problem);
  else known.config = { payload, said: read.config, replayed: retained };
  return read.kind === "config";
}

function takeSensors(known: Known, { topic, payload, retained }: HomeMessage, report: ReportProblem): boolean {
  if (known.sensors?.payload === payload) {
    known.sensors.replayed ||= retained;
    return false;
  }
  if (payload === "") {
    known.sensors = undefined;
    return true;
  }
  const read = readTasmotaSensors(payload);
  if (read.kind === "invalid") report(topic, read.problem);
  else known.sensors = { payload, said: read.sensors, replayed: retained };
  return read.kind === "sensors";
}

function isEmpty({ config, sensors }: Known): boolean {
  return config === undefined && sensors === undefined;
}

/** Makes the drafts anew; asks how the device is when something of it is new. */
function renew(known: Known, report: ReportProblem): SourceChange {
  const before = known.drafts;
  known.drafts = keepEqualDrafts(before, draftsOf(known, report));
  if (known.drafts === before) return noChange;
  return { changed: true, ...(known.config === undefined ? {} : { ask: tasmotaQuestions(known.config.said) }) };
}

function draftsOf({ mac, config, sensors }: Known, report: ReportProblem): readonly DeviceDraft[] {
  if (config === undefined) return [];
  const topic = `tasmota/discovery/${mac}/config`;
  const { said } = config;
  const { parts, problems } = tasmotaParts(said);
  for (const problem of problems) report(topic, problem);
  // What sleeps between two reports is not away, whatever its last will says.
  const online = { topic: `${said.telemetryBase}LWT`, at: [], yes: [said.onlineText], no: [said.offlineText] };
  const hardware: Hardware = {
    key: `tasmota.${mac}`, name: said.name, hardwareIds: hardwareIds(mac), topic,
    availability: { topics: said.sleeps ? [] : [online], mode: "latest" },
  };
  return [...parts, ...sensorParts(said, sensors?.said ?? [])].map((part) => draftOf(hardware, part));
}

/** The older discovery for Home Assistant knows a device by the last six digits (Tasmota ESP_getChipId). */
function hardwareIds(mac: string): readonly string[] {
  return /^[0-9A-F]{12}$/.test(mac) ? [...macForms(mac), mac.slice(-6)] : [mac];
}
