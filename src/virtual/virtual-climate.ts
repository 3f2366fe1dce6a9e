import { announcementOf, readNumber, virtualBase, type VirtualDevice, type VirtualPlace, type VirtualWorld } from "./virtual-device.ts";

/** A thermostat answers slower than a lamp; a room warms slower than that. Milliseconds. */
const thermostatMs = { min: 150, max: 400 } as const;
const roomMs = { min: 20_000, max: 40_000 } as const;

/** A heating thermostat whose room drifts towards the set temperature, a tenth of a degree at a time. */
export function createThermostat(place: VirtualPlace): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  let setpointC = 20;
  let currentC = 19.4;
  let mode = "heat";
  return {
    discovery: {
      component: "climate", objectId: place.id,
      config: {
        ...announcementOf(place), temp_cmd_t: "~/setpoint/set", temp_stat_t: "~/setpoint", curr_temp_t: "~/current",
        mode_cmd_t: "~/mode/set", mode_stat_t: "~/mode", modes: ["off", "heat"], min_temp: 5, max_temp: 30, temp_step: 0.5, temp_unit: "C",
      },
    },
    commandTopics: [`${topic}/setpoint/set`, `${topic}/mode/set`],
    async live(world) {
      world.tell(`${topic}/setpoint`, String(setpointC));
      world.tell(`${topic}/mode`, mode);
      for (;;) {
        world.tell(`${topic}/current`, currentC.toFixed(1));
        await world.pause(roomMs.min, roomMs.max);
        const goalC = mode === "off" ? 16 : setpointC;
        currentC = Math.abs(goalC - currentC) < 0.1 ? goalC : currentC + Math.sign(goalC - currentC) * 0.1;
      }
    },
    async receive(message, world) {
      await world.pause(thermostatMs.min, thermostatMs.max);
      if (message.topic.endsWith("/mode/set") && (message.payload === "off" || message.payload === "heat")) mode = message.payload;
      if (message.topic.endsWith("/setpoint/set")) setpointC = readNumber(message.payload, 5, 30) ?? setpointC;
      world.tell(`${topic}/setpoint`, String(setpointC));
      world.tell(`${topic}/mode`, mode);
    },
  };
}

/** Temperature and humidity in one device, announced as a device with two components; both wander a little. */
export function createRoomSensor(place: VirtualPlace): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  let temperatureC = 20.5;
  let humidityPct = 48;
  const { "~": base, avty_t, dev, o } = announcementOf(place);
  return {
    discovery: {
      component: "device", objectId: place.id,
      config: {
        "~": base, avty_t, dev, o, stat_t: "~",
        cmps: {
          temperature: { p: "sensor", uniq_id: `${virtualBase}-${place.id}-t`, name: "Temperature", dev_cla: "temperature", unit_of_meas: "°C", val_tpl: "{{ value_json.temperature | round(1) }}" },
          humidity: { p: "sensor", uniq_id: `${virtualBase}-${place.id}-h`, name: "Humidity", dev_cla: "humidity", unit_of_meas: "%", val_tpl: "{{ value_json.humidity | int }}" },
        },
      },
    },
    commandTopics: [],
    async live(world) {
      for (;;) {
        world.tell(topic, JSON.stringify({ temperature: temperatureC, humidity: humidityPct }));
        await world.pause(roomMs.min, roomMs.max);
        temperatureC = wander(temperatureC, 0.2, { min: 17, max: 25 }, world);
        humidityPct = wander(humidityPct, 1, { min: 35, max: 70 }, world);
      }
    },
    async receive() { /* A sensor takes no commands. */ },
  };
}

/** A window contact that stays closed. */
export function createWindowContact(place: VirtualPlace): VirtualDevice {
  return {
    discovery: { component: "binary_sensor", objectId: place.id, config: { ...announcementOf(place), dev_cla: "window", stat_t: "~/state" } },
    commandTopics: [],
    async live(world) { world.tell(`${virtualBase}/${place.id}/state`, "OFF"); },
    async receive() { /* A sensor takes no commands. */ },
  };
}

function wander(value: number, by: number, limits: { readonly min: number; readonly max: number }, world: VirtualWorld): number {
  const next = value + (world.random() - 0.5) * 2 * by;
  return Math.round(Math.min(limits.max, Math.max(limits.min, next)) * 10) / 10;
}
