// A home as Home Assistant or a file lists it → a home.yaml (pure): floors, rooms, and for each device its name, room and aliases.
import * as v from "valibot";
import { oneLine } from "../base/log.ts";
import { slugOf } from "../home/config-values.ts";
import { nameSchema } from "../home/generic-schema.ts";
import { deviceOfEntity, type ListedEntity } from "../home/listed-entity.ts";
import type { ListedHome } from "../home/listed-home.ts";
import { deviceIdOf } from "../home/home-source.ts";
import { describeAbilities } from "./device-words.ts";
import { yamlLines } from "./home-file-export.ts";

export type ImportedFile = { readonly text: string; readonly devices: number; /** Of domains that Sotto has no words for. */ readonly leftOut: number; /** What of the list cannot stand in the file. */ readonly notes: readonly string[] };

/** Read back by `parseHomeFile` it is a file without mistakes. */
export function renderImportedHome(listed: ListedHome): ImportedFile {
  const notes: string[] = [];
  const spoken = listed.entities.filter((entity) => deviceOfEntity(entity) !== undefined);
  const floors = distinct(listed.floors, "floor", notes);
  const areas = distinct(listed.areas, "room", notes);
  const floorNames = new Map(floors.map(({ id, name }) => [id, name]));
  const areaNames = new Map(areas.map(({ id, name }) => [id, name]));
  const lines = [
    "# Floors, rooms and names as they were in Home Assistant. A device is found by its id, or by the name that it announces itself with.",
    "# home.example.yaml shows everything that may stand here; `sotto check` tells mistakes, `sotto devices` shows what came of it.",
    "",
    ...sectionOf("floors", floors.map(({ name, aliases }) => ({ name, ...listUnder("aliases", aliases) }))),
    ...sectionOf("areas", areas.map(({ name, aliases, floorId }) => ({ name, ...listUnder("aliases", aliases), ...valueUnder("floor", floorId === undefined ? undefined : floorNames.get(floorId)) }))),
    "devices:", ...deviceLines(spoken, areaNames),
    "",
  ];
  return { text: lines.join("\n"), devices: spoken.length, leftOut: listed.entities.length - spoken.length, notes };
}

/** As many as home.yaml takes. */
const mostAliases = 50;
/** What home.yaml does not take for a key. */
const noKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

type Place = { readonly id: string; readonly name: string; readonly aliases: readonly string[] };

/** Each name once, as home.yaml wants it: of two rooms that are called alike the first keeps the name. */
function distinct<T extends Place>(list: readonly T[], what: string, notes: string[]): readonly T[] {
  const taken = new Set<string>();
  const take = (name: string) => taken.size !== taken.add(slugOf(name)).size;
  const named = list.filter(({ name }) => isName(name)).filter(({ name }) => {
    const isNew = take(name);
    if (!isNew) notes.push(`the ${what} ${JSON.stringify(name)} is there a second time and was left out`);
    return isNew;
  });
  return named.map((place) => ({
    ...place,
    aliases: place.aliases.filter(isName).filter((alias) => {
      const isNew = take(alias);
      if (!isNew && slugOf(alias) !== slugOf(place.name)) notes.push(`${JSON.stringify(alias)}, an alias of the ${what} ${place.name}, is the name of another one and was left out`);
      return isNew;
    }),
  }));
}

function deviceLines(entities: readonly ListedEntity[], areaNames: ReadonlyMap<string, string>): readonly string[] {
  const byName = new Map<string, number>();
  for (const entity of entities) byName.set(nameKey(entity), (byName.get(nameKey(entity)) ?? 0) + 1);
  const taken = new Set<string>();
  return entities.flatMap((entity) => {
    const device = deviceOfEntity(entity);
    const isShared = (byName.get(nameKey(entity)) ?? 0) > 1 || nameKey(entity) === "" || noKeys.has(entity.heardAs ?? entity.name);
    const key = isShared ? deviceIdOf(entity.heardId ?? `ha.${entity.id}`) : entity.heardAs ?? entity.name;
    if (device === undefined || taken.has(key)) return [];
    taken.add(key);
    const about = `  # ${oneLine(`${entity.id}: ${device.kind}, ${describeAbilities(device)}${entity.set?.includes("unexposed") === true ? "; not shown to voice assistants there" : ""}`).slice(0, 200)}`;
    const entry = { ...valueUnder("name", entity.name === key || !isName(entity.name) ? undefined : entity.name), ...valueUnder("area", entity.areaId === undefined ? undefined : areaNames.get(entity.areaId)), ...listUnder("aliases", entity.aliases.filter(isName)), ...(entity.set?.includes("hidden") === true ? { hidden: true } : {}) };
    return [about, ...(Object.keys(entry).length === 0 ? [`  # ${oneLine(key)} needs nothing`] : yamlLines({ [key]: entry }).map((line) => `  ${line}`))];
  });
}

/** What nobody can say (an emoji alone) is no name in home.yaml. */
function isName(name: string): boolean {
  return v.is(nameSchema, name);
}

function nameKey(entity: ListedEntity): string {
  return slugOf(entity.heardAs ?? entity.name);
}

function sectionOf(name: string, list: readonly object[]): readonly string[] {
  return list.length === 0 ? [] : [...yamlLines({ [name]: list }), ""];
}

function listUnder(key: string, list: readonly string[]): object {
  return list.length === 0 ? {} : { [key]: list.slice(0, mostAliases) };
}

function valueUnder(key: string, value: string | undefined): object {
  return value === undefined ? {} : { [key]: value };
}
