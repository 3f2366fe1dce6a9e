// A case of Home Assistant's sentence tests + its home → the gold labels of ../shared/eval.
import { addEntity, areaNamed, areaOnFloor } from "./ha-test-homes.mjs";

/** Sentences that are none of a home's commands: the right answer is to do nothing. */
const otherTalk = new Set(["HassNevermind", "HassRespond", "HassBroadcast", "HassGetCurrentDate", "HassGetCurrentTime", "HassShoppingListAddItem", "HassShoppingListCompleteItem", "HassListAddItem", "HassListCompleteItem", "HassListRemoveItem", "HassMediaSearchAndPlay"]);

/** What an entity does when it is turned on or off, where it is called otherwise. */
const turnedOn = { cover: "open", valve: "open", lock: "lock", scene: "activate", script: "run", button: "press", input_button: "press" };
const turnedOff = { cover: "close", valve: "close", lock: "unlock" };

const only = (action) => () => ({ action, attribute: null, value: null });
const set = (attribute, slot) => ({ slots }) => ({ action: "set", attribute, value: numberOf(slots[slot]) });

/** Intent → what is done, and the domain of devices that no name and no slot tells. */
const actions = {
  HassTurnOn: { of: ({ domain }) => only(turnedOn[domain] ?? "turn_on")() },
  HassTurnOff: { of: ({ domain }) => only(turnedOff[domain] ?? "turn_off")() },
  HassToggle: { of: only("toggle") },
  HassLightSet: { domain: "light", of: lightSet },
  HassClimateSetTemperature: { domain: "climate", of: set("temperature", "temperature") },
  HassClimateGetTemperature: { domain: "climate", of: () => ({ action: "query", attribute: "temperature", value: null }) },
  HassSetPosition: { domain: ["cover", "valve"], of: set("position", "position") },
  HassFanSetSpeed: { domain: "fan", of: set("speed", "percentage") },
  HassSetVolume: { domain: "media_player", of: set("volume", "volume_level") },
  HassSetVolumeRelative: { domain: "media_player", of: volumeStep },
  HassMediaPause: { domain: "media_player", of: only("pause") },
  HassMediaUnpause: { domain: "media_player", of: only("resume") },
  HassMediaNext: { domain: "media_player", of: only("next") },
  HassMediaPrevious: { domain: "media_player", of: only("previous") },
  HassMediaPlayerMute: { domain: "media_player", of: only("mute") },
  HassMediaPlayerUnmute: { domain: "media_player", of: only("unmute") },
  HassVacuumStart: { domain: "vacuum", of: only("start") },
  HassVacuumReturnToBase: { domain: "vacuum", of: only("dock") },
  HassLawnMowerStartMowing: { domain: "lawn_mower", of: only("start") },
  HassLawnMowerDock: { domain: "lawn_mower", of: only("dock") },
  HassGetWeather: { domain: "weather", of: () => ({ action: "query", attribute: "weather", value: null }) },
  HassGetState: { of: ({ slots }) => ({ action: "query", attribute: "state", value: slots.state ?? null }) },
};

const timers = { HassStartTimer: "start", HassCancelTimer: "cancel", HassCancelAllTimers: "cancel", HassIncreaseTimer: "increase", HassDecreaseTimer: "decrease", HassPauseTimer: "pause", HassUnpauseTimer: "resume", HassTimerStatus: "query" };

/**
 * @returns the gold answer, [] for other talk, or undefined where the labels have no word for it.
 * What a sentence needs and its file does not give is added to `home`.
 */
export function goldOf(sentence, home) {
  const { intent, slots } = sentence;
  if (otherTalk.has(intent)) return [];
  if (timers[intent] !== undefined) return slots.conversation_command === undefined ? [timerGold(timers[intent], slots)] : undefined;
  const told = actions[intent];
  if (told === undefined) return undefined;
  const named = slots.name === undefined ? undefined : home.entities.filter(({ name }) => isCalled(name, slots.name));
  const scope = scopeOf(sentence, home);
  const { domain, targets } = named === undefined ? swept(sentence, told.domain, scope, home) : namedTargets(named, scope, told.domain ?? slots.domain, home);
  if (domain === undefined || targets.length === 0) return undefined;
  const { action, attribute, value } = told.of({ domain, slots });
  return [{ action, domain, area: areaOf(sentence), name: slots.name ?? null, attribute, value, targets: targets.map(({ id }) => id) }];
}

