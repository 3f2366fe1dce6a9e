// A simulated Tasmota device on a real broker: found, asked, commanded, confirmed.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LiveHome, startLiveHome } from "../fakes/live-home.ts";
import { aMoment } from "../fakes/started-bus.ts";
import { tasmotaDevices, type TasmotaFixture } from "../fixtures/tasmota/devices.ts";

let home: LiveHome;
beforeEach(async () => { home = await startLiveHome(); });
afterEach(async () => { await home[Symbol.asyncDispose](); });

/** Behaves as the firmware does: answers questions and commands under RESULT. */
function plugIn(name: keyof typeof tasmotaDevices, state: Record<string, unknown>, sensors: object = {}): readonly string[] {
  const { config, sensors: announced }: TasmotaFixture = tasmotaDevices[name];
  const topic = String(config["t"]);
  const commands: string[] = [];
  const result = (body: object) => home.say(`stat/${topic}/RESULT`, body);
  home.listen(`cmnd/${topic}/+`, (payload, from) => {
    const command = from.split("/").at(-1) ?? "";
    if (command === "STATE" && payload === "") return result({ Time: "2024-01-01T00:00:00", ...state });
    if (command === "STATUS" && payload === "10") return home.say(`stat/${topic}/STATUS10`, { StatusSNS: sensors });
    commands.push(`${command} ${payload}`.trim());
    if (command === "POWER1") state["POWER"] = payload;
    if (command === "Dimmer") Object.assign(state, { POWER: "ON", Dimmer: Number(payload) });
    if (command === "Color2") Object.assign(state, { POWER: "ON", HSBColor: "240,100,50" });
    if (command === "ShutterOpen1") return result({ Shutter1: { Position: 0, Direction: 1, Target: 100 } });
    result(state);
  });
  home.say(`tele/${topic}/LWT`, config["onln"], true);
  home.say(`tasmota/discovery/${config.mac}/config`, config, true);
  if (announced !== undefined) home.say(`tasmota/discovery/${config.mac}/sensors`, announced, true);
  return commands;
}

test("a plug is found, its state and its meter are known at once, and it is switched and confirmed", async () => {
  const commands = plugIn("nousA1T", { POWER: "OFF" }, { ENERGY: { Power: 12, Total: 3.5 } });
  await home.shows("tasmota.48551917E7AE.relay1", { on: false, available: true });
  await home.shows("tasmota.48551917E7AE.sensor.ENERGY.Power", { reading: 12 });
  expect(home.home().devices.get("tasmota.48551917E7AE.relay1" as never)).toMatchObject({ name: "Washing machine", facts: { source: "tasmota", topic: "tasmota/discovery/48551917E7AE/config" } });
  const { outcomes, messages } = await home.act({ type: "onOff.set", on: true }, "tasmota.48551917E7AE.relay1");
  expect(outcomes).toMatchObject([{ result: "confirmed", state: { on: true } }]);
  expect(messages).toEqual([{ topic: "cmnd/tasmota_17E7AE/POWER1", payload: "ON" }]);
  expect(commands).toEqual(["POWER1 ON"]);
  expect(home.problems).toEqual([]);
});

test("a bulb is dimmed and coloured, and each is confirmed", async () => {
  plugIn("atomLite", { POWER: "OFF", Dimmer: 10, HSBColor: "0,100,10" });
  await home.shows("tasmota.142B2F9FAF38.relay1", { on: false, brightnessPct: 10 });
  expect((await home.act({ type: "brightness.set", brightnessPct: 60 }, "tasmota.142B2F9FAF38.relay1")).outcomes).toMatchObject([{ result: "confirmed", state: { on: true, brightnessPct: 60 } }]);
  expect((await home.act({ type: "color.set", name: "blue", color: { red: 0, green: 0, blue: 255 } }, "tasmota.142B2F9FAF38.relay1")).outcomes).toMatchObject([{ result: "confirmed" }]);
});

test("a shutter is told to be moving when it moves", async () => {
  plugIn("shelly25", {}, { Shutter1: { Position: 0, Direction: 0, Target: 0 } });
  await home.shows("tasmota.98CDAC0A0B0C.shutter1", { opening: "closed", positionPct: 0 });
  expect((await home.act({ type: "opening.set", open: true }, "tasmota.98CDAC0A0B0C.shutter1")).outcomes).toMatchObject([{ result: "moving", state: { opening: "opening" } }]);
});

test("a device that is offline gets no command, one that is renamed keeps its state, one that goes is gone", async () => {
  const commands = plugIn("sonoffBasic", { POWER: "ON" });
  const id = "tasmota.DC4F22A1B2C3.relay1";
  await home.shows(id, { on: true });
  const { config } = tasmotaDevices.sonoffBasic;
  home.say(`tasmota/discovery/${config.mac}/config`, { ...config, dn: "Porch lamp" }, true);
  await home.shows(id, { on: true });
  await expect.poll(() => home.home().devices.get(id as never)?.name).toBe("Porch lamp");
  expect(home.state(id)).toMatchObject({ on: true });
  home.say("tele/hall_lamp/LWT", "Offline", true);
  await home.shows(id, { available: false });
  expect((await home.act({ type: "onOff.set", on: false }, id)).outcomes).toMatchObject([{ result: "failed", error: { code: "DEVICE_UNAVAILABLE" } }]);
  await aMoment(50);
  expect(commands).toEqual([]);
  home.say(`tasmota/discovery/${config.mac}/config`, "", true);
  await home.left(id);
});

test("its copy in Home Assistant's discovery is left out", async () => {
  home.say("homeassistant/switch/A1B2C3_RL_1/config", { name: "Hall lamp", unique_id: "A1B2C3_RL_1", command_topic: "cmnd/hall_lamp/POWER", state_topic: "tele/hall_lamp/STATE", device: { identifiers: ["A1B2C3"] } }, true);
  await home.arrived("switch.A1B2C3_RL_1");
  plugIn("sonoffBasic", { POWER: "ON" });
  await home.arrived("tasmota.DC4F22A1B2C3.relay1");
  expect([...home.home().devices.keys()]).toEqual(["tasmota.DC4F22A1B2C3.relay1"]);
});

test("a fan is confirmed by the speed that it can have", async () => {
  const topic = "bedroom_fan";
  home.listen(`cmnd/${topic}/FanSpeed`, (payload) => home.say(`stat/${topic}/RESULT`, { FanSpeed: Number(payload) }));
  home.say("tasmota/discovery/C44F33010203/config", tasmotaDevices.iFan03.config, true);
  await home.arrived("tasmota.C44F33010203.fan");
  expect((await home.act({ type: "fanSpeed.set", speedPct: 50 }, "tasmota.C44F33010203.fan")).outcomes).toMatchObject([{ result: "confirmed", state: { on: true, fanSpeedPct: 67 } }]);
});
