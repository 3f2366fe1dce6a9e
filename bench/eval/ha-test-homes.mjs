// Floors, areas and entities of Home Assistant's sentence tests → a home as ../shared/eval keeps them.
import { createHash } from "node:crypto";

/** One home of the fixtures of several files; what two files name alike is one thing. */
export function homeOfFixtures(id, language, fixtures) {
  const home = { id, lang: language, source: "Home Assistant's sentence tests", floors: [], areas: [], entities: [] };
  for (const { floors, areas, entities } of fixtures) {
    for (const floor of floors ?? []) place(home.floors, { name: plainName(floor.name), ...idOf(floor) });
    for (const area of areas ?? []) place(home.areas, { name: plainName(area.name), ...idOf(area), ...onFloor(area, floors ?? []) });
    for (const entity of entities ?? []) placeEntity(home, entity, areas ?? []);
  }
  for (const { floor } of home.areas) if (floor !== undefined) place(home.floors, { name: floor });
  return home;
}

const idOf = ({ id }) => id === undefined ? {} : { id };

function onFloor({ floor }, floors) {
  return floor === undefined ? {} : { floor: plainName(floors.find(({ id }) => id === floor)?.name ?? floor) };
}

function place(list, entry) {
  const same = list.find(({ name }) => name === entry.name);
  if (same === undefined) list.push(entry);
  else Object.assign(same, { ...entry, ...same });
}

function placeEntity(home, entity, areas) {
  const domain = entity.domain ?? entity.id?.split(".")[0];
  const area = entity.area === undefined ? undefined : plainName(areas.find(({ id }) => id === entity.area)?.name ?? entity.area);
  if (area !== undefined) place(home.areas, { name: area });
  if (home.entities.some((other) => other.name === entity.name && other.domain === domain && other.area === area)) return;
  const state = typeof entity.state === "object" && entity.state !== null ? entity.state.in : entity.state;
  addEntity(home, { name: entity.name, id: entity.id, domain, area, state: state ?? "unknown", attributes: entity.attributes ?? {} });
}

/** An entity with an id of its own; one that a sentence needs and the test did not give is called by a star. */
export function addEntity(home, { name, id, domain, area, state, attributes }) {
  const own = name ?? `Zeta ${home.entities.length}`;
  const slug = `${domain}.${own.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_")}`;
  const wanted = id ?? slug;
  const free = home.entities.some((other) => other.id === wanted) ? `${slug}_${home.entities.length}` : wanted;
  const entity = { name: own, id: free, domain, aliases: [], ...(area === undefined ? {} : { area }), state: state ?? "unknown", attributes: attributes ?? {} };
  home.entities.push(entity);
  return entity;
}

/** The room's name, made if the home has none such. */
export function areaNamed(home, name) {
  place(home.areas, { name });
  return name;
}

/** A room on a floor, made if there is none. */
export function areaOnFloor(home, floor) {
  const known = home.areas.find((area) => area.floor === floor);
  if (known !== undefined) return known.name;
  place(home.floors, { name: floor });
  home.areas.push({ name: `Zeta ${home.areas.length}`, floor });
  return home.areas.at(-1).name;
}

/** "Kitchen[s]" → "Kitchen": a room has no endings to choose from. */
function plainName(name) {
  return String(name).replace(/\[[^\]]*\]/g, "").trim();
}

/** "a" or "b", for good: what is written from one half is measured on the other. */
export function halfOf(id) {
  return Number.parseInt(createHash("sha256").update(id).digest("hex").slice(0, 2), 16) % 2 === 0 ? "a" : "b";
}
