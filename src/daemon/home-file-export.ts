// The home as it is → a home.yaml to edit (pure). Read back as it is, it gives the same home.
import { stringify } from "yaml";
import { oneLine } from "../base/log.ts";
import { slugOf } from "../home/config-values.ts";
import type { Device, Home } from "../home/home.ts";
import { describeAbilities } from "./device-words.ts";
import type { HomeFile } from "./home-file.ts";
import { noArea } from "./home-file-schema.ts";

/**
 * Every device stands in it with its id, name, room and aliases, behind a `#` that is taken away from what is to change.
 * What the former file said stays as it was written, but for its comments.
 * @param devices in the order in which they shall stand
 */
export function renderHomeFile(home: Home, devices: readonly Device[], { written }: Pick<HomeFile, "written">): string {
  const floors = [...(home.floors?.values() ?? [])].map(({ name, aliases }) => ({ name, ...listOf("aliases", aliases) }));
  const areas = [...home.areas.values()].map(({ name, aliases, floorId }) => {
    const floor = floorId === undefined ? undefined : home.floors?.get(floorId)?.name;
    return { name, ...listOf("aliases", aliases), ...(floor === undefined ? {} : { floor }) };
  });
  return [
    "# The home as Sotto knows it. Change what is wrong: take away the # in front of a device and of the lines that you change.",
    "# home.example.yaml shows everything that may stand here; `sotto check` tells mistakes.",
    "",
    ...sectionOf("floors", floors, ["# floors:", "#   - name: Ground floor", "#     aliases: [downstairs]"]), "",
    ...sectionOf("areas", areas, ["# areas:", "#   - name: Kitchen"]), "",
    "# By id, by the topic that announced it, or by name. An entry by id counts before the other two.",
    "devices:", ...deviceLines(devices, home, written.devices),
    ...(written.generic.length === 0 ? [] : ["", ...yamlLines({ generic: written.generic })]),
    "",
  ].join("\n");
}

function sectionOf(name: string, list: readonly object[], ifEmpty: readonly string[]): readonly string[] {
  return list.length === 0 ? ifEmpty : yamlLines({ [name]: list });
}

function deviceLines(devices: readonly Device[], { areas }: Home, written: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = new Map(Object.keys(written).flatMap((key) => [[slugOf(key), key], [key, key]] as const));
  const left = new Set(Object.keys(written));
  const lines = devices.filter(({ facts }) => facts?.source !== "home.yaml").flatMap((device) => {
    const key = [device.id, device.facts?.topic ?? "", ...[device.name, ...device.aliases].map(slugOf)].map((name) => keys.get(name)).find((found) => found !== undefined);
    const about = `  # ${oneLine(`${device.name}: ${device.kind}, ${describeAbilities(device)}; told by ${device.facts?.topic ?? "?"}`).slice(0, 200)}`;
    if (key === undefined) return [about, ...yamlLines({ [device.id]: entryOf(device, device.areaId === undefined ? noArea : areas.get(device.areaId)?.name ?? noArea) }).map((line) => `  # ${line}`)];
    return [about, ...(left.delete(key) ? entryLines(key, written[key]) : [`  # See ${oneLine(key)} above.`])];
  });
  return [...lines, ...[...left].flatMap((key) => entryLines(key, written[key]))];
}

function entryLines(key: string, entry: unknown): readonly string[] {
  return yamlLines({ [key]: entry }).map((line) => `  ${line}`);
}

function entryOf({ name, aliases }: Device, area: string): object {
  return { name, area, ...listOf("aliases", aliases) };
}

function listOf(key: string, list: readonly string[]): object {
  return list.length === 0 ? {} : { [key]: list };
}

/** A value as the lines of a YAML text. */
export function yamlLines(value: unknown): readonly string[] {
  return stringify(value, { lineWidth: 0, version: "1.2", schema: "core" }).trimEnd().split("\n");
}
