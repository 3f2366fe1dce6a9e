// (pure) What a device is called before its neighbours are known.
import { slugOf } from "./config-values.ts";
import type { DeviceDraft } from "./home-source.ts";

export type DraftNaming = { readonly own: string; readonly ownSlug: string; readonly full: string; readonly fullSlug: string };

/** Names taken apart are most of the work in a home of thousands; a draft keeps its own for as long as it lives. */
const namings = new WeakMap<DeviceDraft, DraftNaming>();

/** As Home Assistant does: an entity without a name is called as its device; the full name is device and entity together. */
export function namingOf(draft: DeviceDraft): DraftNaming {
  const known = namings.get(draft);
  if (known !== undefined) return known;
  const { name, deviceName, device } = draft;
  const own = name ?? deviceName ?? device.id;
  const ownSlug = slugOf(own);
  const alone = name === undefined || deviceName === undefined || slugOf(name).startsWith(slugOf(deviceName));
  const full = alone ? own : `${deviceName} ${name}`;
  const naming = { own, ownSlug, full, fullSlug: alone ? ownSlug : slugOf(full) };
  namings.set(draft, naming);
  return naming;
}
