// (pure) Commands and states of entities that were announced by Home Assistant MQTT discovery.
import { AssistantError } from "../base/errors.ts";
import type { HomeAssistantBinding } from "../home/binding.ts";
import { topicOf } from "../home/config-values.ts";
import { lightSchemaOf } from "../home/home-assistant-light.ts";
import type { DeviceAdapter } from "./device-adapter.ts";
import { availabilityOf, readAvailability } from "./home-assistant-availability.ts";
import { climatePlatform } from "./home-assistant-climate.ts";
import { coverPlatform, valvePlatform } from "./home-assistant-covers.ts";
import { fanPlatform } from "./home-assistant-fan.ts";
import { defaultLightPlatform } from "./home-assistant-light-default.ts";
import { jsonLightPlatform } from "./home-assistant-light-json.ts";
import type { Platform } from "./home-assistant-platform.ts";
import { binarySensorPlatform, sensorPlatform } from "./home-assistant-readings.ts";
import { lockPlatform, scenePlatform, switchPlatform } from "./home-assistant-switches.ts";

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
  stateTopics(binding) {
    return [...new Set(platformOf(binding).stateTopicKeys.flatMap((key) => topicOf(binding.config, key) ?? []))];
  },
  availability: (binding) => availabilityOf(binding.config),
  readState: (message, binding) => platformOf(binding).read(message, binding.config),
  readAvailability: (message, binding) => readAvailability(message, binding.config),
};

function platformOf({ component, config }: HomeAssistantBinding): Platform {
  switch (component) {
    case "light": return lightSchemaOf(config) === "json" ? jsonLightPlatform : defaultLightPlatform;
    case "switch": return switchPlatform;
    case "lock": return lockPlatform;
    case "climate": return climatePlatform;
    case "cover": return coverPlatform;
    case "valve": return valvePlatform;
    case "fan": return fanPlatform;
    case "scene": return scenePlatform;
    case "sensor": case "siren": case "humidifier": case "vacuum": case "lawn_mower": case "button": case "select": case "number": case "event": case "alarm_control_panel": return sensorPlatform;
    case "binary_sensor": return binarySensorPlatform;
  }
}
