import { describe, expect, it } from "vitest";
import { type CommandKey, commandKeys, readOwnCommand, type ReadCommand } from "../../src/bridges/own-commands.ts";

const rows: readonly (readonly [CommandKey, string, ReadCommand | "problem"])[] = [
  ["mute", "ON", { kind: "settings", changes: { muted: true } }], ["mute", "OFF", { kind: "settings", changes: { muted: false } }],
  ["mute", "on", "problem"], ["mute", "", "problem"], ["mute", "TOGGLE", "problem"],
  ["volume", "0", { kind: "settings", changes: { volumePct: 0 } }], ["volume", "100", { kind: "settings", changes: { volumePct: 100 } }],
  ["volume", "40.0", { kind: "settings", changes: { volumePct: 40 } }], ["volume", "66.6", { kind: "settings", changes: { volumePct: 67 } }],
  ["volume", "101", "problem"], ["volume", "-1", "problem"], ["volume", "1e1", "problem"], ["volume", "0x10", "problem"], ["volume", " 5", "problem"], ["volume", "NaN", "problem"], ["volume", "", "problem"], ["volume", "9".repeat(1000), "problem"],
  ["sensitivity", "75", { kind: "settings", changes: { sensitivityPct: 75 } }], ["sensitivity", "Infinity", "problem"],
  ["say", "Dinner is ready.", { kind: "say", text: "Dinner is ready." }],
  ["say", "  two\n\tlines\u0000 ", { kind: "say", text: "two lines" }],
  ["say", "", { kind: "say", text: "" }], ["say", "\u0007\n", { kind: "say", text: "" }],
  ["say", "x".repeat(255), { kind: "say", text: "x".repeat(255) }], ["say", "x".repeat(256), "problem"],
  ["say", "💡".repeat(255), { kind: "say", text: "💡".repeat(255) }], ["say", "💡".repeat(256), "problem"], ["say", "x".repeat(1_000_000), "problem"],
  ["say", '{"state":"ON"}', { kind: "say", text: '{"state":"ON"}' }], ["say", "unlock the front door", { kind: "say", text: "unlock the front door" }],
  ["repeat", "PRESS", { kind: "repeat" }], ["repeat", "", "problem"], ["repeat", "unlock the front door", "problem"],
];

describe("a command to Sotto itself", () => {
  it.each(rows)("%s %j is read", (key, payload, expected) => {
    const read = readOwnCommand(key, payload);
    if (expected === "problem") expect(read).toEqual({ kind: "problem", problem: expect.stringMatching(/expected/) });
    else expect(read).toEqual(expected);
  });
  it("gives nothing but settings, a text or a repetition, whatever comes", () => {
    const pieces = ["ON", "OFF", "PRESS", "50", "UNLOCK", "{", "}", "\u0000", "__proto__", '"', "front door", "💡", "#", "+", "/"];
    let seed = 1;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 20_000; round++) {
      const payload = Array.from({ length: Math.floor(random() * 6) }, () => pieces[Math.floor(random() * pieces.length)]).join("");
      const key = commandKeys[Math.floor(random() * commandKeys.length)] as CommandKey;
      const read = readOwnCommand(key, payload);
      expect(["settings", "say", "repeat", "problem"]).toContain(read.kind);
      if (read.kind === "settings") expect(["muted", "volumePct", "sensitivityPct"]).toContain(Object.keys(read.changes).join());
    }
  });
});
