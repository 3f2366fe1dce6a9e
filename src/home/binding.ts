import type { Endpoint } from "./endpoint.ts";

/**
 * How a device is reached over MQTT: plain data, written by the sources of `home/`, read by the adapters of `act/`.
 * Templates are kept as text; the adapter renders them.
 */
export type Binding = HomeAssistantBinding | EndpointBinding;

/** An entity announced by Home Assistant MQTT discovery (home-assistant.io, `_integrations/mqtt.markdown`). */
export type HomeAssistantBinding = {
  readonly adapter: "homeAssistant";
  readonly component: HomeAssistantComponent;
  /** The announced config: abbreviations expanded, `~` resolved, values as they came (JSON). */
  readonly config: Readonly<Record<string, unknown>>;
};

export const homeAssistantComponents = [
  "light", "switch", "climate", "lock", "cover", "fan", "scene", "valve", "sensor", "binary_sensor",
  "siren", "humidifier", "vacuum", "lawn_mower", "button", "select", "number", "event", "alarm_control_panel",
] as const;
export type HomeAssistantComponent = (typeof homeAssistantComponents)[number];

/** A device whose values each have a place in some message: Zigbee2MQTT, Tasmota, Shelly, Homie, statestream, home.yaml. */
export type EndpointBinding = {
  readonly adapter: "endpoints";
  readonly endpoints: readonly Endpoint[];
  readonly availability: { readonly topics: readonly AvailabilityTopic[]; readonly mode: "all" | "any" | "latest" };
};

/** A topic that says whether a device is there. `at` as in `ReadPoint`; without words for yes, whatever is not a no is one. */
export type AvailabilityTopic = { readonly topic: string; readonly at: readonly string[]; readonly yes: readonly string[]; readonly no: readonly string[] };
