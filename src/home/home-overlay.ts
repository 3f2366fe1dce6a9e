// (pure) What the people of the house laid down in home.yaml, laid over what devices announce.
import { slugOf } from "./config-values.ts";
import type { DeviceRules } from "./home.ts";
import type { DeviceDraft } from "./home-source.ts";

export type HomeOverlay = {
  readonly floors: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  readonly areas: readonly { readonly name: string; readonly aliases: readonly string[]; readonly floor: string | undefined }[];
  /** By device id, by the topic that announced it, or by the announced name as a slug. */
  readonly devices: ReadonlyMap<string, DeviceOverlay>;
  /** Devices written by hand. */
  readonly drafts: readonly DeviceDraft[];
};

export type DeviceOverlay = {
  readonly name?: string;
  /** null: in no room, whatever it announced. */
  readonly area?: string | null;
  readonly aliases?: readonly string[];
  /** Not part of the home at all. */
  readonly hidden?: boolean;
  readonly rules?: DeviceRules;
};

export const noOverlay: HomeOverlay = { floors: [], areas: [], devices: new Map(), drafts: [] };

const nothing: DeviceOverlay = {};

/** What is laid down for a device: by its id before its topic before its name. */
export function overlayFor({ devices }: HomeOverlay, draft: DeviceDraft, announcedName: string): DeviceOverlay {
  if (devices.size === 0) return nothing;
  return devices.get(draft.device.id) ?? devices.get(draft.topic) ?? devices.get(slugOf(announcedName)) ?? nothing;
}
