// home.yaml: what the people of the house lay down about it, over what devices announce. Every mistake is told at once.
import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AssistantError } from "../base/errors.ts";
import { type NonEmpty, nonEmpty } from "../base/types.ts";
import { slugOf } from "../home/config-values.ts";
import { draftGeneric, genericId } from "../home/generic-device.ts";
import { type DeviceOverlay, type HomeOverlay, noOverlay } from "../home/home-overlay.ts";
import type { DeviceDraft } from "../home/home-source.ts";
import { byPlace, formatProblems, readYamlText } from "./config-file.ts";
import type { ConfigProblem, Place } from "./config-yaml.ts";
import { checkHomeFile, type HomeFileForm, keyText, noArea, outersOf, type SoundEntries } from "./home-file-schema.ts";
import { mostHomeCharacters, type PlacedYaml, readPlacedYaml } from "./home-file-yaml.ts";
import type { LoadedConfig } from "./load-config.ts";
import { nearestWord } from "./nearest-word.ts";

export type HomeFile = {
  readonly overlay: HomeOverlay;
  readonly form: HomeFileForm;
  /** What stands in it, word for word, for whoever writes it anew. */
  readonly written: { readonly devices: Readonly<Record<string, unknown>>; readonly generic: readonly unknown[] };
  /** Each entry of `devices:` with its key and place, for whoever finds that it matches nothing. */
  readonly entries: ReadonlyMap<DeviceOverlay, { readonly key: string; readonly place: Place }>;
};

export type ParsedHomeFile =
  | { readonly kind: "valid"; readonly home: HomeFile }
  | { readonly kind: "invalid"; readonly problems: NonEmpty<ConfigProblem> };

export const noHomeFile: HomeFile = { overlay: noOverlay, form: { floors: [], areas: [], devices: {}, generic: [] }, written: { devices: {}, generic: [] }, entries: new Map() };

/** The file's usual name, beside config.yaml. */
export const homeFileName = "home.yaml";

/** The home that a YAML text lays down (pure). @param file its path, for the facts of the devices in it */
export function parseHomeFile(text: string, file: string): ParsedHomeFile {
  const yaml = readPlacedYaml(text);
  const checked = yaml.value === undefined ? undefined : checkHomeFile(yaml);
  const generic = checked === undefined ? { drafts: [], problems: [] } : draftsOf(checked.sound, yaml, file);
  const wrong = [...yaml.problems, ...(checked?.problems ?? [])];
  const further = checked === undefined ? [] : [...nameProblems(checked.sound, yaml), ...generic.problems];
  const around = new Set(wrong.flatMap(({ key }) => outersOf(key)));
  // What a value lacks because a key in it was mistyped is no second mistake.
  const problems = nonEmpty([...wrong, ...further.filter(({ key }) => !around.has(key))].sort(byPlace));
  if (problems !== undefined) return { kind: "invalid", problems };
  const form = checked?.form;
  if (form === undefined) throw new TypeError("a home.yaml without problems was not checked");
  const { devices, entries } = entriesOf(form, yaml);
  const areas = form.areas.map(({ name, aliases, floor }) => ({ name, aliases, floor }));
  return { kind: "valid", home: { overlay: { floors: form.floors, areas, devices, drafts: generic.drafts }, form, written: writtenIn(yaml.value), entries } };
}

/** A file without mistakes has these in this form, or leaves them out. */
function writtenIn(value: unknown): HomeFile["written"] {
  const { devices, generic } = value as { readonly devices?: Readonly<Record<string, unknown>> | null; readonly generic?: readonly unknown[] | null };
  return { devices: devices ?? {}, generic: generic ?? [] };
}

/**
 * Reads a home.yaml.
 * @throws CONFIG_UNREADABLE when it cannot be read as text, CONFIG_INVALID with every mistake, one to a line
 */
export async function readHomeFile(file: string): Promise<HomeFile> {
  const parsed = parseHomeFile(await readYamlText(file, mostHomeCharacters), file);
  if (parsed.kind === "valid") return parsed.home;
  throw new AssistantError("CONFIG_INVALID", formatProblems(file, parsed.problems));
}

/** Where home.yaml is or would be. `named`: the config says so, and it must be there. */
export type HomeFilePlace = { readonly file: string; readonly named: boolean; readonly exists: boolean };

