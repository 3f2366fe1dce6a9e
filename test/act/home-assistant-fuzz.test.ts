// Announcements and states that somebody has tampered with: no crash, no hang, and nothing sent where it must not go.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lineTo } from "../../src/act/device-adapter.ts";
import { templateProblem } from "../../src/act/template.ts";
import { AssistantError } from "../../src/base/errors.ts";
import type { CommandAction } from "../../src/home/command.ts";
import { createDiscoverySource } from "../../src/home/discovery-source.ts";
import type { DeviceDraft } from "../../src/home/home-source.ts";
import { readingFilterProblem, topicProblem } from "../../src/home/mqtt-topic.ts";
import { cpuMs } from "../fakes/cpu-time.ts";
import { seededRandom } from "../fakes/seeded-random.ts";

const folder = join(import.meta.dirname, "../fixtures/discovery");
type Announcement = { readonly topic: string; readonly payload: Readonly<Record<string, unknown>>; readonly devices: readonly { readonly states: readonly { readonly payload: string }[] }[] };
const announcements = readdirSync(folder).flatMap((file) => (JSON.parse(readFileSync(join(folder, file), "utf8")) as { readonly announcements: readonly Announcement[] }).announcements);

/** How many, unless said otherwise: `FUZZ=1000000 npx vitest run test/act/home-assistant-fuzz.test.ts`. */
const rounds = Number(process.env["FUZZ"] ?? 3000);

const oddities: readonly unknown[] = [
  null, true, 0, -1, 1e308, "", "#", "a/+/b", "$SYS/x", "x\u0000y", "\ud800", "💡", [], [[[]]], {}, { a: { b: { c: [] } } }, "None", "unknown", "NaN", "9".repeat(400), "x".repeat(70_000),
  "{{ value", "{{ value_json.__proto__.x }}", "{% for i in range(999) %}{% for j in range(999) %}{{ i }}{% endfor %}{% endfor %}", "{{ value | regex_replace('(a|aa)+$', value) }}",
  "{{ [value, value] | join(value) }}", "{% set ns = namespace(x=value) %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x }}", "{{ value_json.constructor.prototype }}", "{{ (1/0) }}", "{{ value.format(value, value) }}",
];

const commands: readonly CommandAction[] = [
  { type: "onOff.set", on: true }, { type: "brightness.set", brightnessPct: 50 }, { type: "color.set", name: "x", color: { red: 1, green: 2, blue: 3 } }, { type: "colorTemperature.set", kelvin: 2700 },
  { type: "setpoint.set", temperatureC: 20 }, { type: "mode.set", mode: "heat" }, { type: "preset.set", preset: "eco" }, { type: "fanMode.set", fanMode: "low" }, { type: "humidity.set", humidityPct: 50 },
  { type: "lock.set", locked: false }, { type: "lock.open" }, { type: "opening.set", open: true }, { type: "opening.stop" }, { type: "position.set", positionPct: 50 }, { type: "tilt.set", tiltPct: 100 },
  { type: "fanSpeed.set", speedPct: 30 }, { type: "oscillation.set", on: true }, { type: "direction.set", direction: "reverse" }, { type: "activity.set", activity: "dock" }, { type: "option.set", option: "a" },
  { type: "number.set", value: 3 }, { type: "alarm.set", mode: "away" }, { type: "scene.activate" },
];

test(`${rounds} tampered announcements do no harm`, () => {
  const random = seededRandom(20_26);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const source = createDiscoverySource({ prefix: "homeassistant", templateProblem, report: () => undefined });
  let slowestMs = 0;
  for (let round = 0; round < rounds; round++) {
    const [one, other] = [pick(announcements), pick(announcements)];
    if (one === undefined || other === undefined) break;
    const payload = tampered(one.payload, { ...other.payload, ["__proto__"]: 1 }, random, pick);
    const startMs = cpuMs();
    source.receive({ topic: `homeassistant/${one.topic}/config`, payload, retained: true });
    const states = [...one.devices, ...other.devices].flatMap(({ states: all }) => all.map((state) => state.payload));
    for (const draft of source.drafts()) drive(draft, [pick(states) ?? "", String(pick(oddities)), payload]);
    source.receive({ topic: `homeassistant/${one.topic}/config`, payload: "", retained: true });
    slowestMs = Math.max(slowestMs, cpuMs() - startMs);
  }
  expect([...source.drafts()]).toEqual([]);
  expect(slowestMs).toBeLessThan(1000);
}, 600_000 + rounds * 10);

function tampered(payload: Announcement["payload"], other: Announcement["payload"], random: () => number, pick: <T>(items: readonly T[]) => T | undefined): string {
  const changed: Record<string, unknown> = { ...payload };
  for (let count = 0; count < 1 + random() * 4; count++) {
    const key = pick(Object.keys(random() < 0.7 ? payload : other)) ?? "name";
    if (random() < 0.2) delete changed[key];
    else changed[key] = random() < 0.6 ? pick(oddities) : other[pick(Object.keys(other)) ?? "name"];
  }
  const text = JSON.stringify(changed);
  if (random() > 0.1) return text;
  const at = Math.floor(random() * text.length);
  return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(at + 1);
}

/** Every command and some states; a command is refused or goes to a topic of one device. */
function drive({ device }: DeviceDraft, states: readonly string[]): void {
  const line = lineTo(device.binding);
  for (const command of commands) {
    try {
      for (const { topic, payload } of line.commandMessages(command, { on: false, brightnessPct: 10 }, "Thing")) {
        expect([topicProblem(topic), typeof payload]).toEqual([undefined, "string"]);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(AssistantError);
    }
  }
  for (const topic of [...line.stateTopics, ...line.availability.topics]) {
    expect(readingFilterProblem(topic)).toBeUndefined();
    for (const payload of states) {
      const numbers = Object.values(line.readState({ topic: topic.replaceAll("+", "any"), payload }) ?? {}).flatMap((value: unknown) => (typeof value === "object" && value !== null ? Object.values(value) : [value])).filter((value) => typeof value === "number");
      expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
      line.readAvailability({ topic, payload });
    }
  }
}
