// (pure) Commands and states of entities that were announced by Home Assistant MQTT discovery.
import { AssistantError } from "../base/errors.ts";
import type { HomeAssistantBinding } from "../home/binding.ts";
import { numberOf, readingFilterOf, topicOf } from "../home/config-values.ts";
import { lightSchemaOf } from "../home/home-assistant-light.ts";
import { isOnlyRead, wiresOf } from "../home/home-assistant-wires.ts";
import type { DeviceAdapter } from "./device-adapter.ts";
import { availabilityOf, readAvailability } from "./home-assistant-availability.ts";
import { climatePlatform, humidifierPlatform } from "./home-assistant-climate.ts";
import { coverPlatform, valvePlatform } from "./home-assistant-covers.ts";
import { fanPlatform } from "./home-assistant-fan.ts";
import { defaultLightPlatform } from "./home-assistant-light-default.ts";
import { jsonLightPlatform } from "./home-assistant-light-json.ts";
import { templateLightPlatform } from "./home-assistant-light-template.ts";
import { alarmPlatform, lawnMowerPlatform, vacuumPlatform } from "./home-assistant-machines.ts";
import type { Platform } from "./home-assistant-platform.ts";
import { binarySensorPlatform, eventPlatform, sensorPlatform } from "./home-assistant-readings.ts";
import { buttonPlatform, lockPlatform, numberPlatform, scenePlatform, selectPlatform, sirenPlatform, switchPlatform } from "./home-assistant-switches.ts";

export const homeAssistantAdapter: DeviceAdapter<HomeAssistantBinding> = {
  name: "homeAssistant",
  achievable(command, binding) {
    return platformOf(binding).achievable?.(command, binding.config) ?? command;
  },
  commandMessages(command, binding, state, deviceName) {
    const messages = platformOf(binding).messages(command, binding.config, state);
    const complete = messages?.filter((message) => message !== undefined);
    if (messages === undefined || complete === undefined || complete.length === 0 || complete.length < messages.length) {
      throw new AssistantError("DEVICE_UNSUPPORTED", `${deviceName}: its MQTT announcement gives no way for ${command.type}. Look at its discovery config.`);
    }
    return complete;
  },
  stateTopics({ component, config }) {
    const wires = wiresOf(component, config);
    const filterOf = isOnlyRead(wires) ? readingFilterOf : topicOf;
    return [...new Set(wires.stateTopics.flatMap((key) => filterOf(config, key) ?? []))];
  },
  availability: (binding) => availabilityOf(binding.config),
  readState: (message, binding) => platformOf(binding).read(message, binding.config),
  readAvailability: (message, binding) => readAvailability(message, binding.config),
  expiresAfterMs({ config }) {
    // A sensor that only ever says "on" is meant to fall back to "off" by itself: what it said last is old by then.
    const seconds = numberOf(config, "expire_after") ?? numberOf(config, "off_delay");
    return seconds === undefined || seconds <= 0 ? undefined : seconds * 1000;
  },
};

const platforms: Readonly<Record<Exclude<HomeAssistantBinding["component"], "light">, Platform>> = {
  switch: switchPlatform, siren: sirenPlatform, lock: lockPlatform, climate: climatePlatform, humidifier: humidifierPlatform,
  cover: coverPlatform, valve: valvePlatform, fan: fanPlatform, scene: scenePlatform, button: buttonPlatform,
  select: selectPlatform, number: numberPlatform, vacuum: vacuumPlatform, lawn_mower: lawnMowerPlatform,
  alarm_control_panel: alarmPlatform, sensor: sensorPlatform, binary_sensor: binarySensorPlatform, event: eventPlatform,
};

function platformOf({ component, config }: HomeAssistantBinding): Platform {
  if (component !== "light") return platforms[component];
  switch (lightSchemaOf(config)) {
    case "json": return jsonLightPlatform;
    case "template": return templateLightPlatform;
    default: return defaultLightPlatform;
  }
}
