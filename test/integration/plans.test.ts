// Timers and plans of the running program: killed without warning, started again, and carried out over MQTT.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../src/virtual/broker.ts";
import { startVirtualHome } from "../../src/virtual/virtual-home.ts";
import { makePlace, type Place, type Running, startSotto } from "../fakes/run-sotto.ts";
import { eventually } from "../fakes/started-bus.ts";

let place: Place;
let broker: EmbeddedBroker;
let sent: string[];
let state: string;
let running: Running;
let starts: number;

beforeEach(async () => {
  place = makePlace();
  state = join(place.folder, ".local", "state", "sotto");
  const start = await startEmbeddedBroker({ port: 0 });
  if (start.kind !== "started") throw start.error;
  ({ broker } = start);
  startVirtualHome({ wire: broker.wire });
  sent = [];
  broker.wire.subscribe("sotto-virtual/+/set", ({ topic, payload }) => sent.push(`${topic.split("/")[1]} ${payload}`));
  place.file("config.yaml", `mqtt: { url: ${broker.url} }\nhomeAssistant: { announce: false }\nspeak: { engine: none }\nunderstand: { llm: { enabled: false } }\n`);
  starts = 0;
});
afterEach(async () => {
  running.kill("SIGKILL");
  await running.ended;
  await broker[Symbol.asyncDispose]();
  place.cleanUp();
}, 20_000);

async function start(): Promise<void> {
  starts += 1;
  running = startSotto(place, ["run", "--config", join(place.folder, "config.yaml")]);
  await running.says(/home +\d\d devices/);
}
/** The power goes. */
async function kill(): Promise<void> {
  running.kill("SIGKILL");
  expect((await running.ended).signal).toBe("SIGKILL");
}
/** Types a line and waits for its reply: what is acknowledged counts from then on. */
async function say(text: string): Promise<string> {
  const before = running.output().length;
  running.type(text);
  await eventually(() => /reply +\S.*\n/.test(running.output().slice(before)), `an answer to ${text} (${running.output()}${running.errors()})`);
  return /reply +(\S.*)\n/.exec(running.output().slice(before))?.[1] ?? "";
}
function write(name: string, entries: readonly unknown[]): void {
  mkdirSync(state, { recursive: true });
  writeFileSync(join(state, name), JSON.stringify({ version: 1, entries }));
}

describe("the running program", () => {
  it("loses nothing that it acknowledged, however often it is killed right after", async () => {
    const asked = ["set a pizza timer for two hours", "turn off the kitchen light in three hours", "set a tea timer for 90 minutes", "every weekday at 7 turn on the hall light", "add ten minutes to the pizza timer", "turn on the bedroom lamp at noon on december 31"];
    for (let at = 0; at < asked.length; at += 2) {
      await start();
      for (const text of asked.slice(at, at + 2)) await say(text);
      await kill();
    }
    await start();
    expect(await say("what timers are running")).toMatch(/^The pizza timer has 2 hours and (9|10) minutes left; the tea timer has 1 hour and (29|30) minutes left\.$/);
    expect(await say("what is planned")).toMatch(/turn off the kitchen light.*every weekday at 7 in the morning I will turn on the hall light/i);
    expect(readdirSync(state).filter((name) => name.includes("damaged"))).toEqual([]);
    await say("cancel all plans");
    await kill();
    await start();
    expect(await say("what is planned")).toBe("Nothing is planned.");
    expect(starts).toBe(5);
  }, 120_000);

  it("carries out a plan from before it was killed, through the policy and over MQTT, once", async () => {
    await start();
    expect(await say("turn off the kitchen light and the hall light in eight seconds")).toMatch(/^In 8 seconds I will turn off /);
    await kill();
    sent.splice(0);
    await start();
    await running.says(/decided +turn off .*allowed/);
    await eventually(() => sent.length >= 2, "what was planned");
    await kill();
    await start();
    expect(await say("what is planned")).toBe("Nothing is planned.");
    expect([...sent].sort()).toEqual(['hall_light OFF', 'kitchen_light {"state":"OFF"}']);
  }, 90_000);

  it("never acts late, and says what it did not do; a timer rings late rather than never", async () => {
    const ago = (seconds: number) => Date.now() - seconds * 1000;
    write("plans.json", [{ when: { type: "in", delayS: 600 }, dueMs: ago(600), commands: [{ type: "onOff.set", on: true, scope: "named", deviceIds: ["gone"] }] }]);
    write("timers.json", [{ name: "pizza", startS: 600, durationS: 600, dueMs: ago(300) }]);
    await start();
    await running.says(/reply +I was not there at .*, so I did not .*\./);
    await running.says(/reply +Your pizza timer was done 5 minutes ago, while I was off\./);
    expect(sent).toEqual([]);
  }, 60_000);

  it("tells what somebody wanted to be told, by a live message and after it was killed", async () => {
    await start();
    await say("turn off the kitchen light");
    expect(await say("let me know whenever the kitchen light is on")).toBe("I will tell you whenever the kitchen light is on.");
    await kill();
    await start();
    running.type("turn on the kitchen light");
    await eventually(() => running.output().match(/reply +The kitchen light is on\./g)?.length === 2, `the reply and the alert (${running.output()})`);
    expect(await say("what are you watching for")).toBe("I tell you whenever the kitchen light is on.");
  }, 60_000);

  it("refuses what was kept and may not be done any more, and asks nobody", async () => {
    await start();
    await say("lock the front door in three hours");
    await kill();
    const whole = readFileSync(join(state, "plans.json"), "utf8");
    writeFileSync(join(state, "plans.json"), whole.replace('"locked":true', '"locked":false').replace(/"dueMs":\d+/, `"dueMs":${Date.now() + 5000}`));
    await start();
    await running.says(/decided +unlock Front door: needs a yes/);
    await running.says(/reply +It was planned to unlock the front door now\. I only do that when you say it at that very time/);
    expect(sent).toEqual([]);
  }, 60_000);

  it("sets a damaged file aside, tells it, and keeps the others", async () => {
    write("timers.json", [{ name: "pizza", startS: 7200, durationS: 7200, dueMs: Date.now() + 7_200_000 }]);
    writeFileSync(join(state, "plans.json"), '{"version":1,"entr');
    await start();
    await running.says(/plans\.json: cannot be read .* It is now .*damaged/);
    expect(await say("how long is left on the pizza timer")).toMatch(/^The pizza timer has (2 hours|1 hour and 59 minutes|1 hour and 60 minutes) left\.$/);
    const [aside = ""] = readdirSync(state).filter((name) => name.includes("damaged"));
    expect(readFileSync(join(state, aside), "utf8")).toBe('{"version":1,"entr');
  }, 60_000);
});
