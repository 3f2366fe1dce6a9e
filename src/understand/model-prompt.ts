// (pure) What the language model is told: a constant part, whose evaluated state is kept, and a short one per utterance.
import type { Device } from "../home/home.ts";
import { nounOf } from "./answer-grammar.ts";
import type { AnswerLanguage } from "./answer-grammar.ts";
import { plainWords } from "./answer-labels.ts";
import type { ChooseRequest } from "./language-model.ts";
import type { Shortlist } from "./shortlist.ts";

/** An utterance of 15 s holds some 50 words, 300 letters; what is longer is cut so that the prompt stays short. */
const longestSaid = 400;

/** Signs that carry meaning in a sentence. The angle, square and curly brackets and the bar of chat formats are not among them. */
const signsKept = "'.,?%°:-";

/** The constant part. Every answer in it is written in the answer language of `compileAnswers`. */
export const constantPrompt: Pick<ChooseRequest, "systemPrefix" | "examples"> = {
  systemPrefix: "You turn what a person said into commands for a home. Use only the devices listed. "
    + "Answer with commands joined by ; or with none when nothing is to be done.",
  examples: [
    {
      question: "devices: kitchen light, front door (lock, hall), bedroom blind (cover)\nsaid: turn the kitchen light on and lock the front door please",
      answer: "on kitchen light; lock front door",
    },
    {
      question: "devices: living room lamp (light), thermostat (hall)\nroom: living room\nsaid: i can hardly see my book and it is cold in here",
      answer: "brighter living room lamp 20%; warmer thermostat 1",
    },
    { question: "devices: radio (switch, kitchen)\nsaid: what do you think about the news on the radio", answer: "none" },
    {
      question: "devices: desk lamp (light, office), ceiling light (office)\nroom: office\nsaid: all the lights off but make the desk lamp blue at forty percent",
      answer: "off all office lights; color desk lamp blue; brightness desk lamp 40%",
    },
    { question: "devices: garage door (cover), bathroom heating (thermostat)\nsaid: did i leave the garage open", answer: "is garage door open" },
    { question: "devices: bathroom heating (thermostat), bathroom fan\nsaid: bathroom to twenty two degrees", answer: "temperature bathroom heating 22" },
    { question: "devices: bedroom fan, bedroom blind (cover)\nsaid: tell me a joke", answer: "none" },
  ],
};

/** The part of one utterance: the candidates as the answer language calls them, the room, the words. */
export function questionFor(said: string, shortlist: Shortlist, language: AnswerLanguage): string {
  const devices = shortlist.devices.map((device) => described(device, language)).join(", ");
  const room = shortlist.heardIn === undefined ? undefined : language.areaLabels.get(shortlist.heardIn.id);
  return [
    `devices: ${devices}`,
    ...(room === undefined ? [] : [`room: ${room}`]),
    `said: ${plainWords(said, signsKept, longestSaid)}`,
  ].join("\n");
}

/** The label, and in brackets its kind and room where the label does not tell. */
function described(device: Device, language: AnswerLanguage): string {
  const label = language.labels.get(device.id) ?? "";
  const room = device.areaId === undefined ? undefined : language.areaLabels.get(device.areaId);
  const noun = nounOf[device.kind];
  const untold = [noun, room].filter((word) => word !== undefined && !label.includes(word));
  return untold.length === 0 ? label : `${label} (${untold.join(", ")})`;
}
