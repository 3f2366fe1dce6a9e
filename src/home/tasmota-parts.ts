// (pure) Relays, lamps, shutters, fans, switches and buttons of a Tasmota device.
// SOURCE: emontnemery/hatasmota discovery.py, relay.py, shutter.py, fan.py, switch.py, button.py.
import type { Codec, ReadPoint } from "./endpoint.ts";
import { binaryEndpoints, numberedName, type Part, reading } from "./native-draft.ts";
import type { TasmotaConfig } from "./tasmota-config.ts";
import { tasmotaLight } from "./tasmota-light.ts";
import { commandMessage, commandValue, powerEndpoint, sensorReads, stateReads } from "./tasmota-topics.ts";

/** What stands in `rl`. */
const relayTypes = { relay: 1, light: 2, shutter: 3 } as const;
/** Most shutters of one device (hatasmota discovery.py). */
const maxShutters = 16;

/** All that can be told what to do, and what people press. Problems are faults of the announcement. */
export function tasmotaParts(config: TasmotaConfig): { readonly parts: readonly Part[]; readonly problems: readonly string[] } {
  const { starts, problems } = shutterStarts(config.relays);
  const relays = config.relays.flatMap((type, index) => type === relayTypes.relay || type === relayTypes.light ? [{ type, index }] : []);
  const alone = relays.length + starts.length + (config.isFan ? 1 : 0) === 1;
  const parts = [
    ...relays.map(({ type, index }) => relayPart(config, type, index, channelName(config, index, alone))),
    ...starts.map((start, index) => shutterPart(config, index, channelName(config, start, alone, index))),
    ...(config.isFan ? [fanPart(config)] : []),
    ...config.switchModes.flatMap((mode, index) => mode === -1 || mode === undefined ? [] : [switchPart(config, index)]),
    ...config.buttons.flatMap((flag, index) => flag === 1 ? [buttonPart(config, index)] : []),
  ];
  return { parts, problems };
}

/** The only channel is called as the device; others by their own name, or by the device's name and a number. */
function channelName(config: TasmotaConfig, relay: number, alone: boolean, number = relay): string | undefined {
  const own = config.friendlyNames[relay];
  if (own !== undefined) return own === config.name ? undefined : own;
  return alone ? undefined : numberedName(config.name, number + 1);
}

function relayPart(config: TasmotaConfig, type: number, index: number, name: string | undefined): Part {
  const key = `relay${index + 1}`;
  if (type === relayTypes.light && !config.isFan) return { key, name, kind: "light", ...tasmotaLight(config, index) };
  // The lamp of a Sonoff iFan is switched by its first relay and cannot be dimmed.
  const isLight = type === relayTypes.light || config.relaysAreLights;
  return { key, name, kind: isLight ? "light" : "switch", capabilities: [{ kind: "onOff" }], endpoints: [powerEndpoint(config, index)] };
}

/** Each shutter has two relays side by side. */
function shutterStarts(relays: readonly number[]): { readonly starts: readonly number[]; readonly problems: readonly string[] } {
  const starts: number[] = [];
  for (let index = 0; index < relays.length; index++) {
    if (relays[index] !== relayTypes.shutter) continue;
    if (relays[index + 1] !== relayTypes.shutter) return { starts: [], problems: [`"rl" has a shutter at relay ${index + 1} without a second relay`] };
    starts.push(index++);
  }
  return { starts: starts.slice(0, maxShutters), problems: [] };
}

