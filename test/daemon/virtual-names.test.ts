import { mkdtemp, writeFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { virtualNames } from "../../src/daemon/virtual-names.ts";
import { createVirtualDevices } from "../../src/virtual/virtual-devices.ts";

const intents = fileURLToPath(new URL("../../intents/", import.meta.url));
const languages = readdirSync(intents).filter((name) => !name.startsWith("_") && !name.includes("."));

/** Every name that the virtual home has: rooms, devices, and the parts of a device. */
function namesIn(value: unknown, key = ""): readonly string[] {
  if (typeof value === "string") return (key === "name" || key === "sa") && value !== "Sotto virtual home" ? [value] : [];
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([inner, one]) => namesIn(one, inner)) : [];
}
const names = [...new Set(createVirtualDevices(() => undefined).flatMap(({ discovery }) => namesIn(discovery.config)))];

describe("the names of the virtual home", () => {
  test.each(languages.filter((language) => language !== "en"))("are all there in %s, and no two are one", async (language) => {
    const called = await virtualNames(join(intents, language));
    const same = names.filter((name) => called(name) === name && !["Thermostat", "Garage"].includes(name));
    expect({ count: names.length > 25, same, distinct: new Set(names.map(called)).size }).toEqual({ count: true, same: [], distinct: names.length });
  });

  test("are English where a language has none", async () => {
    const called = await virtualNames(join(intents, "en"));
    expect(names.map(called)).toEqual(names);
  });

  test("are told with their place where they are wrong", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sotto-names-"));
    await writeFile(join(folder, "_virtual.yaml"), "Kitchen: [1]\n");
    await expect(virtualNames(folder)).rejects.toMatchObject({ code: "INTENTS_INVALID", message: expect.stringMatching(/_virtual\.yaml:1:10: /) as string });
  });
});
