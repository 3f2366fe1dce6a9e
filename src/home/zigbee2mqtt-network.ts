// (pure) One network of Zigbee2MQTT: what its bridge has said so far, and the devices that follow from it.
import { parseJsonObject } from "./config-values.ts";
import type { DeviceDraft, ReportProblem } from "./home-source.ts";
import { topicProblem } from "./mqtt-topic.ts";
import { sameJson } from "./same-json.ts";
import { bridgeHardwareId, deviceHardwareId, type Drafted, draftsOfDevice, draftsOfGroup, groupHardwareId, type Surroundings } from "./zigbee2mqtt-drafts.ts";
import { type Entry, parseEntries, readDevices, readGroups } from "./zigbee2mqtt-entries.ts";
import { roomOfGroup, roomsByGroups, sharedExpose } from "./zigbee2mqtt-groups.ts";
import { coordinatorAddress, type NetworkGroup, type NetworkInfo, noInfo, readInfo } from "./zigbee2mqtt-inventory.ts";

export type Inventory = "devices" | "groups" | "info";
export type Question = { readonly topic: string; readonly payload: string };

export interface Network {
  /** Takes what the bridge says on `…/bridge/<what>`; an empty payload takes it back. True when the devices have changed. */
  receive(what: Inventory, payload: string): boolean;
  drafts(): readonly DeviceDraft[];
  claims(): Iterable<string>;
  /** Questions after states that the broker does not keep; the topics of those that went out are in `asked`. */
  ask(asked: Set<string>): readonly Question[];
}

type Told = { readonly devices: ReadonlyMap<string, Entry>; readonly groups: ReadonlyMap<number, NetworkGroup>; readonly info: NetworkInfo };

/** What was made, of what, and in which surroundings. */
type Made<T> = { readonly from: unknown; readonly around: Surroundings; readonly made: T };
type AllMade = { readonly devices: ReadonlyMap<string, Made<Drafted>>; readonly groups: ReadonlyMap<number, Made<readonly DeviceDraft[]>>; readonly drafts: readonly DeviceDraft[] };

export function createNetwork(base: string, report: ReportProblem): Network {
  let told: Told = { devices: new Map(), groups: new Map(), info: noInfo };
  let made: AllMade = { devices: new Map(), groups: new Map(), drafts: [] };
  return {
    receive(what, payload) {
      const topic = `${base}/bridge/${what}`;
      const now = read(what, payload, told);
      if (now === undefined) {
        report(topic, `is not a JSON ${what === "info" ? "object" : "list"}`);
        return false;
      }
      if (what === "info" && !now.info.json) report(topic, "the setting advanced.output is \"attribute\", so that states cannot be read; \"json\" is needed");
      const before = made;
      told = now;
      made = makeAll(base, told, before, (problem) => { report(topic, problem); });
      return made.drafts.length !== before.drafts.length || made.drafts.some((draft, index) => draft !== before.drafts[index]);
    },
    drafts: () => made.drafts,
    claims: () => claimsOf(base, told),
    ask: (asked) => questionsOf(base, told, made, asked),
  };
}

function read(what: Inventory, payload: string, told: Told): Told | undefined {
  if (what === "info") {
    const raw = payload === "" ? {} : parseJsonObject(payload);
    return raw === undefined ? undefined : { ...told, info: readInfo(raw) };
  }
  const entries = parseEntries(payload);
  if (entries === undefined) return undefined;
  return what === "devices" ? { ...told, devices: readDevices(entries, told.devices) } : { ...told, groups: readGroups(entries, told.groups) };
}

/** Makes drafts anew where something has changed; the others stay the same objects. */
function makeAll(base: string, { devices, groups, info }: Told, before: AllMade, onProblem: (problem: string) => void): AllMade {
  const rooms = roomsByGroups(groups.values());
  const now = { devices: new Map<string, Made<Drafted>>(), groups: new Map<number, Made<readonly DeviceDraft[]>>() };
  const isUsable = (friendlyName: string) => {
    const problem = nameProblem(`${base}/${friendlyName}`, friendlyName);
    if (problem !== undefined) onProblem(`the name ${JSON.stringify(friendlyName.slice(0, 60))} ${problem}, so that it cannot be reached`);
    return problem === undefined;
  };
  for (const [address, { device }] of devices) {
    if (device === undefined || device.disabled || !isUsable(device.friendlyName)) continue;
    const around = { base, tellsAvailability: info.tellsAvailability(address), room: rooms.get(address) };
    now.devices.set(address, keptOr(before.devices.get(address), device, around, () => draftsOfDevice(device, around)));
  }
  for (const group of groups.values()) {
    if (!isUsable(group.friendlyName)) continue;
    const shared = sharedExpose(group, (address) => devices.get(address)?.device);
    const around = { base, tellsAvailability: group.members.every(({ ieeeAddress }) => info.tellsAvailability(ieeeAddress)), room: roomOfGroup(group) };
    now.groups.set(group.id, keptOr(before.groups.get(group.id), { group, shared }, around, () => draftsOfGroup(group, shared, around)));
  }
  return { ...now, drafts: [...[...now.devices.values()].flatMap(({ made }) => made.drafts), ...[...now.groups.values()].flatMap(({ made }) => made)] };
}

function keptOr<T>(before: Made<T> | undefined, from: unknown, around: Surroundings, make: () => T): Made<T> {
  return before !== undefined && sameJson(before.around, around) && sameJson(before.from, from) ? before : { from, around, made: make() };
}

/** Names under `bridge/` would reach the bridge itself. */
function nameProblem(topic: string, friendlyName: string): string | undefined {
  if (friendlyName === "" || friendlyName === "bridge" || friendlyName.startsWith("bridge/")) return "is one of the bridge's own topics";
  return topicProblem(topic);
}

/** Everything that the bridge knows, usable or not: its copies for Home Assistant must not bring back what was left out. */
function* claimsOf(base: string, { devices, groups, info }: Told): Generator<string> {
  if (devices.size === 0) return;
  for (const [address, { raw }] of devices) yield coordinatorAddress(raw) === undefined ? deviceHardwareId(address) : bridgeHardwareId(address);
  if (info.coordinator !== undefined) yield bridgeHardwareId(info.coordinator);
  for (const id of groups.keys()) yield groupHardwareId(base, id);
}

function* askable({ devices, info }: Told, made: AllMade): Generator<readonly [friendlyName: string, gets: readonly string[]]> {
  for (const [address, { made: { gets } }] of made.devices) {
    const device = devices.get(address)?.device;
    if (device !== undefined && gets.length > 0 && !info.keepsState(address)) yield [device.friendlyName, gets];
  }
}

function questionsOf(base: string, told: Told, made: AllMade, asked: Set<string>): readonly Question[] {
  const questions: Question[] = [];
  for (const [friendlyName, gets] of askable(told, made)) {
    const topic = `${base}/${friendlyName}/get`;
    if (asked.has(topic)) continue;
    asked.add(topic);
    questions.push({ topic, payload: JSON.stringify(Object.fromEntries(gets.map((key) => [key, ""]))) });
  }
  return questions;
}
