// (pure) What the people of the house laid down in home.yaml, laid over what devices announce.
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

/** What holds for a device of which nothing is laid down. */
export const nothingLaid: DeviceOverlay = {};

/**
 * What is laid down for a device: by its id before its topic before one of its names. It does not depend on what else
 * there is: a second device of the same name must not take an entry away from the first.
 */
export function overlayFor({ devices }: HomeOverlay, draft: DeviceDraft, nameSlugs: readonly string[]): DeviceOverlay {
  if (devices.size === 0) return nothingLaid;
  const byName = nameSlugs.map((slug) => devices.get(slug)).find((laid) => laid !== undefined);
  return devices.get(draft.device.id) ?? devices.get(draft.topic) ?? byName ?? nothingLaid;
}
