// A simulated Shelly on a real broker: met, asked, commanded, confirmed.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LiveHome, startLiveHome } from "../fakes/live-home.ts";
import { aMoment } from "../fakes/started-bus.ts";
import { shellyDevices, type ShellyFixture, wakingHt } from "../fixtures/shelly/devices.ts";

let home: LiveHome;
beforeEach(async () => { home = await startLiveHome(); });
afterEach(async () => { await home[Symbol.asyncDispose](); });

type Call = { readonly id: number; readonly src: string; readonly method: string; readonly params?: Readonly<Record<string, unknown>> };

/** Answers RPC under `<src>/rpc` and tells what has changed, as the firmware does with `rpc_ntf` alone. */
function plugIn(name: keyof typeof shellyDevices, after: (call: Call) => Readonly<Record<string, object>> = () => ({})): readonly string[] {
  const { prefix, info, config, status, components = [] }: ShellyFixture = shellyDevices[name];
  const methods: string[] = [];
  const results: Readonly<Record<string, unknown>> = {
    "Shelly.GetDeviceInfo": info, "Shelly.GetConfig": config, "Shelly.GetStatus": status, "Shelly.GetComponents": { components, offset: 0, total: components.length },
  };
  home.listen(`${prefix}/rpc`, (payload) => {
    const call = JSON.parse(payload) as Call;
    const known = results[call.method] ?? components.map((component) => component as { key: string; status: object }).find(({ key }) => call.method.endsWith(".GetStatus") && key.endsWith(`:${String(call.params?.["id"])}`))?.status;
    const result = known ?? (call.method.includes("Get") ? undefined : { was_on: false });
    home.say(`${call.src}/rpc`, { id: call.id, src: info.id, dst: call.src, ...(result === undefined ? { error: { code: 404, message: `No handler for ${call.method}` } } : { result }) });
    if (call.method.includes("Get")) return;
    methods.push(`${call.method} ${JSON.stringify(call.params)}`);
    home.say(`${prefix}/events/rpc`, { src: info.id, dst: `${prefix}/events`, method: "NotifyStatus", params: { ts: 1734476334.51, ...after(call) } });
  });
  home.say(`${prefix}/online`, "true", true);
  return methods;
}

test("a relay is met, its state is known at once, and it is switched and confirmed", async () => {
  const methods = plugIn("plus1", (call) => ({ "switch:0": { id: 0, output: call.params?.["on"], source: "MQTT" } }));
  const id = "shelly.A8032ABE54DC.switch:0";
  await home.shows(id, { on: false, available: true });
  expect(home.home().devices.get(id as never)).toMatchObject({ name: "Boiler", facts: { source: "shelly" } });
  expect((await home.act({ type: "onOff.set", on: true }, id)).outcomes).toMatchObject([{ result: "confirmed", state: { on: true } }]);
  expect(methods).toEqual(['Switch.Set {"id":0,"on":true}']);
  expect(home.problems).toEqual([]);
});

test("two levels of prefix, a dimmer and a cover, each known by its news", async () => {
  plugIn("twoPmCover", () => ({ "cover:0": { id: 0, state: "opening", current_pos: 55 } }));
  plugIn("dimmer", (call) => ({ "light:0": { id: 0, output: true, brightness: call.params?.["brightness"] } }));
  await home.shows("shelly.AABBCC000003.cover:0", { positionPct: 51 });
  await home.shows("shelly.AABBCC00000A.light:0", { on: false, brightnessPct: 60 });
  expect((await home.act({ type: "position.set", positionPct: 80 }, "shelly.AABBCC000003.cover:0")).outcomes).toMatchObject([{ result: "moving", state: { opening: "opening", positionPct: 55 } }]);
  expect((await home.act({ type: "brightness.set", brightnessPct: 25 }, "shelly.AABBCC00000A.light:0")).outcomes).toMatchObject([{ result: "confirmed", state: { on: true, brightnessPct: 25 } }]);
});

test("a radiator valve behind a gateway is asked by itself, and set", async () => {
  const methods = plugIn("bluGateway", () => ({ "blutrv:200": { id: 200, target_C: 21.5 } }));
  await home.shows("shelly.AABBCC00000F.blutrv:200", { setpointC: 19, currentC: 21 });
  expect((await home.act({ type: "setpoint.set", temperatureC: 21.5 }, "shelly.AABBCC00000F.blutrv:200")).outcomes).toMatchObject([{ result: "confirmed", state: { setpointC: 21.5 } }]);
  expect(methods).toEqual(['BluTRV.Call {"id":200,"method":"Trv.SetTarget","params":{"id":0,"target_C":21.5}}']);
});

test("a sensor that wakes is known by what it says then, and tells its values the next time", async () => {
  home.say(`${wakingHt.prefix}/events/rpc`, wakingHt.said);
  await home.arrived("shelly.543204539B34.temperature:0.tC");
  home.say(`${wakingHt.prefix}/events/rpc`, wakingHt.said);
  await home.shows("shelly.543204539B34.temperature:0.tC", { reading: 23.5 });
});

test("who says \"online\" and answers nothing becomes no device, and is asked three times at most", async () => {
  const asked: string[] = [];
  home.listen("printer/rpc", (payload) => asked.push(payload));
  for (let count = 0; count < 6; count++) home.say("printer/online", "true");
  await aMoment(150);
  expect(asked).toHaveLength(3);
  expect(home.home().devices.size).toBe(0);
});

test("a relay that is offline gets no command", async () => {
  const methods = plugIn("plus1");
  const id = "shelly.A8032ABE54DC.switch:0";
  await home.shows(id, { on: false });
  home.say("shellyplus1-a8032abe54dc/online", "false", true);
  await home.shows(id, { available: false });
  expect((await home.act({ type: "onOff.set", on: true }, id)).outcomes).toMatchObject([{ result: "failed", error: { code: "DEVICE_UNAVAILABLE" } }]);
  await aMoment(50);
  expect(methods).toEqual([]);
});
