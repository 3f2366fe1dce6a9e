// Every language of intents/, and a house with one of everything whose names say nothing of what its things are.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Capability, Device, Floor, FloorId, Home } from "../../src/home/home.ts";
import type { Intents } from "../../src/understand/intent.ts";
import { readIntents } from "../../src/understand/load-intents.ts";
import { areaId, homeOf, testDevice } from "../fixtures/home.ts";

const folder = fileURLToPath(new URL("../../intents", import.meta.url));

export const languages: readonly string[] = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

export function intentsOf(language: string): Promise<Intents> {
  return readIntents(join(folder, language));
}

const reading = (quantity: string, unit?: string): readonly Capability[] => [{ kind: "reading", quantity, unit }];
const binaryClasses = ["", "battery", "battery_charging", "carbon_monoxide", "cold", "connectivity", "door", "garage_door", "gas", "heat", "light", "lock", "moisture", "motion", "occupancy", "opening", "plug", "power", "presence", "problem", "running", "safety", "smoke", "sound", "tamper", "update", "vibration", "window"];
const quantities = [
  ["temperature", "°C"], ["humidity", "%"], ["battery", "%"], ["illuminance", "lx"], ["power", "W"], ["energy", "kWh"], ["carbon_dioxide", "ppm"], ["carbon_monoxide", "ppm"], ["atmospheric_pressure", "hPa"], ["pressure", "bar"],
  ["aqi", undefined], ["voltage", "V"], ["current", "A"], ["pm25", "µg/m³"], ["gas", "m³"], ["water", "L"], ["distance", "m"], ["speed", "km/h"], ["wind_speed", "km/h"], ["weight", "kg"], ["precipitation", "mm"], ["date", undefined],
] as const;

/** Names of stars: no language has them as words. */
const stars = ["Sirius", "Vega", "Rigel", "Deneb", "Altair", "Mira", "Capella", "Aldebaran", "Pollux", "Castor", "Antares", "Regulus", "Bellatrix", "Electra", "Maia", "Spica", "Procyon", "Achernar", "Betelgeuse", "Hadar", "Fomalhaut", "Alnitak", "Mizar", "Thuban", "Sadr", "Merak"];

/** One of each kind in each room, every class of cover and sensor among them; the garage door, the alarm, a person and the weather once. */
export function starHome(): Home {
  let count = 0;
  const name = () => { count++; return `${stars[count % stars.length]}${count < stars.length ? "" : ` ${stars[Math.floor(count / stars.length)]}`}`; };
  const inRoom = (area: string): readonly Device[] => [
    testDevice(name(), "light", { area }), testDevice(name(), "switch", { area }), testDevice(name(), "fan", { area }), testDevice(name(), "climate", { area, capabilities: climate }), testDevice(name(), "mediaPlayer", { area }),
    testDevice(name(), "lock", { area, capabilities: [{ kind: "lock", canOpen: true }] }), testDevice(name(), "vacuum", { area }), testDevice(name(), "lawnMower", { area }), testDevice(name(), "humidifier", { area }), testDevice(name(), "valve", { area, capabilities: openings }),
    ...["blind", "shade", "shutter", "curtain", "awning", "window", "gate", "door"].map((deviceClass) => testDevice(name(), "cover", { area, deviceClass, capabilities: [...openings, { kind: "tilt" }] })),
    testDevice(name(), "siren", { area }), testDevice(name(), "button", { area }), testDevice(name(), "select", { area, capabilities: [{ kind: "option", options: ["wool", "heat", "eco"] }] }),
    testDevice(name(), "number", { area, capabilities: [{ kind: "number", min: 0, max: 100, step: 1, unit: undefined }] }),
    ...binaryClasses.map((deviceClass) => testDevice(name(), "binarySensor", { area, deviceClass, capabilities: reading(deviceClass) })),
    ...quantities.map(([quantity, unit]) => testDevice(name(), "sensor", { area, deviceClass: quantity, capabilities: reading(quantity, unit) })),
  ];
  const devices = [...inRoom("Orion"), ...inRoom("Lyra"), testDevice("Algol", "scene"), testDevice("Menkar", "cover", { area: "Orion", deviceClass: "garage", capabilities: [...openings, { kind: "tilt" }] }), testDevice("Nunki", "alarm"), testDevice("Adhara", "person"), testDevice("Zaurak", "weather")];
  const floors: readonly Floor[] = [{ id: "andromeda" as FloorId, name: "Andromeda", aliases: [] }, { id: "pegasus" as FloorId, name: "Pegasus", aliases: [] }];
  const areas = [{ id: areaId("Orion"), name: "Orion", aliases: [], floorId: "andromeda" as FloorId }, { id: areaId("Lyra"), name: "Lyra", aliases: [], floorId: "pegasus" as FloorId }];
  return { ...homeOf(devices, areas), floors: new Map(floors.map((floor) => [floor.id, floor])) };
}

const openings: readonly Capability[] = [{ kind: "opening", canStop: true }, { kind: "position" }];
const climate: readonly Capability[] = [
  { kind: "onOff" }, { kind: "setpoint", minC: 0, maxC: 100, stepC: 0.5 }, { kind: "mode", modes: ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"] }, { kind: "preset", presets: ["eco", "away", "comfort"] },
  { kind: "fanMode", fanModes: ["auto", "low", "medium", "high"] },
];