function areaOf({ slots, contextArea, combination }) {
  if (combination === "domain_all") return "*";
  if (slots.floor !== undefined) return `floor:${slots.floor}`;
  return slots.area ?? (typeof contextArea === "string" && slots.name === undefined ? contextArea : null);
}

/** The rooms that are meant; undefined for the whole home. */
function scopeOf({ slots, contextArea }, home) {
  if (slots.floor !== undefined) {
    areaOnFloor(home, slots.floor);
    return home.areas.filter(({ floor }) => floor === slots.floor).map(({ name }) => name);
  }
  const area = slots.area ?? (slots.name === undefined && typeof contextArea === "string" ? contextArea : undefined);
  return area === undefined ? undefined : [areaNamed(home, area)];
}

function namedTargets(named, scope, domain, home) {
  const fitting = domain === undefined ? named : named.filter((entity) => asList(domain).includes(entity.domain));
  const inScope = fitting.filter(({ area }) => scope === undefined || scope.includes(area));
  const chosen = inScope.length > 0 ? inScope : fitting.slice(0, 1);
  // A test may ask for a device in a room without saying that it stands there.
  const [only] = chosen;
  if (inScope.length > 0 || only === undefined || scope?.[0] === undefined) return { domain: only?.domain, targets: chosen };
  if (only.area !== undefined) return { domain: only.domain, targets: [addEntity(home, { ...only, id: undefined, area: scope[0] })] };
  only.area = scope[0];
  return { domain: chosen[0]?.domain, targets: chosen };
}

function swept({ intent, slots }, usual, scope, home) {
  const domain = asList(slots.domain ?? usual)[0];
  const classes = slots.device_class === undefined ? undefined : asList(slots.device_class);
  const targets = home.entities.filter((entity) => entity.domain === domain && (classes === undefined || classes.includes(entity.attributes.device_class)) && (scope === undefined || scope.includes(entity.area)));
  if (targets.length > 0 || domain === undefined) return { domain, targets };
  const area = slots.floor === undefined ? scope?.[0] : areaOnFloor(home, slots.floor);
  const attributes = classes === undefined ? extra[intent] ?? {} : { device_class: classes[0] };
  return { domain, targets: [addEntity(home, { domain, area, state: "off", attributes })] };
}

/** What a light must be able to do. */
const extra = { HassLightSet: { supported_color_modes: ["color_temp", "hs"] } };

function isCalled(name, said) {
  const plain = String(said).toLowerCase();
  return [name.replace(/[[\]]/g, ""), name.replace(/\[[^\]]*\]/g, "")].some((one) => one.toLowerCase() === plain);
}

function lightSet({ slots }) {
  if (slots.brightness !== undefined) return { action: "set", attribute: "brightness", value: numberOf(slots.brightness) };
  if (slots.color !== undefined) return { action: "set", attribute: "color", value: slots.color };
  return { action: "set", attribute: "color_temp", value: numberOf(slots.temperature) };
}

function volumeStep({ slots: { volume_step: step } }) {
  const number = numberOf(step);
  if (typeof number !== "number") return { action: step === "down" ? "decrease" : "increase", attribute: "volume", value: null };
  return { action: number < 0 ? "decrease" : "increase", attribute: "volume", value: Math.abs(number) };
}

function timerGold(action, slots) {
  const pick = (prefix) => Object.fromEntries(["hours", "minutes", "seconds"].flatMap((unit) => slots[prefix + unit] === undefined ? [] : [[prefix + unit, numberOf(slots[prefix + unit])]]));
  const time = { ...pick(""), ...pick("start_") };
  const told = Object.keys(time).length > 0;
  return { action, domain: "timer", area: slots.area ?? null, name: slots.name ?? null, attribute: told ? "duration" : null, value: told ? time : null, targets: [] };
}

function numberOf(value) {
  const number = typeof value === "number" ? value : Number.parseFloat(value);
  return Number.isNaN(number) ? value : number;
}

function asList(value) {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