/** Bit 0 of `sho`: it counts from open to closed, and tells its directions the other way round. */
function shutterPart(config: TasmotaConfig, index: number, name: string | undefined): Part {
  const number = index + 1;
  const key = `Shutter${number}`;
  const inverted = ((config.shutterOptions[index] ?? 0) & 1) === 1;
  const [closed, open, closing, opening] = inverted ? [100, 0, 1, -1] : [0, 100, -1, 1];
  const [least = 0, most = 0, duration = 0] = config.shutterTilts[index] ?? [];
  const tilts = duration !== 0 && least !== most;
  const reads = (value: string, codec: Codec) => sensorReads(config, [key, value], codec, "SHUTTER");
  const position: Codec = { as: "percent", least: closed, most: open, whole: true };
  const tilt: Codec = { as: "percent", least, most, whole: true };
  const atRest = reads("Position", { as: "words", words: { closed, open } }).map((point): ReadPoint => ({ ...point, when: { at: [...point.at.slice(0, -1), "Direction"], is: [0] } }));
  return {
    key: key.toLowerCase(), name, kind: "cover",
    capabilities: [{ kind: "opening", canStop: true }, { kind: "position" }, ...(tilts ? [{ kind: "tilt" } as const] : [])],
    endpoints: [
      {
        property: "opening", read: [...reads("Direction", { as: "words", words: { opening, closing, stopped: 0 } }), ...atRest],
        write: { how: "cases", cases: {
          open: [commandMessage(config, `ShutterOpen${number}`, "")], closed: [commandMessage(config, `ShutterClose${number}`, "")], stopped: [commandMessage(config, `ShutterStop${number}`, "")],
        } },
      },
      { property: "positionPct", read: reads("Position", position), write: commandValue(config, `ShutterPosition${number}`, position) },
      ...(tilts ? [{ property: "tiltPct", read: reads("Tilt", tilt), write: commandValue(config, `ShutterTilt${number}`, tilt) } as const] : []),
    ],
  };
}

/** Sonoff iFan: four speeds, 0 is off (tasmota/docs Commands.md, FanSpeed). "On" is the one in the middle, as in hatasmota. */
function fanPart(config: TasmotaConfig): Part {
  const speed: Codec = { as: "percent", least: 0, most: 3, whole: true };
  return {
    key: "fan", name: `${config.name} fan`, kind: "fan", capabilities: [{ kind: "onOff" }, { kind: "fanSpeed" }],
    endpoints: [
      {
        property: "on", read: stateReads(config, ["FanSpeed"], { as: "words", words: { false: 0, true: 2 }, also: { 1: "true", 3: "true" } }),
        write: { how: "cases", cases: { true: [commandMessage(config, "FanSpeed", "2")], false: [commandMessage(config, "FanSpeed", "0")] } },
      },
      { property: "fanSpeedPct", read: stateReads(config, ["FanSpeed"], speed), write: commandValue(config, "FanSpeed", speed) },
    ],
  };
}

/** Wall switches, where SetOption114 lets them speak for themselves: when they change, and in every SENSOR. */
function switchPart(config: TasmotaConfig, index: number): Part {
  const key = `Switch${index + 1}`;
  const name = config.switchNames[index] ?? `${config.name} switch ${index + 1}`;
  const answer = config.answerBase + (config.answersByCommand ? key.toUpperCase() : "RESULT");
  return {
    key: key.toLowerCase(), name, kind: "binarySensor", capabilities: reading("", undefined),
    endpoints: binaryEndpoints(config.onText, config.offText, (codec) => [{ topic: answer, at: [key, "Action"], codec }, ...sensorReads(config, [key], codec)]),
  };
}

/** How often or how long it was pressed (tasmota/docs Buttons-and-Switches.md, SetOption73). */
const presses = ["SINGLE", "DOUBLE", "TRIPLE", "QUAD", "PENTA", "HOLD"] as const;

function buttonPart(config: TasmotaConfig, index: number): Part {
  const key = `Button${index + 1}`;
  const events = presses.map((press) => press.toLowerCase());
  const topic = config.answerBase + (config.answersByCommand ? key.toUpperCase() : "RESULT");
  const codec: Codec = { as: "words", words: Object.fromEntries(presses.map((press) => [press.toLowerCase(), press])) };
  return {
    key: key.toLowerCase(), name: `${config.name} button ${index + 1}`, kind: "event", capabilities: [{ kind: "event", events }],
    endpoints: [{ property: "event", read: [{ topic, at: [key, "Action"], codec }] }],
  };
}
