// What Home Assistant is told of turns, from the events of real ones.
import { describe, expect, it } from "vitest";
import { continueStory, noStory, outcomes, type Told, type TurnNews } from "../../src/bridges/turn-story.ts";
import { commandSummary, valuesOf } from "../../src/bridges/command-summary.ts";
import { runTurn, type TurnInput } from "../../src/daemon/turn.ts";
import type { CommandAction, DeviceCommand } from "../../src/home/command.ts";
import type { DeviceId } from "../../src/home/home.ts";
import { testHome } from "../fixtures/home.ts";
import { command, lampOn, type Script, scriptedHome, scriptedTurn, understood, unlockDoor } from "../fakes/scripted-turn.ts";

const never = new AbortController().signal;
const secretWords = "tell nobody about the purple elephant";

async function toldOf(script: Script, said = secretWords): Promise<readonly Told[]> {
  const { parts, setting, events } = scriptedTurn({ ...script, heard: said });
  const input: TurnInput = { kind: "text", text: said };
  await runTurn(parts, input, setting, never);
  let story = noStory;
  return events.flatMap((event) => {
    const next = continueStory(story, event as TurnNews, scriptedHome);
    story = next.story;
    return next.told;
  });
}

/** "event recognized HassTurnOn lamp", "outcome done" */
function line(told: Told): string {
  switch (told.kind) {
    case "heard": return `heard ${told.text}`;
    case "command": return `command ${told.attributes["summary"]}`;
    case "outcome": return `outcome ${told.attributes["outcome"]}`;
    case "event": return `event ${told.attributes["event_type"]} ${told.attributes["intent"]} ${String(told.attributes["devices"])}`;
  }
}
const linesOf = async (script: Script) => (await toldOf(script)).map(line).slice(1);

describe("a turn is told", () => {
  it("when all went well", async () => {
    expect(await linesOf({ parsed: understood(lampOn) })).toEqual(["command HassTurnOn lamp", "event recognized HassTurnOn lamp", "event done HassTurnOn lamp", "outcome done"]);
  });
  it.each([["unconfirmed", "unconfirmed"], ["failed", "failed"], ["already", "done"], ["unknown", "unconfirmed"], ["answered", "done"]] as const)("when a device was %s, as %s", async (outcome, expected) => {
    expect((await linesOf({ parsed: understood(lampOn), outcome })).slice(2)).toEqual([`event ${expected} HassTurnOn lamp`, `outcome ${expected}`]);
  });
  it("when a shutter is on its way", () => {
    const news: readonly TurnNews[] = [
      { type: "parsed", turnId: "1", text: "", result: understood(lampOn) },
      { type: "acted", turnId: "1", command: lampOn, report: { messages: [], outcomes: [{ deviceId: lampOn.deviceIds[0], result: "moving" as "confirmed", state: {}, tookMs: 1 }] } },
      { type: "turn.ended", turnId: "1", result: "done" },
    ];
    let story = noStory;
    const told = news.flatMap((one) => { const next = continueStory(story, one, scriptedHome); story = next.story; return next.told; });
    expect(told.map(line).slice(-2)).toEqual(["event moving HassTurnOn lamp", "outcome moving"]);
  });
  it("when a scene was called, which cannot confirm", async () => {
    expect((await linesOf({ parsed: understood(command("lamp", { type: "scene.activate" })), outcome: "unconfirmed" })).slice(2)).toEqual(["event done HassTurnOn lamp", "outcome done"]);
  });
  it("when a question got its yes", async () => {
    expect(await linesOf({ parsed: understood(unlockDoor), answer: "yes" })).toEqual(["command SottoUnlock door", "event recognized SottoUnlock door", "event done SottoUnlock door", "outcome done"]);
  });
  it.each([["no", "no"], ["no word", "hm"]])("when a question got %s", async (_name, answer) => {
    expect((await linesOf({ parsed: understood(unlockDoor), answer })).slice(1)).toEqual(["event recognized SottoUnlock door", "event declined SottoUnlock door", "outcome declined"]);
  });
  it("when it was refused", async () => {
    expect((await linesOf({ parsed: understood(command("door", { type: "lock.set", locked: false }, "group")) })).slice(2)).toEqual(["event refused SottoUnlock door", "outcome refused"]);
  });
  it("when nothing was understood, with the reason and without the words", async () => {
    const told = await toldOf({ parsed: { kind: "notUnderstood", heard: secretWords, reason: "unknownName", subject: "purple elephant" } });
    expect(told.slice(1)).toEqual([{ kind: "outcome", attributes: { outcome: "not_understood", devices: {}, reason: "unknownName" } }]);
  });
  it("when it broke off: what was asked for has failed", async () => {
    const told = await toldOf({ parsed: understood(lampOn), fails: { dispatch: "MQTT_NOT_CONNECTED" } });
    expect(told.map(line).slice(2)).toEqual(["event recognized HassTurnOn lamp", "event failed HassTurnOn lamp", "outcome failed"]);
    expect(told.at(-1)).toMatchObject({ attributes: { code: "MQTT_NOT_CONNECTED" } });
  });
  it("with each of several commands, and the outcome that the turn has as a whole", async () => {
    const unlockLater = { ...unlockDoor };
    expect(await linesOf({ parsed: understood(lampOn, unlockLater), answer: "no", outcome: "unconfirmed" })).toEqual([
      "command HassTurnOn lamp; SottoUnlock door", "event recognized HassTurnOn lamp", "event recognized SottoUnlock door",
      "event unconfirmed HassTurnOn lamp", "event declined SottoUnlock door", "outcome declined",
    ]);
  });
  it("with outcomes that the sensor knows", async () => {
    for (const result of ["done", "notUnderstood", "refused", "declined", "nothingHeard", "failed", "aborted", "something new"]) {
      const { told } = continueStory(noStory, { type: "turn.ended", turnId: "t", result }, scriptedHome);
      expect(outcomes).toContain(told[0]?.kind === "outcome" ? told[0].attributes["outcome"] : undefined);
    }
  });
});

