// A simulated Homie device on a real broker: found, commanded, confirmed.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LiveHome, startLiveHome } from "../fakes/live-home.ts";
import { aMoment } from "../fakes/started-bus.ts";
import { homieDevices } from "../fixtures/homie/devices.ts";

let home: LiveHome;
beforeEach(async () => { home = await startLiveHome(); });
afterEach(async () => { await home[Symbol.asyncDispose](); });

/** Announces the device, keeps its values, and takes what is set: at once, or with `$target` first and the value never. */
function plugIn(name: keyof typeof homieDevices, values: Readonly<Record<string, string>>, takes: "at once" | "slowly" = "at once"): readonly string[] {
  const { topic, description } = homieDevices[name];
  const set: string[] = [];
  home.say(`${topic}/$state`, "init", true);
  home.say(`${topic}/$description`, description, true);
  for (const [path, value] of Object.entries(values)) home.say(`${topic}/${path}`, value, true);
  home.listen(`${topic}/+/+/set`, (payload, from) => {
    const property = from.slice(0, -"/set".length);
    set.push(`${property.slice(topic.length + 1)} ${payload}`);
    home.say(takes === "slowly" ? `${property}/$target` : property, payload, true);
  });
  home.say(`${topic}/$state`, "ready", true);
  return set;
}

test("a lamp is found with the values that the broker keeps, and is switched and confirmed", async () => {
  const set = plugIn("kitchenLight", { "light/power": "false", "light/brightness": "30" });
  const id = "homie.homie.kitchen-light.light";
  await home.shows(id, { on: false, brightnessPct: 30, available: true });
  expect(home.home().devices.get(id as never)).toMatchObject({ name: "Kitchen light", facts: { source: "homie" } });
  expect((await home.act({ type: "onOff.set", on: true }, id)).outcomes).toMatchObject([{ result: "confirmed", state: { on: true } }]);
  expect((await home.act({ type: "brightness.set", brightnessPct: 70 }, id)).outcomes).toMatchObject([{ result: "confirmed", state: { on: true, brightnessPct: 70 } }]);
  expect(set).toEqual(["light/power true", "light/power true", "light/brightness 70"]);
  expect(home.problems).toEqual([]);
});

test("a lamp that dims slowly is confirmed by its target", async () => {
  plugIn("kitchenLight", { "light/power": "true", "light/brightness": "100" }, "slowly");
  const id = "homie.homie.kitchen-light.light";
  await home.shows(id, { brightnessPct: 100 });
  expect((await home.act({ type: "brightness.set", brightnessPct: 10 }, id)).outcomes).toMatchObject([{ result: "confirmed", state: { brightnessPct: 10 } }]);
});

test("a lock is not: only the bolt itself counts", async () => {
  plugIn("frontDoor", { "lock/locked": "false" }, "slowly");
  const id = "homie.homie.front-door.lock";
  await home.shows(id, { lock: "unlocked" });
  expect((await home.act({ type: "lock.set", locked: true }, id)).outcomes).toMatchObject([{ result: "unconfirmed", state: { lock: "unlocked" } }]);
});

test("a child whose root is lost gets no command", async () => {
  const set = plugIn("light1", { "relay/state": "false" });
  plugIn("bridge", {});
  const id = "homie.homie.light1.relay";
  await home.shows(id, { on: false, available: true });
  home.say("homie/5/bridge/$state", "lost", true);
  await home.shows(id, { available: false });
  expect((await home.act({ type: "onOff.set", on: true }, id)).outcomes).toMatchObject([{ result: "failed", error: { code: "DEVICE_UNAVAILABLE" } }]);
  await aMoment(50);
  expect(set).toEqual([]);
  home.say("homie/5/light1/$state", "", true);
  await home.left(id);
});
