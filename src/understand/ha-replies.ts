// (pure) What Home Assistant's files say, where it is plain enough: responses with nothing but values in them.
import type { HaSource } from "./ha-source.ts";
import type { ReplyText, ReplyTexts } from "./intent.ts";

/** Their name for a value → ours. Sotto says what happened: only what a device reports can be told. */
const afterCommand: Readonly<Record<string, string>> = {
  "slots.name": "name", "slots.brightness": "brightness", "slots.color": "color", "slots.position": "position",
  "slots.percentage": "speed", "slots.volume_level": "volume", "slots.humidity": "humidity",
};
/** A temperature is that of a lamp or of a thermostat. */
const temperatures: Readonly<Record<string, string>> = { HassLightSet: "kelvin", HassClimateSetTemperature: "setpoint" };

/** Filters that only dress a value up. */
const dress = /\s*\|\s*(capitalize|lower|title|upper|trim)\b(\(\))?/g;

/** A response as a text of ours; undefined when it reckons, chooses or names what is not known here. */
export function plainText(text: string, values: Readonly<Record<string, string>>): string | undefined {
  if (text.includes("{%") || text.includes("{#")) return undefined;
  let known = true;
  const filled = text.replaceAll(/\{\{(.*?)\}\}/gs, (_whole, inner: string) => {
    const value = values[inner.replaceAll(dress, "").trim()];
    known &&= value !== undefined;
    return `{${value ?? ""}}`;
  });
  const line = filled.replaceAll(/\s+/g, " ").trim();
  return !known || line === "" || /[{}]/.test(line.replaceAll(/\{[a-z]+\}/gi, "")) ? undefined : line;
}

/** The text that confirms a command, by "intent.response". */
export function replyOfResponses(source: HaSource): (response: string) => ReplyText | undefined {
  return (response) => {
    const text = source.responses.get(response);
    const [intent = ""] = response.split(".");
    const temperature = temperatures[intent];
    const plain = text === undefined ? undefined : plainText(text, temperature === undefined ? afterCommand : { ...afterCommand, "slots.temperature": temperature });
    // A text that counts or answers a question is not one that confirms.
    return plain === undefined || intent.includes("Get") || intent.endsWith("Timer") || intent.endsWith("Timers") ? undefined : same(plain);
  };
}

function same(text: string): ReplyText {
  return { one: text, two: text, many: text };
}

/** The texts of `plain` with what a language's own error texts say instead. */
export function repliesWith(plain: ReplyTexts, { errors }: HaSource, states: Readonly<Record<string, string>>): ReplyTexts {
  const error = (key: string, values: Readonly<Record<string, string>> = {}) => {
    const text = errors.get(key);
    return text === undefined ? undefined : plainText(text, values);
  };
  const given = <T extends string>(texts: Readonly<Record<T, string | undefined>>) => Object.fromEntries(Object.entries<string | undefined>(texts).filter(([, text]) => text !== undefined)) as Readonly<Record<string, string>>;
  const failed = error("handle_error");
  const noTimer = error("timer_not_found");
  const several = error("multiple_timers_matched");
  const timers = given({ none: noTimer, noneUnnamed: noTimer, several, severalUnnamed: several, elsewhere: error("no_timer_support") });
  const unsupported = error("feature_not_supported");
  return {
    ...plain,
    states: { ...plain.states, ...states },
    notUnderstood: { ...plain.notUnderstood, ...given({ noMatch: error("no_intent"), noCommand: error("no_intent"), unknownName: error("no_entity", { entity: "subject" }), unsupported }) },
    failed: { ...plain.failed, ...(failed === undefined ? {} : { other: same(`{name}: ${failed}`) }) },
    refused: { ...plain.refused, ...given({ noDevices: unsupported }) },
    questions: { ...plain.questions, ...questionsWith(states) },
    timers: { ...plain.timers, ...Object.fromEntries(Object.entries(timers).map(([key, text]) => [key, same(text)])) },
    sorry: { ...plain.sorry, ...given({ decide: failed, act: failed }) },
  };
}

/** What would become of a device, by the question's action. */
const becomes: Readonly<Record<string, string>> = { unlock: "unlocked", lock: "locked", open: "open", close: "closed", turnOn: "on", turnOff: "off" };

/** "Haustür: aufgesperrt?": a yes must know what it is for. */
function questionsWith(states: Readonly<Record<string, string>>): Readonly<Record<string, ReplyText>> {
  return Object.fromEntries(Object.entries(becomes).flatMap(([action, state]) => {
    const word = states[state];
    return word === undefined ? [] : [[action, same(`{name}: ${word}?`)], [`${action}ByPin`, same(`{name}: ${word}? PIN?`)]];
  }));
}
