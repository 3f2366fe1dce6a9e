// (pure) Sentences that two intents would both take, found in the machine itself: all of them, not samples.
import type { CommandType } from "../home/command.ts";
import type { DeviceKind } from "../home/home.ts";
import type { Accepted, Automaton } from "./automaton.ts";
import type { Intent } from "./intent.ts";
import type { Problem } from "./yaml-file.ts";

/**
 * Two intents may share a sentence only when no device suits both, as in "set {name} to {percent}" for lamps, blinds
 * and fans. Everything else is a problem, told at the later sentence. Two templates of one intent may meet: they mean the
 * same; only the same template twice is a problem.
 */
export function findOvermatches(intents: readonly Intent[], automaton: Automaton): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const { accepts } of automaton.everyState()) {
    accepts.forEach((second, index) => {
      for (const first of accepts.slice(0, index)) {
        if (first.intent === second.intent || !mayBothAct(first.intent, second.intent)) continue;
        const place = placeOf(second);
        const message = `"${second.text}" is also matched by ${first.intent.id} ("${first.text}"), expected one meaning for a sentence`;
        if (place !== undefined) found.set(`${message}${place.line}`, { place, message });
      }
    });
  }
  for (const problem of duplicates(intents)) found.set(`${problem.message}${problem.place.line}`, problem);
  return [...found.values()];
}

function duplicates(intents: readonly Intent[]): readonly Problem[] {
  return intents.flatMap(({ sentences }) => sentences.flatMap(({ text, place }, index) => {
    const earlier = sentences.slice(0, index).some((other) => other.text.replace(/\s+/g, " ") === text.replace(/\s+/g, " "));
    return earlier ? [{ place, message: `"${text}" stands twice, expected once` }] : [];
  }));
}

function placeOf(accepted: Accepted) {
  return accepted.intent.sentences.find(({ text }) => text === accepted.text)?.place;
}

/** Could one device be meant by both? Then the device does not tell them apart. */
function mayBothAct(first: Intent, second: Intent): boolean {
  const [a, b] = [kindsOf(first), kindsOf(second)];
  return a === undefined || b === undefined || a.some((kind) => b.includes(kind));
}

/** The kinds of device that have what a command needs. Undefined for questions and plans, which may be about all. */
const kindsFor: Readonly<Record<CommandType, readonly DeviceKind[] | undefined>> = {
  "onOff.set": ["light", "switch", "fan", "climate", "siren", "humidifier", "mediaPlayer"],
  "onOff.toggle": ["light", "switch", "fan", "climate", "siren", "humidifier", "mediaPlayer"],
  "brightness.set": ["light"],
  "brightness.change": ["light"],
  "color.set": ["light"],
  "colorTemperature.set": ["light"],
  "setpoint.set": ["climate"],
  "setpoint.change": ["climate"],
  "mode.set": ["climate"],
  "preset.set": ["climate", "fan", "humidifier"],
  "fanMode.set": ["climate"],
  "humidity.set": ["humidifier", "climate"],
  "lock.set": ["lock"],
  "lock.open": ["lock"],
  "opening.set": ["cover", "valve"],
  "opening.stop": ["cover", "valve"],
  "position.set": ["cover", "valve"],
  "position.change": ["cover", "valve"],
  "tilt.set": ["cover"],
  "fanSpeed.set": ["fan", "vacuum"],
  "fanSpeed.change": ["fan"],
  "oscillation.set": ["fan"],
  "direction.set": ["fan"],
  "volume.set": ["mediaPlayer", "siren"],
  "volume.change": ["mediaPlayer"],
  "mute.set": ["mediaPlayer"],
  "playback.set": ["mediaPlayer"],
  "activity.set": ["vacuum", "lawnMower"],
  "option.set": ["select"],
  "number.set": ["number"],
  "alarm.set": ["alarm"],
  "scene.activate": ["scene", "button"],
  "timer.start": [], "timer.change": [], "timer.cancel": [], "timer.pause": [], "timer.resume": [], "timer.get": [],
  "schedule.add": undefined, "schedule.list": undefined, "schedule.cancel": undefined, "alert.add": undefined, "alert.list": undefined, "alert.cancel": undefined,
  "state.get": undefined,
};

/** The kinds of device that an intent may go to; undefined for all. */
export function kindsOf({ command, slots }: Intent): readonly DeviceKind[] | undefined {
  const slot = command.target.kind === undefined ? undefined : slots[command.target.kind];
  const only = slot?.list === "kind" ? slot.only : undefined;
  return command.target.kinds ?? only ?? kindsFor[command.type];
}
