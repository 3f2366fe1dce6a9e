/**
 * How a device is reached over MQTT: plain data, written by discovery, read by the adapters of `act/`.
 * Templates are kept as text; the adapter renders them.
 */
export type Binding = HomeAssistantBinding;

/** An entity announced by Home Assistant MQTT discovery (home-assistant.io, `_integrations/mqtt.markdown`). */
export type HomeAssistantBinding = {
  readonly adapter: "homeAssistant";
  readonly component: HomeAssistantComponent;
  /** The announced config: abbreviations expanded, `~` resolved, values as they came (JSON). */
  readonly config: Readonly<Record<string, unknown>>;
};

export const homeAssistantComponents = ["light", "switch", "climate", "lock", "cover", "fan", "scene", "valve", "sensor", "binary_sensor"] as const;
export type HomeAssistantComponent = (typeof homeAssistantComponents)[number];
