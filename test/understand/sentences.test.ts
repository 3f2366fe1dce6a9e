import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import type { Intent, SlotSpec } from "../../src/understand/intent.ts";
import { sampleTemplate } from "../../src/understand/template.ts";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { english, parse, replyOf, summary } from "./english.ts";

const folder = fileURLToPath(new URL("../sentences/en/", import.meta.url));

type Row = { readonly say: string; readonly heardIn?: string; readonly does: string; readonly reply: string };

describe("sentences", () => {
  for (const file of readdirSync(folder)) {
    const rows = parseYaml(readFileSync(folder + file, "utf8")) as readonly Row[];
    test.each(rows.map((row) => [row.say, row] as const))(`${file}: %s`, async (_say, row) => {
      const result = await parse(row.say, row.heardIn);
      expect({ does: summary(result), reply: replyOf(result) }).toEqual({ does: row.does, reply: row.reply });
      if (!file.startsWith("_") && result.kind === "commands") expect(result.matches.map(({ intent }) => intent)).toContain(file.replace(".yaml", ""));
    });
  }

  test("every intent has its file of sentences, and every such file its intent", () => {
    const missing = english.intents.filter(({ id }) => !existsSync(`${folder}${id}.yaml`)).map(({ id }) => id);
    const orphans = readdirSync(folder).filter((file) => !file.startsWith("_") && !english.intents.some(({ id }) => `${id}.yaml` === file));
    expect({ missing, orphans }).toEqual({ missing: [], orphans: [] });
  });
});

/** Samples of one template that are tried; some templates stand for hundreds of sentences. */
const mostSamples = 40;

describe("templates", () => {
  test.each(english.intents.map((intent) => [intent.id, intent] as const))("every sentence of %s parses back to it", async (_id, intent) => {
    const wrong: string[] = [];
    for (const { template } of intent.sentences) {
      const samples = [...sampleTemplate(template, () => undefined)];
      const step = Math.max(1, Math.floor(samples.length / mostSamples));
      for (const sample of samples.filter((_sample, index) => index % step === 0)) {
        const text = sample.map((word) => word.startsWith("{") ? filler(intent, word.slice(1, -1)) : word).join(" ");
        const result = await parse(text, "attic", starHome);
        const got = result.kind === "commands" ? result.matches.map(({ intent: id }) => id).join(", ") : summary(result);
        if (result.kind !== "commands" || result.matches.some(({ intent: id }) => id !== intent.id)) wrong.push(`${text} → ${got}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** A house whose names say nothing about what its things are, so that only the words of a template can. */
const starHome = homeOf(
  [
    testDevice("Sirius", "light", { area: "Attic" }),
    testDevice("Vega", "climate", { area: "Attic", capabilities: [{ kind: "setpoint", minC: 5, maxC: 30, stepC: 0.5 }] }),
    testDevice("Rigel", "lock", { area: "Attic" }),
    testDevice("Deneb", "cover", { area: "Attic", deviceClass: "curtain" }),
    testDevice("Altair", "cover", { area: "Attic", deviceClass: "garage" }),
    testDevice("Mira", "fan", { area: "Attic" }),
    testDevice("Capella", "scene"),
    testDevice("Spica", "sensor", { area: "Attic", deviceClass: "humidity", capabilities: [{ kind: "reading", quantity: "humidity", unit: "%" }] }),
  ],
  [testArea("Attic")],
);

function filler(intent: Intent, slot: string): string {
  const spec: SlotSpec | undefined = intent.slots[slot];
  const words = wordsFor(intent);
  switch (spec?.list) {
    case "name": return words.name;
    case "area": return "attic";
    case "kind": return words.kind;
    case "color": return "red";
    case "state": return "locked";
    case "quantity": return "humidity";
    case "words": return [...(english.lists.numbers.get(spec.name)?.keys() ?? [])][0] ?? "";
    case "number": return spec.unit === "celsius" ? "21" : spec.unit === "degrees" ? "2" : spec.unit === "kelvin" ? "3000" : "40";
    case undefined: throw new Error(`no slot ${slot} in ${intent.id}`);
  }
}

/** A name and a kind that suit what the intent does. */
function wordsFor({ command, slots }: Intent): { readonly name: string; readonly kind: string } {
  const capability = command.fields["capability"];
  switch (command.type) {
    case "setpoint.set": case "setpoint.change": return { name: "vega", kind: "thermostats" };
    case "lock.set": return { name: "rigel", kind: "doors" };
    case "opening.set": case "opening.stop": case "position.set": return { name: "deneb", kind: "curtains" };
    case "fanSpeed.set": return { name: "mira", kind: "fans" };
    case "scene.activate": return { name: "capella", kind: "scenes" };
    case "state.get": {
      if (slots["quantity"] !== undefined) return { name: "spica", kind: "" };
      if (capability?.is === "value" && capability.value === "setpoint") return { name: "vega", kind: "" };
      if (capability?.is === "value" && capability.value === "brightness") return { name: "sirius", kind: "" };
      return { name: "rigel", kind: "doors" };
    }
    case "mode.set": case "preset.set": case "fanMode.set": case "humidity.set": return { name: "vega", kind: "thermostats" };
    case "lock.open": return { name: "rigel", kind: "doors" };
    case "position.change": case "tilt.set": return { name: "deneb", kind: "curtains" };
    case "fanSpeed.change": case "oscillation.set": case "direction.set": return { name: "mira", kind: "fans" };
    case "volume.set": case "volume.change": case "mute.set": case "playback.set": case "activity.set": case "option.set": case "number.set": case "alarm.set":
    case "onOff.toggle": case "onOff.set": case "brightness.set": case "brightness.change": case "color.set": case "colorTemperature.set": return { name: "sirius", kind: "lights" };
  }
}
