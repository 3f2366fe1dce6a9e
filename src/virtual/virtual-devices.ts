import { createAlarm, createHumidifier, createSelector, createVacuum } from "./virtual-appliances.ts";
import { createRoomSensor, createThermostat, createWindowContact } from "./virtual-climate.ts";
import type { VirtualDevice } from "./virtual-device.ts";
import { createDimmer, createLamp, createOnOff, createScene } from "./virtual-lights.ts";
import { createCover, createFan, createLock, createValve } from "./virtual-movers.ts";

/** The house that Sotto brings along: eight places, one of each kind of device and several lights. */
export function createVirtualDevices(send: (topic: string, payload: string) => void): readonly VirtualDevice[] {
  return [
    createLamp({ id: "living_room_light", name: "Living room light", area: "Living room" }, ["color_temp", "rgb"]),
    createDimmer({ id: "floor_lamp", name: "Floor lamp", area: "Living room" }),
    createCover({ id: "living_room_blinds", name: "Living room blinds", area: "Living room" }, { deviceClass: "blind", positions: "told" }),
    createThermostat({ id: "thermostat", name: "Thermostat", area: "Living room" }),
    createRoomSensor({ id: "living_room_sensor", name: "Living room", area: "Living room" }),
    createVacuum({ id: "vacuum", name: "Robot vacuum", area: "Living room" }),
    createScene({ id: "movie_night", name: "Movie night", area: "Living room" }, (publish) => {
      publish("living_room_light", JSON.stringify({ state: "OFF" }));
      publish("floor_lamp", "ON");
    }, send),
    createLamp({ id: "kitchen_light", name: "Kitchen light", area: "Kitchen" }, ["color_temp"]),
    createOnOff({ id: "counter_light", name: "Counter light", area: "Kitchen" }, "light"),
    createOnOff({ id: "coffee_machine", name: "Coffee machine", area: "Kitchen" }, "switch"),
    createWindowContact({ id: "kitchen_window", name: "Kitchen window", area: "Kitchen" }),
    createLamp({ id: "bedroom_light", name: "Bedroom light", area: "Bedroom" }, ["brightness"]),
    createLamp({ id: "bedside_lamp", name: "Bedside lamp", area: "Bedroom" }, ["hs"]),
    createFan({ id: "ceiling_fan", name: "Ceiling fan", area: "Bedroom" }, 3),
    createHumidifier({ id: "humidifier", name: "Humidifier", area: "Bedroom" }),
    createOnOff({ id: "hall_light", name: "Hall light", area: "Hall" }, "light"),
    createLock({ id: "front_door", name: "Front door", area: "Hall" }),
    createAlarm({ id: "alarm", name: "Burglar alarm", area: "Hall" }),
    createDimmer({ id: "bathroom_light", name: "Bathroom light", area: "Bathroom" }),
    createRoomSensor({ id: "bathroom_sensor", name: "Bathroom", area: "Bathroom" }),
    createSelector({ id: "washing_programme", name: "Washing programme", area: "Bathroom" }, ["Cotton", "Wool", "Quick wash"]),
    createOnOff({ id: "garage_light", name: "Garage light", area: "Garage" }, "light"),
    createCover({ id: "garage_door", name: "Garage door", area: "Garage" }, { deviceClass: "garage", positions: "kept" }),
    createValve({ id: "garden_valve", name: "Garden valve", area: "Garden" }),
  ];
}