describe("what was said", () => {
  const scripts: readonly Script[] = [
    { parsed: understood(lampOn) }, { parsed: understood(unlockDoor), answer: secretWords }, { parsed: { kind: "notUnderstood", heard: secretWords, reason: "noMatch" } },
    { parsed: { kind: "notUnderstood", heard: secretWords, reason: "ambiguousName", subject: secretWords, candidates: [secretWords] } },
    { parsed: understood(lampOn), fails: { dispatch: "ENGINE_CRASHED" } }, { fails: { parse: "ENGINE_TIMEOUT" } },
  ];
  it.each(scripts)("is in nothing that is told but in what tells just that (%#)", async (script) => {
    const told = await toldOf(script);
    expect(told.length).toBeGreaterThan(0);
    const others = JSON.stringify(told.filter(({ kind }) => kind !== "heard"));
    for (const word of secretWords.split(" ").filter((part) => part !== "the")) expect(others).not.toContain(word);
  });
  it("is told in one line of 255 characters", async () => {
    const [told] = await toldOf({ parsed: understood(lampOn) }, `a\nb\u0000${"💡".repeat(400)}`);
    expect(told).toEqual({ kind: "heard", text: `a b ${"💡".repeat(251)}` });
  });
});

describe("a command's summary", () => {
  const home = testHome;
  const ids = [...home.devices.keys()];
  const summaryOf = (action: CommandAction, ...deviceIds: readonly DeviceId[]) => commandSummary({ ...action, deviceIds: deviceIds as unknown as DeviceCommand["deviceIds"], scope: "named" }, home);
  it("names one or two devices and counts more", () => {
    const [one, two, three] = ids as [DeviceId, DeviceId, DeviceId];
    const name = (id: DeviceId) => home.devices.get(id)?.name;
    expect(summaryOf({ type: "brightness.set", brightnessPct: 40 }, one)).toBe(`HassLightSet ${name(one)} (brightness 40)`);
    expect(summaryOf({ type: "onOff.set", on: true }, one, two)).toBe(`HassTurnOn ${name(one)} and ${name(two)}`);
    expect(summaryOf({ type: "onOff.set", on: true }, one, two, three)).toBe(`HassTurnOn ${name(one)} and 2 more`);
    expect(summaryOf({ type: "onOff.set", on: true }, "gone" as DeviceId)).toBe("HassTurnOn nothing");
  });
  it("tells only values that it knows by name, whatever else a command carries", () => {
    const action = { type: "lock.set", locked: false, code: "4711", pin: "4711", deviceIds: ["x"], constructor: "y", toString: "z" } as unknown as CommandAction;
    expect(valuesOf(action)).toEqual({ locked: false });
  });
});
