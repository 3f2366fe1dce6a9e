// (pure) Words as the shortlist compares them, and the English words that hint at a kind of device.
import type { DeviceKind } from "../home/home.ts";
import { plainWords } from "./answer-labels.ts";

/** An utterance lasts 15 s at most, some 50 words; names are shorter. */
const longestText = 1000;

/**
 * The words that tell something: lower case, without signs and plural endings, without those of every sentence.
 * Scripts without spaces are cut into pairs of letters, so that names are found inside.
 */
export function tellingWords(text: string): readonly string[] {
  return plainWords(text, "", longestText).split(" ").filter((word) => word !== "" && !stopWords.has(word)).flatMap(pairsOfUnspaced).map(singular);
}

/** "lights" is found as "light"; the rule only has to be the same on both sides. */
function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function pairsOfUnspaced(word: string): readonly string[] {
  if (!unspaced.test(word)) return [word];
  const letters = [...word];
  if (letters.length < 2) return [word];
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ""}${letter}`);
}

/** Words that are in nearly every command and tell nothing of what it is about. */
const stopWords: ReadonlySet<string> = new Set(
  ("a all am an and any are as at be but by can cannot could do does for from get go have hello hey how i if in into is it its just "
    + "let like make may me my need no not now of off ok okay on one or our out please put s set should so some t than that the their "
    + "them then there they this to too turn up us want was we what when where which who will with would you your").split(" "),
);

/** What people say when they mean a kind of device without naming it. */
const kindWords: Readonly<Record<DeviceKind, string>> = {
  light: "light lights lamp lamps bulb bulbs lighting bright brighter brightness dark dim dimmer illuminate see read "
    + "red orange yellow green turquoise cyan blue purple magenta pink white color colour",
  switch: "switch switches plug plugs outlet outlets socket sockets power",
  climate: "thermostat thermostats heating heater heat cooling temperature temp degrees degree warm warmer cold colder cool cooler hot hotter "
    + "freezing chilly air conditioning ac climate",
  lock: "lock locks unlock locked unlocked door doors latch secure",
  cover: "blind blinds shade shades shutter shutters curtain curtains awning cover covers garage gate door doors window windows open close closed raise lower",
  fan: "fan fans ventilation ventilator stuffy air breeze speed",
  scene: "scene scenes mood mode movie night bedtime party relax dinner morning",
  siren: "siren sirens alarm",
  humidifier: "humidifier humidifiers dehumidifier dehumidifiers humidity",
  vacuum: "vacuum vacuums hoover robot clean cleaning",
  lawnMower: "mower mow mowing lawn",
  mediaPlayer: "tv television radio music speaker speakers volume louder quieter mute unmute play pause song track player",
  button: "button press",
  select: "select choose option",
  number: "number value",
  event: "doorbell button",
  alarm: "alarm arm disarm armed",
  person: "person people anybody anyone somebody someone everybody everyone home where away",
  weather: "weather forecast outside rain raining sunny cloudy",
  valve: "valve valves water irrigation sprinkler sprinklers gas",
  sensor: "temperature temp humidity battery power energy pressure level sensor sensors air quality co2 warm cold hot",
  binarySensor: "motion presence anybody anyone someone door doors window windows open closed smoke leak moving sensor battery charging plugged connected running update",
};

const kindsByWord = new Map<string, DeviceKind[]>();
for (const [kind, words] of Object.entries(kindWords) as [DeviceKind, string][]) {
  for (const word of words.split(" ").map(singular)) kindsByWord.set(word, [...(kindsByWord.get(word) ?? []), kind]);
}

/** True when the word hints at a kind, and so tells little of which device is meant. */
export function isKindWord(word: string): boolean {
  return kindsByWord.has(word);
}

/** The kinds that any of the words hints at. */
export function kindsNamedBy(words: readonly string[]): ReadonlySet<DeviceKind> {
  return new Set(words.flatMap((word) => kindsByWord.get(word) ?? []));
}
