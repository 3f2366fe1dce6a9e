// (pure) A house of many rooms whose names are easily misheard, and some that are near each other.
import type { Device, DeviceKind, Home } from "../../src/home/home.ts";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";

const rooms = ["Kitchen", "Living Room", "Bedroom", "Guest Room", "Rec Room", "Sun Room", "Garage", "Cellar", "Attic", "Hallway", "Nursery", "Study", "Laundry", "Conservatory", "Patio", "Library", "Den"];

const devices: readonly (readonly [name: string, kind: DeviceKind, room: string | undefined, aliases?: readonly string[]])[] = [
  ["Kitchen Light", "light", "Kitchen"], ["Kitchen Counter", "light", "Kitchen"], ["Pantry", "light", "Kitchen"], ["Dishwasher", "switch", "Kitchen"], ["Coffee Machine", "switch", "Kitchen", ["Espresso"]],
  ["Living Room Lamp", "light", "Living Room"], ["Reading Light", "light", "Living Room"], ["Chandelier", "light", "Living Room"], ["Curtains", "cover", "Living Room"], ["Aquarium", "switch", "Living Room"], ["Fireplace", "switch", "Living Room"],
  ["Bedside Lamp", "light", "Bedroom"], ["Wardrobe", "light", "Bedroom"], ["Humidifier", "humidifier", "Bedroom"], ["Electric Blanket", "switch", "Bedroom"],
  ["Ecobee", "climate", "Hallway"], ["Guest Lamp", "light", "Guest Room"], ["Rec Room Light", "light", "Rec Room"], ["Pool Table", "light", "Rec Room"], ["Jukebox", "switch", "Rec Room"],
  ["Sun Room Fan", "fan", "Sun Room"], ["Garage Door", "cover", "Garage"], ["Garden Door", "lock", undefined], ["Front Door", "lock", "Hallway"], ["Freezer", "switch", "Cellar"], ["Boiler", "switch", "Cellar"],
  ["Desk Lamp", "light", "Study"], ["Lamp 1", "light", "Library"], ["Lamp 2", "light", "Library"], ["Night Light", "light", "Nursery"], ["Mobile", "switch", "Nursery"], ["Washing Machine", "switch", "Laundry"],
  ["Fountain", "switch", "Patio"], ["Fairy Lights", "switch", "Patio"], ["Awning", "cover", "Patio"], ["Air Con", "climate", "Attic"], ["Skylight", "cover", "Attic"], ["TV", "switch", "Den"],
  ["Millie's Lamp", "light", undefined], ["Molly's Lamp", "light", undefined], ["Tim's Lamp", "light", undefined], ["Roomba", "switch", undefined], ["Sonos", "switch", undefined], ["Nanoleaf", "light", "Den"], ["Christmas Tree", "switch", undefined], ["Greenhouse", "switch", undefined],
];

export const richDevices: readonly Device[] = devices.map(([name, kind, area, aliases = []]) => testDevice(name, kind, { ...area === undefined ? {} : { area }, aliases, id: name }));
export const richHome: Home = homeOf(richDevices, rooms.map((room) => testArea(room)));
