// What Home Assistant takes as a device announcement, written from its documentation and its own schemas
// (homeassistant/components/mqtt: schemas.py, switch.py, number.py, text.py, button.py, event.py, sensor.py).
import * as v from "valibot";

const text = v.pipe(v.string(), v.minLength(1));
/** The root, the device and the origin take no other keys; one more and the whole announcement is refused. */
const device = v.strictObject({
  identifiers: v.pipe(v.array(text), v.minLength(1)), name: text, manufacturer: text, model: text, sw_version: text, suggested_area: v.optional(text),
});
const origin = v.strictObject({ name: text, sw_version: v.optional(text), support_url: v.optional(v.pipe(v.string(), v.url())) });
const topic = v.pipe(v.string(), v.regex(/^[^+#\p{Cc}]+$/u));
const common = { unique_id: text, name: text, icon: v.optional(v.pipe(v.string(), v.regex(/^mdi:[a-z-]+$/))) };
/** A sensor cannot be a setting (homeassistant/components/sensor: entity category config is refused). */
const config = { entity_category: v.optional(v.picklist(["config", "diagnostic"])) };

const components = {
  sensor: v.strictObject({
    platform: v.literal("sensor"), ...common, state_topic: topic, value_template: v.optional(text), json_attributes_topic: v.optional(topic),
    device_class: v.optional(v.literal("enum")), options: v.optional(v.pipe(v.array(text), v.minLength(1))),
  }),
  switch: v.strictObject({ platform: v.literal("switch"), ...common, ...config, command_topic: topic, state_topic: topic }),
  number: v.strictObject({
    platform: v.literal("number"), ...common, ...config, command_topic: topic, state_topic: topic,
    min: v.number(), max: v.number(), step: v.pipe(v.number(), v.minValue(0.001)), mode: v.picklist(["auto", "box", "slider"]), unit_of_measurement: v.optional(text),
  }),
  text: v.strictObject({
    platform: v.literal("text"), ...common, command_topic: topic, state_topic: topic,
    min: v.pipe(v.number(), v.minValue(0)), max: v.pipe(v.number(), v.maxValue(255)), mode: v.picklist(["text", "password"]),
  }),
  button: v.strictObject({ platform: v.literal("button"), ...common, command_topic: topic, payload_press: text }),
  event: v.strictObject({ platform: v.literal("event"), ...common, state_topic: topic, event_types: v.pipe(v.array(text), v.minLength(1)) }),
};

const announcement = v.strictObject({
  device, origin, availability_topic: topic,
  components: v.record(v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_-]{1,80}$/)), v.variant("platform", Object.values(components) as [typeof components.sensor])),
});

export type AnnouncedDevice = v.InferOutput<typeof announcement>;

/** The announcement as Home Assistant would read it. @throws when it would not */
export function readAnnouncedDevice(payload: string): AnnouncedDevice {
  return v.parse(announcement, JSON.parse(payload));
}

/** HA's rule for topics under its prefix (discovery.py, TOPIC_MATCHER). */
export const discoveryTopic = /^[^/]+\/device\/[a-zA-Z0-9_-]+\/config$/;
