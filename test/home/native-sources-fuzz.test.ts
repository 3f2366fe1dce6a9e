// Announcements as devices make them, broken in every way: nothing throws, nothing leaves its bounds, nothing but questions
// is asked, and no topic comes out that would address more than one device.
import { expect, test } from "vitest";
import { lineTo } from "../../src/act/device-adapter.ts";
import { queryProblem } from "../../src/act/query-problem.ts";
import { AssistantError } from "../../src/base/errors.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { DeviceDraft, HomeSource } from "../../src/home/home-source.ts";
import { createHomieSource } from "../../src/home/homie-source.ts";
import { topicProblem } from "../../src/home/mqtt-topic.ts";
import { createShellySource } from "../../src/home/shelly-source.ts";
import { createTasmotaSource } from "../../src/home/tasmota-source.ts";
import { seededRandom } from "../fakes/seeded-random.ts";
import { homieDevices } from "../fixtures/homie/devices.ts";
import { shellyDevices, type ShellyFixture } from "../fixtures/shelly/devices.ts";
import { tasmotaDevices, type TasmotaFixture } from "../fixtures/tasmota/devices.ts";

const random = seededRandom(7);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

const junk: readonly unknown[] = [null, -1, 0, 1e308, "", "#", "+/x", "$SYS", "__proto__", [], {}, true, "x".repeat(2000), [[[]]], "a\u0000b", { toString: 1 }, "5.0", [3, 3, 3], { name: { name: 1 } }, "%prefix%"];
const keys = ["__proto__", "constructor", "+", "a/b", "toString", "switch:0", "0"] as const;

function mutated(value: unknown): unknown {
  if (random() < 0.05) return pick(junk);
  if (Array.isArray(value)) return value.map(mutated);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => random() < 0.03 ? [] : [[random() < 0.02 ? pick(keys) : key, mutated(inner)]]));
}

function cut(text: string): string {
  return random() < 0.05 ? text.slice(0, Math.floor(random() * text.length)) : text;
}

type Said = readonly [topic: string, payload: unknown];
const tasmota = (): readonly Said[] => {
  const { config, sensors = { sn: {}, ver: 1 } }: TasmotaFixture = pick(Object.values(tasmotaDevices));
  return [[`tasmota/discovery/${config.mac}/config`, config], [`tasmota/discovery/${config.mac}/sensors`, sensors]];
};
const shelly = (): readonly Said[] => {
  const { prefix, info, config, status, components = [] }: ShellyFixture = pick(Object.values(shellyDevices));
  const answers = [[1, info], [2, config], [3, status], [4, { components, offset: 0, total: 99 }]] as const;
  return [[`${prefix}/online`, "true"], ...answers.map(([id, result]): Said => [`sotto/shelly/${prefix}/rpc`, { id, src: info.id, result }]), [`${prefix}/events/rpc`, { src: info.id, method: "NotifyFullStatus", params: status }]];
};
const homie = (): readonly Said[] => {
  const { topic, description } = pick(Object.values(homieDevices));
  return [[`${topic}/$description`, description], [`${topic}/$state`, pick(["ready", "lost", "", "x"])]];
};

const commands: readonly CommandAction[] = [
  { type: "onOff.set", on: true }, { type: "brightness.set", brightnessPct: 40 }, { type: "position.set", positionPct: 3 }, { type: "opening.set", open: true },
  { type: "setpoint.set", temperatureC: 20 }, { type: "lock.set", locked: false }, { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } },
];

/** All topics that this draft would have Sotto speak to or listen on. */
function topicsOf({ device }: DeviceDraft, payload: string): readonly string[] {
  const line = lineTo(device.binding);
  for (const topic of line.stateTopics) line.readState({ topic, payload });
  for (const topic of line.availability.topics) line.readAvailability({ topic, payload });
  const sent = commands.flatMap((command) => {
    try {
      return line.commandMessages(command, undefined, "it").map(({ topic }) => topic);
    } catch (error) {
      if (error instanceof AssistantError) return [];
      throw error;
    }
  });
  return [...line.stateTopics, ...line.availability.topics, ...sent];
}

test.each<[string, (settings: { readonly report: () => void }) => HomeSource, () => readonly Said[]]>([
  ["Tasmota", createTasmotaSource, tasmota], ["Shelly", createShellySource, shelly], ["Homie", createHomieSource, homie],
])("%s", (_name, create, announce) => {
  let problems = 0;
  const source = create({ report: () => { problems++; } });
  const faults = new Set<string>();
  let drafted = 0;
  for (let round = 0; round < 1000; round++) {
    for (const [topic, body] of announce()) {
      const payload = typeof body === "string" ? body : cut(JSON.stringify(mutated(body)));
      const { changed, ask = [] } = source.receive({ topic, payload, retained: random() < 0.5 });
      for (const question of [...ask, ...(random() < 0.01 ? source.questions?.() ?? [] : [])]) faults.add(queryProblem(question) ?? "");
      if (!changed) continue;
      const last = [...source.drafts()].slice(-3);
      drafted += last.length;
      for (const draft of last) for (const used of topicsOf(draft, payload)) faults.add(topicProblem(used) ?? "");
    }
    if (round % 500 === 0) source.forgetMissing?.(new Set());
  }
  expect([...faults].filter((fault) => fault !== "")).toEqual([]);
  expect(problems).toBeGreaterThan(100);
  expect(drafted).toBeGreaterThan(1000);
});
