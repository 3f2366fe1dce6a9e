// Every template of every language, sampled and parsed back: it is understood as what it is a template of, and as nothing else.
import { describe, expect, it } from "vitest";
import type { AreaId, Home } from "../../src/home/home.ts";
import type { Intent, Intents, Sentence } from "../../src/understand/intent.ts";
import { createPhrases } from "../../src/understand/phrases.ts";
import { createSampler } from "../../src/understand/sample-sentences.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import type { Try } from "../../src/understand/understand-one.ts";
import { seededRandom } from "../fakes/seeded-random.ts";
import { intentsOf, languages, starHome } from "./all-languages.ts";

/** Sentences drawn from each template, which may stand for thousands; more until one of them fits the house. */
const samples = 25;
const mostSamples = 1000;
const home: Home = starHome();
const context = { home, heardInAreaId: "orion" as AreaId, signal: new AbortController().signal };

/** A timer may be called anything; here it is called so. */
function* drawn(intents: Intents, intent: Intent, sentence: Sentence, seed: number): Generator<string> {
  const named = createPhrases([[["pizza"], "pizza"]]);
  const slots = Object.fromEntries(Object.entries(intent.slots).map(([name, spec]) => [name, spec.list === "label" ? { list: "oneOf" as const, name: "label", phrases: named } : spec]));
  const only = { ...intents, intents: [{ ...intent, slots, sentences: [sentence] }] };
  const draw = createSampler(only, home, seededRandom(seed));
  for (let count = 0; count < mostSamples; count++) {
    const sample = draw();
    if (sample !== undefined) yield sample.text;
  }
}

describe.each(languages)("every template of %s", async (language) => {
  const intents = await intentsOf(language);
  let tries: Try[] = [];
  const parse = createTemplateParser(intents, (tried) => { tries.push(tried); });
  it.each(intents.intents.map((intent) => [intent.id, intent] as const))("of %s parses back to it", async (id, intent) => {
    const wrong: string[] = [];
    for (const [index, sentence] of intent.sentences.entries()) {
      let own = 0;
      const others: string[] = [];
      let count = 0;
      for (const text of drawn(intents, intent, sentence, index)) {
        if (++count > samples && own > 0) break;
        tries = [];
        const result = await parse(text, context);
        const isRead = tries.some(({ readings }) => readings.some(({ match: { accepted } }) => accepted.intent.id === id && accepted.text === sentence.text));
        const taken = result.kind === "commands" ? result.matches.map((match) => match.intent).join(", ") : `${result.reason} ${result.subject ?? ""}`;
        if (result.kind === "commands" && result.matches.some((match) => match.intent === id)) own++;
        // Two intents may share a sentence when the device tells them apart; that they are of one command is the least.
        else if (result.kind === "commands" && result.commands.some(({ type }) => type !== intent.command.type)) wrong.push(`${text} (${sentence.text}): taken as ${taken}`);
        else others.push(`${text}: ${taken}`);
        if (!isRead) wrong.push(`${text} (${sentence.text}): not read as itself, but ${taken}`);
      }
      if (own === 0) wrong.push(`${sentence.text}: never taken as itself; ${others[0] ?? "nothing could be drawn"}`);
    }
    expect(wrong).toEqual([]);
  });
});