/** The file that the config names, else the one beside the config, else the first of the usual places. */
export async function homeFilePlace({ config, file, directories }: LoadedConfig): Promise<HomeFilePlace> {
  if (config.home.file !== undefined) return { file: config.home.file, named: true, exists: await isThere(config.home.file) };
  const candidates = [...new Set([...(file === undefined ? [] : [dirname(file)]), ...directories.config])].map((directory) => join(directory, homeFileName));
  for (const candidate of candidates) if (await isThere(candidate)) return { file: candidate, named: false, exists: true };
  return { file: candidates[0] ?? homeFileName, named: false, exists: false };
}

/** What home.yaml lays down; nothing when there is none. @throws CONFIG_UNREADABLE, CONFIG_INVALID */
export async function loadHomeFile(loaded: LoadedConfig): Promise<HomeFile & { readonly place: HomeFilePlace }> {
  const place = await homeFilePlace(loaded);
  return { ...(place.exists || place.named ? await readHomeFile(place.file) : noHomeFile), place };
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(() => true, (error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR");
}

/** A key may be an id, a topic or a name, so it is kept as it is and as a slug; what is exact goes before what is alike. */
function entriesOf({ devices: form }: HomeFileForm, { keyPlaceOf }: PlacedYaml) {
  const devices = new Map<string, DeviceOverlay>();
  const entries = new Map<DeviceOverlay, { readonly key: string; readonly place: Place }>();
  for (const [key, { name, area, aliases, hidden, neverByVoice, guard }] of Object.entries(form)) {
    const rules = { ...(neverByVoice === undefined ? {} : { neverByVoice }), ...(guard === undefined ? {} : { guard }) };
    const entry: DeviceOverlay = {
      ...(name === undefined ? {} : { name }),
      ...(area === undefined ? {} : { area: area.toLowerCase() === noArea ? null : area }),
      ...(aliases === undefined ? {} : { aliases }), ...(hidden === undefined ? {} : { hidden }),
      ...(Object.keys(rules).length === 0 ? {} : { rules }),
    };
    devices.set(key, entry);
    entries.set(entry, { key, place: keyPlaceOf(["devices", key]) });
  }
  for (const [entry, { key }] of entries) if (slugOf(key) !== "" && !devices.has(slugOf(key))) devices.set(slugOf(key), entry);
  return { devices, entries };
}

function draftsOf({ generic }: SoundEntries, { placeOf }: PlacedYaml, file: string): { readonly drafts: readonly DeviceDraft[]; readonly problems: readonly ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const ids = new Set<string>();
  const drafts = generic.flatMap((device, index) => {
    if (device === undefined) return [];
    const at = (keys: readonly string[], message: string) => problems.push({ ...placeOf(["generic", String(index), ...keys]), key: keyText(["generic", String(index), ...keys]), message });
    const made = draftGeneric(device, file);
    for (const { keys, message } of made.problems) at(keys, message);
    const id = genericId(device);
    if (ids.has(id)) at([device.id === undefined ? "name" : "id"], "is that of another device above, expected an id: of its own");
    ids.add(id);
    return made.draft ?? [];
  });
  return { drafts, problems };
}

/** Names and aliases of rooms, and of floors, must tell them apart; a room must be on a floor that is there. */
function nameProblems({ floors, areas }: SoundEntries, { placeOf }: PlacedYaml): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const at = (path: readonly string[], message: string) => problems.push({ ...placeOf(path), key: keyText(path), message });
  for (const [section, list] of [["floors", floors], ["areas", areas]] as const) {
    const taken = new Set<string>();
    for (const [index, entry] of list.entries()) {
      if (entry === undefined) continue;
      const { name, aliases } = entry;
      const names = [[name, ["name"]] as const, ...aliases.map((alias, position) => [alias, ["aliases", String(position)]] as const)];
      for (const [text, keys] of names) {
        if (taken.has(slugOf(text))) at([section, String(index), ...keys], `is ${JSON.stringify(text)} a second time, expected each name once`);
        taken.add(slugOf(text));
      }
    }
  }
  const known = new Map(floors.flatMap((floor) => floor === undefined ? [] : [[slugOf(floor.name), floor.name] as const]));
  for (const [index, area] of areas.entries()) {
    const floor = area?.floor;
    if (floor === undefined || known.has(slugOf(floor)) || floors.includes(undefined)) continue;
    const near = nearestWord(floor, [...known.values()]);
    at(["areas", String(index), "floor"], `is ${JSON.stringify(floor)}, expected the name of one under floors:${near === undefined ? "" : `; did you mean ${near}?`}`);
  }
  return problems;
}
