// A home in which the test of a sentence has one right answer: what its file lists, and what its slots take for granted.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultDomain, isTimer } from "./expected.mjs";

const dist = process.env.SOTTO_DIST ?? join(fileURLToPath(new URL("../..", import.meta.url)), "dist");
const { homeOfList } = await import(join(dist, "home/listed-home.js"));
const { parseTemplate } = await import(join(dist, "understand/template.js"));
const { sampleTemplate } = await import(join(dist, "understand/template-samples.js"));

/** The room of the microphone, where a file tells none. */
const satellite = "__satellite__";
const lower = (text) => String(text).toLowerCase();

/** The tests write the forms of a name as a template: "kuchyn(a|e|i)". The first is the name here, the others are its aliases. */
function called(text) {
  const parsed = parseTemplate(`(${text})`);
  const [name = String(text), ...aliases] = parsed.ok ? [...sampleTemplate(parsed.template)].map((form) => form.replaceAll(/\s+/g, " ").trim()) : [];
  return { name, aliases };
}

/** @returns the home, the room spoken in, and for each domain that may be meant the devices that are */
export function homeOfTest(file, test, intent, combination) {
  const slots = test.slots ?? {};
  const floors = (file.floors ?? []).map(({ name }) => ({ id: lower(name), ...called(name) }));
  const areas = [...(file.areas ?? []).map(({ name, floor }) => ({ id: lower(name), ...called(name), ...(floor === undefined ? {} : { floorId: lower(floor) }) })), { id: satellite, name: satellite, aliases: [] }];
  const here = (file.areas ?? []).find(({ context_area: marked }) => marked === true)?.name ?? satellite;
  const entities = (file.entities ?? []).filter(({ domain }) => domain !== "todo").map(({ name, domain, area, attributes }, at) => ({ id: `${domain}.e${at}`, written: name, ...called(name), areaId: area === undefined ? undefined : lower(area), attributes: attributes ?? {} }));
  const place = placeOf(slots, areas, floors, here, combination);
  const named = isTimer(intent) || typeof slots.name !== "string" ? undefined : slots.name;
  const meant = named === undefined ? sweptBy(entities, place, slots, combination.domains ?? [slots.domain ?? defaultDomain(intent)]) : namedIn(entities, place, named, combination.domains?.[0] ?? defaultDomain(intent));
  return { home: homeOfList({ floors, areas, entities }), heardIn: lower(here), meant };
}

/** The named entity; where it is said to be, which the file takes for granted. */
function namedIn(entities, place, named, domain) {
  const all = entities.filter(({ name, written }) => lower(written) === lower(named) || lower(name) === lower(named));
  if (all.length === 0 && domain !== undefined) {
    const made = { id: `${domain}.named`, ...called(named), areaId: undefined, attributes: {} };
    entities.push(made);
    all.push(made);
  }
  if (all.length > 0 && place.said && !all.some(({ areaId }) => place.areaIds.includes(areaId))) all[0].areaId = place.areaIds[0];
  const there = all.filter(({ areaId }) => !place.said || place.areaIds.includes(areaId));
  return there.map(({ id }) => ({ domain: id.split(".")[0], targets: [id] }));
}

/** All of a domain at a place, of which there is at least one. */
function sweptBy(entities, place, slots, domains) {
  const classes = slots.device_class === undefined ? [] : [slots.device_class].flat();
  return domains.filter((domain) => domain !== undefined).map((domain) => {
    const isOf = ({ id, attributes }) => id.startsWith(`${domain}.`) && (classes.length === 0 || classes.includes(attributes.device_class));
    const isThere = ({ areaId }) => place.everywhere || place.areaIds.includes(areaId);
    if (!entities.some((entity) => isOf(entity) && isThere(entity))) {
      const adrift = entities.filter((entity) => isOf(entity) && entity.areaId === undefined);
      for (const entity of adrift) entity.areaId = place.areaIds[0];
      if (adrift.length === 0) entities.push({ id: `${domain}.made`, name: `Zyxw ${domain}`, aliases: [], areaId: place.areaIds[0], attributes: classes.length === 0 ? {} : { device_class: classes[0] } });
    }
    return { domain, targets: entities.filter((entity) => isOf(entity) && isThere(entity)).map(({ id }) => id) };
  });
}

function placeOf(slots, areas, floors, here, { contextArea }) {
  if (typeof slots.area === "string") {
    const area = areas.find(({ id, name }) => id === lower(slots.area) || lower(name) === lower(slots.area));
    if (area === undefined) areas.push({ id: lower(slots.area), ...called(slots.area) });
    return { said: true, areaIds: [area?.id ?? lower(slots.area)] };
  }
  if (typeof slots.floor === "string") {
    const known = floors.find(({ id, name }) => id === lower(slots.floor) || lower(name) === lower(slots.floor));
    const floor = known ?? { id: lower(slots.floor), ...called(slots.floor) };
    if (known === undefined) floors.push(floor);
    const on = areas.filter(({ floorId }) => floorId === floor.id).map(({ id }) => id);
    if (on.length === 0) { areas.push({ id: "__upstairs__", name: "__upstairs__", aliases: [], floorId: floor.id }); on.push("__upstairs__"); }
    return { said: true, areaIds: on };
  }
  return { said: false, everywhere: !contextArea, areaIds: [lower(here)] };
}
