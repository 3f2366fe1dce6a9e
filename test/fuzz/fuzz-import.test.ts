// Damaged registries, states and lists of homes through the importer: each gives a home.yaml that reads back, or a reason.
import { expect, test } from "vitest";
import { formatProblems } from "../../src/daemon/config-file.ts";
import { parseHomeFile } from "../../src/daemon/home-file.ts";
import { renderImportedHome } from "../../src/daemon/home-file-import.ts";
import { objectOf, parseJson } from "../../src/home/config-values.ts";
import { homeOfList, type ListedHome } from "../../src/home/listed-home.ts";
import { isHomeDump, readHomeDump } from "../../src/home/read-home-dump.ts";
import { homeOfRegistries, listIn, noRegistries } from "../../src/home/read-registries.ts";
import { pickFrom, seededRandom } from "../fakes/seeded-random.ts";
import { mutatePayload } from "./mutations.ts";

const asked = process.env["SOTTO_FUZZ_COUNT"];
const count = asked === undefined ? 2000 : Math.ceil(Number(asked) / 10);
const seed = Number(process.env["SOTTO_FUZZ_SEED"] ?? 1);

const stored = (name: string, data: object) => JSON.stringify({ version: 1, minor_version: 8, key: `core.${name}_registry`, data });
const files = [
  stored("floor", { floors: [{ floor_id: "up", name: "Upstairs", aliases: ["first floor"] }] }),
  stored("area", { areas: [{ id: "a", name: "Kitchen", aliases: ["galley"], floor_id: "up" }, { id: "b", name: "Hall", aliases: [], floor_id: null }] }),
  stored("device", { devices: [{ id: "d", identifiers: [["mqtt", "x"]], name: "Lamp", name_by_user: "Reading lamp", area_id: "a" }] }),
  stored("entity", { entities: [
    { entity_id: "light.lamp", platform: "mqtt", unique_id: "u", device_id: "d", has_entity_name: true, name: null, original_name: null, aliases: ["lamp"], supported_features: 44, capabilities: { supported_color_modes: ["hs"] }, options: { conversation: { should_expose: false } } },
    { entity_id: "climate.heat", platform: "tado", unique_id: "v", device_id: null, area_id: "b", original_name: "Heating", supported_features: 401, capabilities: { hvac_modes: ["heat"], min_temp: 5, max_temp: 25 } },
  ] }),
  JSON.stringify([{ entity_id: "cover.blind", state: "open", attributes: { friendly_name: "Blind", device_class: "blind", supported_features: 15 } }]),
  JSON.stringify({ floors: [{ name: "Up" }], areas: [{ name: "Den", floor: "Up" }], entities: [{ id: "fan.f", name: "Fan[s]", area: "Den", attributes: { supported_features: ["fan.FanEntityFeature.SET_SPEED"] } }] }),
];

function homeIn(texts: readonly string[]): ListedHome | undefined {
  let registries = noRegistries;
  for (const text of texts) {
    const value = parseJson(text);
    const whole = objectOf(value);
    if (whole !== undefined && isHomeDump(whole)) {
      const read = readHomeDump(whole);
      return read.ok ? read.home : undefined;
    }
    const found = listIn(value);
    if (found !== undefined) registries = { ...registries, [found.kind]: found.list };
  }
  return homeOfRegistries(registries);
}

test(`${count} damaged lists of a home give one or none, and whatever is written reads back`, { timeout: 10 * 60_000 }, () => {
  const random = seededRandom(seed);
  let homes = 0;
  for (let index = 0; index < count; index++) {
    const victim = pickFrom(files, random);
    const listed = homeIn((victim.includes("\"Den\"") ? [victim] : files.slice(0, -1)).map((file) => file === victim ? mutatePayload(file, random) : file));
    if (listed === undefined) continue;
    homes++;
    expect(homeOfList(listed).devices.size).toBeLessThanOrEqual(listed.entities.length);
    const { text } = renderImportedHome(listed);
    const parsed = parseHomeFile(text, "home.yaml");
    if (parsed.kind === "invalid") throw new Error(`${formatProblems("home.yaml", parsed.problems)}\n${text}`);
  }
  expect(homes).toBeGreaterThan(count / 2);
});
