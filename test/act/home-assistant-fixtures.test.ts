// What real projects announce, told and driven: payloads from their public sources and documentation.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lineTo } from "../../src/act/device-adapter.ts";
import { topicMatches } from "../../src/act/mqtt-subscriptions.ts";
import { templateProblem } from "../../src/act/template.ts";
import type { CommandAction } from "../../src/home/command.ts";
import { createDiscoverySource } from "../../src/home/discovery-source.ts";
import { createHomeTracker } from "../../src/home/home-tracker.ts";
import type { Capability, Device } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";

type ExpectedDevice = {
  readonly id: string; readonly kind: string; readonly capabilities: readonly Capability[]; readonly name?: string; readonly deviceClass?: string;
  readonly commands: readonly { readonly command: CommandAction; readonly state?: DeviceState; readonly messages: readonly string[] }[];
  readonly states: readonly { readonly topic: string; readonly payload: string; readonly state: DeviceState | null }[];
  readonly availability?: readonly (readonly [topic: string, payload: string, available: boolean])[];
  readonly expiresAfterMs?: number;
  readonly problem?: string;
};
type Fixture = { readonly project: string; readonly announcements: readonly { readonly topic: string; readonly payload: object; readonly devices: readonly ExpectedDevice[] }[] };

const folder = join(import.meta.dirname, "../fixtures/discovery");
const fixtures = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Fixture);

function announced(topic: string, payload: object): readonly Device[] {
  const source = createDiscoverySource({ prefix: "homeassistant", templateProblem, report: () => undefined });
  const tracker = createHomeTracker([source]);
  tracker.receive(source, { topic: `homeassistant/${topic}/config`, payload: JSON.stringify(payload), retained: true });
  return [...tracker.home().devices.values()];
}

/** JSON knows no `undefined`. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

describe.each(fixtures)("$project", ({ announcements }) => {
  test.each(announcements)("$topic", ({ topic, payload, devices }) => {
    const found = announced(topic, payload);
    expect(found.map(({ id }) => id)).toEqual(devices.map(({ id }) => id));
    devices.forEach((expected, index) => {
      const device = found[index];
      if (device === undefined) throw new Error("no such device");
      const line = lineTo(device.binding);
      expect([device.kind, asJson(device.capabilities), device.facts?.problem, device.deviceClass]).toEqual([expected.kind, expected.capabilities, expected.problem, expected.deviceClass ?? ""]);
      if (expected.name !== undefined) expect(device.name).toBe(expected.name);
      for (const { command, state, messages } of expected.commands) {
        expect([command, line.commandMessages(command, state, device.name).map((message) => `${message.topic} ${message.payload}`)]).toEqual([command, messages]);
      }
      for (const { topic: on, payload: said, state } of expected.states) {
        expect(line.stateTopics.some((filter) => topicMatches(filter, on))).toBe(true);
        expect([said, line.readState({ topic: on, payload: said })]).toEqual([said, state ?? undefined]);
      }
      for (const [on, said, available] of expected.availability ?? []) expect([said, line.readAvailability({ topic: on, payload: said })]).toEqual([said, available]);
      expect(line.expiresAfterMs).toBe(expected.expiresAfterMs);
    });
  });
});

test("they are forty entities and more, of ten projects and more", () => {
  expect(fixtures.length).toBeGreaterThanOrEqual(10);
  expect(fixtures.flatMap(({ announcements }) => announcements.flatMap(({ devices }) => devices)).length).toBeGreaterThanOrEqual(40);
});
