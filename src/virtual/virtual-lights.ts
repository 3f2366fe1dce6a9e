import { announcementOf, readNumber, readObject, virtualBase, type VirtualDevice, type VirtualPlace } from "./virtual-device.ts";

/** Radio and firmware of a lamp, in milliseconds from the command to the state. */
const lampMs = { min: 80, max: 250 } as const;

type ColorMode = "brightness" | "color_temp" | "rgb" | "hs";

/** A lamp in the JSON schema, with brightness and whatever `modes` say. */
export function createLamp(place: VirtualPlace, modes: readonly ColorMode[]): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  let state: Readonly<Record<string, unknown>> = { state: "OFF", brightness: 254, color_mode: modes[0] };
  const takeOver = (wanted: Readonly<Record<string, unknown>>) => {
    const brightness = readNumber(wanted["brightness"], 0, 255);
    const temperature = modes.includes("color_temp") ? readNumber(wanted["color_temp"], 2000, 6500) : undefined;
    const color = modes.includes("rgb") || modes.includes("hs") ? wanted["color"] : undefined;
    state = {
      ...state,
      ...(wanted["state"] === "ON" || wanted["state"] === "OFF" ? { state: wanted["state"] } : {}),
      ...(brightness === undefined ? {} : { brightness }),
      ...(temperature === undefined ? {} : { color_temp: temperature, color_mode: "color_temp" }),
      ...(color === undefined ? {} : { color, color_mode: modes.includes("rgb") ? "rgb" : "hs" }),
    };
  };
  return {
    discovery: {
      component: "light", objectId: place.id,
      config: { ...announcementOf(place), schema: "json", cmd_t: "~/set", stat_t: "~", sup_clrm: modes, brightness: true, clr_temp_k: true, min_k: 2000, max_k: 6500 },
    },
    commandTopics: [`${topic}/set`],
    async live(world) { world.tell(topic, JSON.stringify(state)); },
    async receive({ payload }, world) {
      await world.pause(lampMs.min, lampMs.max);
      takeOver(readObject(payload));
      world.tell(topic, JSON.stringify(state));
    },
  };
}

/** A dimmer in the default schema: a topic for on and off, one for the brightness in percent. */
export function createDimmer(place: VirtualPlace): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  let power = "OFF";
  let level = 100;
  return {
    discovery: {
      component: "light", objectId: place.id,
      config: { ...announcementOf(place), cmd_t: "~/set", stat_t: "~/state", bri_cmd_t: "~/level/set", bri_stat_t: "~/level", bri_scl: 100 },
    },
    commandTopics: [`${topic}/set`, `${topic}/level/set`],
    async live(world) {
      world.tell(`${topic}/state`, power);
      world.tell(`${topic}/level`, String(level));
    },
    async receive(message, world) {
      await world.pause(lampMs.min, lampMs.max);
      if (message.topic.endsWith("/level/set")) level = Math.round(readNumber(message.payload, 1, 100) ?? level);
      else if (message.payload === "ON" || message.payload === "OFF") power = message.payload;
      world.tell(`${topic}/state`, power);
      world.tell(`${topic}/level`, String(level));
    },
  };
}

/** Something that is on or off: a plain light or a socket. */
export function createOnOff(place: VirtualPlace, component: "light" | "switch"): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  let power = "OFF";
  return {
    discovery: { component, objectId: place.id, config: { ...announcementOf(place), cmd_t: "~/set", stat_t: "~/state" } },
    commandTopics: [`${topic}/set`],
    async live(world) { world.tell(`${topic}/state`, power); },
    async receive({ payload }, world) {
      await world.pause(lampMs.min, lampMs.max);
      if (payload === "ON" || payload === "OFF") power = payload;
      world.tell(`${topic}/state`, power);
    },
  };
}

/** A scene switches others; as an entity it only takes its call. */
export function createScene(place: VirtualPlace, run: (publish: (id: string, payload: string) => void) => void, send: (topic: string, payload: string) => void): VirtualDevice {
  return {
    discovery: { component: "scene", objectId: place.id, config: { ...announcementOf(place), cmd_t: "~/set", pl_on: "ON" } },
    commandTopics: [`${virtualBase}/${place.id}/set`],
    async live() { /* A scene has no state. */ },
    async receive({ payload }) {
      if (payload === "ON") run((id, command) => send(`${virtualBase}/${id}/set`, command));
    },
  };
}
