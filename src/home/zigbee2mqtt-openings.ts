// (pure) Covers, valves and locks of Zigbee2MQTT (zigbee2mqtt.io, exposes.md "cover", "lock").
import type { Codec, Endpoint } from "./endpoint.ts";
import type { Capability } from "./home.ts";
import { canSet, canTell, type Expose } from "./zigbee2mqtt-inventory.ts";
import { getsOf, keyOf, named, type Part, type Place, plainProperty, readAt, settable, valueAt } from "./zigbee2mqtt-part.ts";

/** Words for a motor that runs. SOURCE: zigbee2mqtt, lib/extension/homeassistant.ts, COVER_OPENING_LOOKUP and COVER_CLOSING_LOOKUP. */
const openingWords = ["opening", "open", "forward", "up", "rising"];
const closingWords = ["closing", "close", "backward", "back", "reverse", "down", "declining"];

/** Home Assistant's cover classes, by a word of the description. What lets people in comes first: it is the graver error to miss. */
const coverClasses: readonly (readonly [RegExp, string])[] = [
  [/\bgarage\b/i, "garage"], [/\bgate\b/i, "gate"], [/\bawning\b/i, "awning"],
  [/\bcurtains?\b/i, "curtain"], [/\bshutters?\b/i, "shutter"], [/\b(shades?|roller)\b/i, "shade"], [/\bblinds?\b/i, "blind"],
];
const entranceWord = /\b(garage|gate|door)\b/i;

/** A relay that turns water or gas on, by what the definition says of it, and not the valve of a radiator. */
const valveWord = /\b(valves?|irrigation|watering|faucet|sprinkler|water timer)\b/i;
const heatingWord = /\b(radiator|thermostat|thermostatic|heating|trv)\b/i;

export function isValve({ description }: Place): boolean {
  return valveWord.test(description) && !heatingWord.test(description);
}

export function coverPart(place: Place, cover: Expose): Part | undefined {
  const [state, position, tilt] = [named(cover.features, "state"), named(cover.features, "position"), named(cover.features, "tilt")];
  if (!settable(state) && !settable(position) && !settable(tilt)) return undefined;
  const words = state === undefined ? [] : state.values.map(String);
  const codec: Codec = { as: "words", words: { ...pick(words, "OPEN", "open"), ...pick(words, "CLOSE", "closed"), ...pick(words, "STOP", "stopped") } };
  const opening: Capability = { kind: "opening", canStop: settable(state) && words.includes("STOP") };
  const moves = settable(state) || settable(position);
  return {
    key: keyOf("cover", cover), kind: "cover", deviceClass: coverClass(place), label: undefined, endpoint: cover.endpoint,
    capabilities: [
      ...(moves ? [opening] : []), ...(settable(position) ? [{ kind: "position" } as const] : []), ...(settable(tilt) ? [{ kind: "tilt" } as const] : []),
    ],
    endpoints: [
      ...valueAt(place, "opening", state, { codec }),
      ...valueAt(place, "positionPct", position, { codec: percent(position) }),
      ...valueAt(place, "tiltPct", tilt, { codec: percent(tilt) }),
      ...movement(place, cover, state, position),
    ],
    gets: getsOf(state).length > 0 ? getsOf(state) : getsOf(position ?? tilt),
  };
}

function pick(words: readonly string[], wire: string, word: string): Readonly<Record<string, string>> {
  return words.includes(wire) ? { [word]: wire } : {};
}

function percent(expose: Expose | undefined): Codec {
  return { as: "percent", least: expose?.min ?? 0, most: expose?.max ?? 100, whole: true };
}

/** What the motor is about goes before the last order, but not beyond its ends, where it may be told for long that it runs. */
function movement(place: Place, { endpoint }: Expose, state: Expose | undefined, position: Expose | undefined): readonly Endpoint[] {
  const motor = place.exposes.find((expose) => (expose.name === "motor_state" || expose.name === "moving") && expose.type === "enum" && canTell(expose) && (expose.endpoint === undefined || expose.endpoint === endpoint));
  if (motor === undefined) return [];
  const wire = (among: readonly string[]) => motor.values.find((value) => among.includes(String(value).toLowerCase()));
  const [opening, closing] = [wire(openingWords), wire(closingWords)];
  const words = { ...(opening === undefined ? {} : { opening }), ...(closing === undefined ? {} : { closing }) };
  const ends = position === undefined || state === undefined ? [] : [
    readAt(place, "opening", position.property, { as: "words", words: { closed: position.min ?? 0 } }, { at: [state.property], is: ["CLOSE"] }),
    readAt(place, "opening", position.property, { as: "words", words: { open: position.max ?? 100 } }, { at: [state.property], is: ["OPEN"] }),
  ];
  return [readAt(place, "opening", motor.property, { as: "words", words }), ...ends];
}

/** "" where the name speaks of an entrance: then the policy goes by the name, which people chose. */
function coverClass({ name, description }: Place): string {
  const entrance = coverClasses.slice(0, 2).find(([word]) => word.test(description))?.[1];
  if (entrance !== undefined) return entrance;
  if (entranceWord.test(name)) return "";
  const [only, another] = coverClasses.filter(([word]) => word.test(name));
  if (only !== undefined && another === undefined) return only[1];
  return coverClasses.find(([word]) => word.test(description))?.[1] ?? "";
}

/** A valve is a switch or a state of its own, on or OPEN while water flows; some also go to a position. */
export function valvePart(place: Place, state: Expose): Part {
  const codec: Codec = { as: "words", words: { open: state.valueOn ?? "ON", closed: state.valueOff ?? "OFF" } };
  const position = place.exposes.find((expose) => expose.name === "position" && expose.type === "numeric" && canSet(expose));
  return {
    key: keyOf("valve", state), kind: "valve", deviceClass: /\bgas\b/i.test(place.description) ? "gas" : "water", label: undefined, endpoint: state.endpoint,
    capabilities: [{ kind: "opening", canStop: false }, ...(position === undefined ? [] : [{ kind: "position" } as const])],
    endpoints: [...valueAt(place, "opening", state, { codec }), ...valueAt(place, "positionPct", position, { codec: percent(position) })],
    gets: getsOf(state),
  };
}

/**
 * What the lock has measured (`lock_state`) goes before what it was told (`state`). One that is "not fully locked" is
 * not locked, whether its bolt is on its way or stuck.
 */
const measuredLock: Codec = {
  as: "words", words: { locked: "locked", unlocked: "unlocked" },
  also: { not_fully_locked: "unlocked", locking: "locking", unlocking: "unlocking", jammed: "jammed", open: "open", opening: "opening" },
};

export function lockPart(place: Place, lock: Expose): Part | undefined {
  const state = named(lock.features, "state");
  if (!settable(state) || plainProperty(state) !== "state") return undefined;
  const measured = named(lock.features, "lock_state");
  return {
    key: keyOf("lock", lock), kind: "lock", deviceClass: "", label: undefined, endpoint: lock.endpoint,
    capabilities: [{ kind: "lock" }],
    endpoints: [
      ...valueAt(place, "lock", state, { codec: { as: "words", words: { locked: state.valueOn ?? "LOCK", unlocked: state.valueOff ?? "UNLOCK" } } }),
      ...(measured === undefined || !canTell(measured) ? [] : [readAt(place, "lock", measured.property, measuredLock)]),
    ],
    gets: getsOf(state),
  };
}
