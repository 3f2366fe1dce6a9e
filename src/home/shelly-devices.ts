// (pure) The Shellys that were met so far: how far each has been asked, and the drafts that came of it.
import type { EndpointBinding } from "./binding.ts";
import type { WireMessage } from "./endpoint.ts";
import { type DeviceDraft, noChange, type SourceChange } from "./home-source.ts";
import { draftOf, type Hardware, keepEqualDrafts, macForms } from "./native-draft.ts";
import { shellyDevice, type ShellyDevice, type ShellyInfo, type ShellyParts } from "./shelly-device.ts";
import { outputParts, virtualParts } from "./shelly-outputs.ts";
import { statusQuestions } from "./shelly-rpc.ts";
import { sensorPartsOf } from "./shelly-sensors.ts";

export type KnownShelly = {
  readonly prefix: string;
  /** How often it was asked what it is, on this connection. */
  asked: number;
  /** The broker keeps its `online`. */
  replayed: boolean;
  info?: ShellyInfo | undefined;
  config?: ShellyParts;
  status?: ShellyParts;
  /** What people added to it. */
  added?: { readonly config: ShellyParts; readonly status: ShellyParts };
  drafts: readonly DeviceDraft[];
};

export interface ShellyDevices {
  get(prefix: string): KnownShelly | undefined;
  /** Begins to know it; undefined when there is no room. Of those that never answered the oldest gives way. */
  meet(prefix: string): KnownShelly | undefined;
  /** It said what it is; whoever said so under another prefix before has moved. True when drafts are gone by that. */
  introduced(known: KnownShelly, info: ShellyInfo): boolean;
  /** Makes its drafts anew, once enough is known, and asks how it is when something of it is new. */
  renew(known: KnownShelly): SourceChange;
  forget(prefix: string): boolean;
  forgetWhere(gone: (known: KnownShelly) => boolean): boolean;
  statusQuestions(known: KnownShelly): readonly WireMessage[];
  /** Those who answered; the others may be asked anew. */
  reconnected(): readonly KnownShelly[];
  drafts(): Iterable<DeviceDraft>;
  claims(): Iterable<string>;
}

/** Prefixes that never answered: other software that says "online", or worse. */
const maxUnanswered = 200;
const maxDevices = 1000;

export function createShellyDevices(): ShellyDevices {
  const all = new Map<string, KnownShelly>();
  const unanswered = new Set<string>();
  const forget = (prefix: string): boolean => {
    const had = (all.get(prefix)?.drafts.length ?? 0) > 0;
    all.delete(prefix);
    unanswered.delete(prefix);
    return had;
  };
  const forgetWhere = (gone: (known: KnownShelly) => boolean): boolean => [...all.values()].filter(gone).filter(({ prefix }) => forget(prefix)).length > 0;
  return {
    get: (prefix) => all.get(prefix),
    meet(prefix) {
      if (all.size - unanswered.size >= maxDevices) return undefined;
      const [oldest] = unanswered;
      if (oldest !== undefined && unanswered.size >= maxUnanswered) forget(oldest);
      const known: KnownShelly = { prefix, asked: 0, replayed: false, drafts: [] };
      all.set(prefix, known);
      unanswered.add(prefix);
      return known;
    },
    introduced(known, info) {
      unanswered.delete(known.prefix);
      known.info = info;
      return forgetWhere((other) => other !== known && other.info?.mac === info.mac);
    },
    renew(known) {
      const change = renewed(known);
      if (known.info !== undefined) unanswered.delete(known.prefix);
      return change;
    },
    forget, forgetWhere,
    statusQuestions: questionsTo,
    reconnected() {
      for (const known of all.values()) known.asked = 0;
      return [...all.values()].filter(({ info }) => info !== undefined);
    },
    *drafts() {
      for (const { drafts } of all.values()) yield* drafts;
    },
    *claims() {
      for (const { info, drafts } of all.values()) if (info !== undefined && drafts.length > 0) yield* hardwareIds(info);
    },
  };
}

/** Without a config only what sleeps is drafted: everything else answers. */
function renewed(known: KnownShelly): SourceChange {
  const { info, config, status, drafts: before } = known;
  if (info === undefined || status === undefined || (config === undefined && status.get("sys")?.["sleeps"] !== true)) return noChange;
  known.drafts = keepEqualDrafts(before, draftsOf(deviceOf(known, info)));
  return known.drafts === before ? noChange : { changed: true, ask: questionsTo(known) };
}

function questionsTo({ prefix, added }: KnownShelly): readonly WireMessage[] {
  return statusQuestions(prefix, [...added?.config.keys() ?? []]);
}

function deviceOf({ prefix, config, status, added }: KnownShelly, info: ShellyInfo): ShellyDevice {
  return shellyDevice(prefix, info, new Map([...config ?? [], ...added?.config ?? []]), new Map([...added?.status ?? [], ...status ?? []]));
}

function draftsOf(device: ShellyDevice): readonly DeviceDraft[] {
  const { prefix, info, name, sleeps, components } = device;
  const online = { topic: `${prefix}/online`, at: [], yes: ["true"], no: ["false"] };
  const availability: EndpointBinding["availability"] = { topics: sleeps ? [] : [online], mode: "latest" };
  const hardware: Hardware = { key: `shelly.${info.mac}`, name, hardwareIds: hardwareIds(info), topic: `${prefix}/online`, availability };
  return components.flatMap((component) => [...outputParts(component, device), ...virtualParts(component, device), ...sensorPartsOf(component, device)]).map((part) => draftOf(hardware, part));
}

function hardwareIds({ id, mac }: ShellyInfo): readonly string[] {
  return [...macForms(mac), id];
}
