import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import type { Intent, SlotSpec } from "../../src/understand/intent.ts";
import { sampleTemplate } from "../../src/understand/template-samples.ts";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { english, parse, summary } from "./english.ts";
import { sentencesFolder, spokenIn } from "./spoken-in.ts";

type Row = { readonly say: string; readonly heardIn?: string; readonly does: string; readonly reply: string };

const rowsOf = (file: string) => parseYaml(readFileSync(file, "utf8")) as readonly Row[];
const isSentences = (file: string) => file.endsWith(".yaml") && file !== "_home.yaml";

describe.each(readdirSync(sentencesFolder(""), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name))("sentences in %s", async (language) => {
  const folder = sentencesFolder(language);
  const { intents, parse: parseIn, reply } = await spokenIn(language);
  for (const file of readdirSync(folder).filter(isSentences)) {
    test.each(rowsOf(join(folder, file)).map((row) => [row.say, row] as const))(`${file}: %s`, async (_say, row) => {
      const result = await parseIn(row.say, row.heardIn);
      expect({ does: summary(result), reply: reply(result) }).toEqual({ does: row.does, reply: row.reply });
      if (!file.startsWith("_") && result.kind === "commands") expect(result.matches.map(({ intent }) => intent)).toContain(file.replace(".yaml", ""));
    });
  }

  test("every intent has its file of sentences, and every such file its intent", () => {
    const missing = intents.intents.filter(({ id }) => !existsSync(join(folder, `${id}.yaml`))).map(({ id }) => id);
    const orphans = readdirSync(folder).filter((file) => !file.startsWith("_") && !intents.intents.some(({ id }) => `${id}.yaml` === file));
    expect({ missing, orphans }).toEqual({ missing: [], orphans: [] });
  });
});

/** Samples of one template that are tried; some templates stand for hundreds of sentences. */
const mostSamples = 40;

describe("templates", () => {
  test.each(english.intents.map((intent) => [intent.id, intent] as const))("every sentence of %s parses back to it", async (_id, intent) => {
    const wrong: string[] = [];
    for (const { template } of intent.sentences) {
      const samples = [...sampleTemplate(template)];
      const step = Math.max(1, Math.floor(samples.length / mostSamples));
      for (const sample of samples.filter((_sample, index) => index % step === 0)) {
        const text = sample.replace(/\{(\w+)\}/g, (_slot, name: string) => filler(intent, name));
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
    testDevice("Vega", "climate", { area: "Attic", capabilities: [{ kind: "setpoint", minC: 5, maxC: 30, stepC: 0.5 }, { kind: "mode", modes: ["off", "heat"] }, { kind: "fanMode", fanModes: ["heat"] }] }),
    testDevice("Rigel", "lock", { area: "Attic", capabilities: [{ kind: "lock", canOpen: true }] }),
    testDevice("Deneb", "cover", { area: "Attic", deviceClass: "curtain", capabilities: [{ kind: "opening", canStop: true }, { kind: "position" }, { kind: "tilt" }] }),
    testDevice("Altair", "cover", { area: "Attic", deviceClass: "garage" }),
    testDevice("Mira", "fan", { area: "Attic" }),
    testDevice("Capella", "scene"),
    testDevice("Aldebaran", "mediaPlayer", { area: "Attic" }),
    testDevice("Pollux", "vacuum", { area: "Attic" }),
    testDevice("Castor", "lawnMower", { area: "Attic" }),
    testDevice("Antares", "alarm", { area: "Attic" }),
    testDevice("Regulus", "humidifier", { area: "Attic" }),
    testDevice("Bellatrix", "button", { area: "Attic" }),
    testDevice("Electra", "select", { area: "Attic", capabilities: [{ kind: "option", options: ["wool"] }] }),
    testDevice("Maia", "number", { area: "Attic", capabilities: [{ kind: "number", min: 0, max: 100, step: 1, unit: undefined }] }),
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
    case "option": return "heat";
    case "label": return "pizza";
    case "duration": return "5 minutes";
    case "words": return [...(english.lists.numbers.get(spec.name)?.keys() ?? [])][0] ?? "";
    case "number": return spec.unit === "celsius" ? "21" : spec.unit === "degrees" ? "2" : spec.unit === "kelvin" ? "3000" : "40";
    case "oneOf": case undefined: throw new Error(`no slot ${slot} in ${intent.id}`);
  }
}

/** A name and a kind that suit what the intent does, by what its command begins with. */
const starFor: Readonly<Record<string, { readonly name: string; readonly kind: string }>> = {
  setpoint: { name: "vega", kind: "thermostats" }, mode: { name: "vega", kind: "" }, preset: { name: "vega", kind: "" }, fanMode: { name: "vega", kind: "" }, option: { name: "vega", kind: "" },
  lock: { name: "rigel", kind: "doors" }, opening: { name: "deneb", kind: "curtains" }, position: { name: "deneb", kind: "curtains" }, tilt: { name: "deneb", kind: "" },
  fanSpeed: { name: "mira", kind: "fans" }, oscillation: { name: "mira", kind: "" }, direction: { name: "mira", kind: "" },
  scene: { name: "capella", kind: "scenes" }, volume: { name: "aldebaran", kind: "" }, mute: { name: "aldebaran", kind: "" }, playback: { name: "aldebaran", kind: "" },
  activity: { name: "pollux", kind: "" }, alarm: { name: "antares", kind: "" }, humidity: { name: "regulus", kind: "" }, number: { name: "maia", kind: "" },
};
/** What is asked after, and who can answer it. */
const starAsked: Readonly<Record<string, string>> = { setpoint: "vega", brightness: "sirius", volume: "aldebaran", mode: "vega", option: "electra", activity: "pollux" };

function wordsFor({ command, slots }: Intent): { readonly name: string; readonly kind: string } {
  const capability = command.fields["capability"];
  if (command.type === "state.get") {
    if (slots["quantity"] !== undefined) return { name: "spica", kind: "" };
    const asked = capability?.is === "value" ? starAsked[String(capability.value)] : undefined;
    return asked === undefined ? { name: "rigel", kind: "doors" } : { name: asked, kind: "" };
  }
  if (command.target.kinds?.includes("button") === true) return { name: "bellatrix", kind: "" };
  return starFor[command.type.split(".")[0] ?? ""] ?? { name: "sirius", kind: "lights" };
}
