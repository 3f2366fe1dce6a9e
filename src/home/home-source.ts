// What every source of devices has in common: it hears messages and drafts devices from them.
import type { Device, DeviceFacts, DeviceId, DeviceRules, DeviceSource } from "./home.ts";

/** One message as the sources see it. `retained`: the broker's replay of something said earlier. */
export type HomeMessage = { readonly topic: string; readonly payload: string; readonly retained: boolean };

/** A device of the home, without its name and area, which depend on the others. */
export type DeviceDraft = {
  readonly device: Omit<Device, "name" | "aliases" | "areaId" | "facts" | "rules">;
  /** Its own name; undefined when it is called as the thing it belongs to. */
  readonly name: string | undefined;
  /** Of the thing that it is a part of. */
  readonly deviceName: string | undefined;
  readonly area: { readonly name: string; readonly from: NonNullable<DeviceFacts["areaFrom"]> } | undefined;
  /** Ids that tell the same hardware apart from other hardware, whoever announces it, such as "zigbee2mqtt_0x00158d…". */
  readonly hardwareIds: readonly string[];
  /** The topic that announced it, or the file. */
  readonly topic: string;
  /** What of its announcement cannot be used. */
  readonly problem?: string;
  readonly aliases?: readonly string[];
  readonly rules?: DeviceRules;
};

/** What a message led to. `ask`: questions to send, never commands (`queryProblem` of `act/` refuses anything else). */
export type SourceChange = { readonly changed: boolean; readonly ask?: readonly { readonly topic: string; readonly payload: string }[] };

export const noChange: SourceChange = { changed: false };

/** Gets each fault once per topic and reason. */
export type ReportProblem = (topic: string, problem: string) => void;

/** Follows one way in which devices announce themselves. */
export interface HomeSource {
  readonly name: DeviceSource;
  /** MQTT topic filters to subscribe to. */
  readonly filters: readonly string[];
  /** Takes one message that matches a filter. Bad ones are reported and change nothing else; it never throws. */
  receive(message: HomeMessage): SourceChange;
  /** The devices as of the last message; those of an unchanged announcement are the same objects as before. */
  drafts(): Iterable<DeviceDraft>;
  /** Hardware for which this source speaks: drafts of sources after it that have one of these ids are dropped. */
  claims(): Iterable<string>;
  /** To be sent on each new connection. */
  questions?(): readonly { readonly topic: string; readonly payload: string }[];
  /**
   * The broker has replayed all that it keeps: what was announced by a retained message before and is not among `topics`
   * was taken back while nobody listened. True when the devices have changed by it.
   */
  forgetMissing?(topics: ReadonlySet<string>): boolean;
}

/** Longest id kept as it is. */
const maxIdLength = 96;

/** The same id each time, plain characters only, with a fingerprint where some were lost. */
export function deviceIdOf(key: string): DeviceId {
  if (/^[\w.:-]+$/.test(key) && key.length <= maxIdLength) return key as DeviceId;
  const plain = key.slice(0, maxIdLength).replace(/[^\w.:-]+/g, "_").replace(/_+$/, "");
  return `${plain}.${fingerprint(key)}` as DeviceId;
}

/** FNV-1a, 32 bits: tells ids apart that look alike after cleaning; not a secret. SOURCE: Fowler, Noll, Vo, offset basis and prime. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
