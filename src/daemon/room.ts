import type { Logger } from "../base/log.ts";
import type { AreaId, Home } from "../home/home.ts";

/** The area of that name, whatever its case. An unknown one is told and counts as none. */
export function areaNamed(home: Home, name: string | undefined, log: Logger): AreaId | undefined {
  if (name === undefined) return undefined;
  const wanted = name.trim().toLowerCase();
  const area = [...home.areas.values()].find((candidate) => [candidate.name, ...candidate.aliases].some((word) => word.toLowerCase() === wanted));
  if (area === undefined) log.warn(`there is no room "${name}" in this home; it has ${[...home.areas.values()].map((candidate) => candidate.name).join(", ") || "none"}`);
  return area?.id;
}
