// (pure) One command of a breath: by its own words, with an exception taken out, or as a bare value for what was just spoken of.
import { createDevicePhrases, type DevicePhrases } from "./device-phrases.ts";
import type { Failure, Surroundings } from "./choice.ts";
import { createExceptions } from "./exceptions.ts";
import { framed, framesOf } from "./follow-up-frames.ts";
import type { Intents } from "./intent.ts";
import { createPronouns, type Pronouns } from "./pronouns.ts";
import type { NameIndex } from "./names.ts";
import { createPhrases, longestAt } from "./phrases.ts";
import type { Recent } from "./recent.ts";
import { createUnderstandOne, type OnTry, type Understood } from "./understand-one.ts";
import { textOf, type Word } from "./words.ts";

/** Where words were said, and after what. The names are those of the home, without pronouns. */
export type Around = Surroundings & { readonly recent: Recent | undefined };

export type UnderstandPiece = {
  readonly understand: (words: readonly Word[], around: Around) => Understood | Failure;
  readonly why: (words: readonly Word[], around: Around) => Failure;
  readonly phrases: DevicePhrases;
  readonly pronouns: Pronouns;
};

export function createUnderstandPiece(intents: Intents, onTry?: OnTry): UnderstandPiece {
  const pronouns = createPronouns(intents);
  const phrases = createDevicePhrases(intents);
  const one = createUnderstandOne(intents, onTry);
  const complete = framesOf(intents.context.followUps.complete, intents.normalise);
  const except = createExceptions(intents, phrases, one.understand);
  const saysWhat = createSaysWhat(intents, pronouns);
  const over = (around: Around): Surroundings => ({ ...around, index: pronouns.over(around.index, around.recent) });
  return {
    phrases, pronouns,
    understand(words, around) {
      const said = over(around);
      const own = one.understand(words, said);
      if (own.ok) return isBare(own) ? completed(words, said, around) ?? own : own;
      const spared = except(words, said);
      if (spared !== undefined && (spared.ok || own.reason === "noMatch")) return spared;
      return completed(words, said, around) ?? own;
    },
    why: (words, around) => {
      const said = over(around);
      const spared = except(words, said);
      return spared?.ok === false ? spared : one.why(words, said);
    },
  };

  /** "a bit brighter" → "make it a bit brighter", where there is something to mean by "it". */
  function completed(words: readonly Word[], said: Surroundings, { recent, index }: Around): Understood | undefined {
    if (recent === undefined || words.length > longestBare || saysWhat(words, index)) return undefined;
    for (const frame of complete) {
      const whole = one.understand(framed(frame, words), said);
      if (whole.ok && meansPronoun(whole)) return whole;
    }
    return undefined;
  }
}

/** "just a little bit brighter than that" */
const longestBare = 7;

function meansPronoun({ match }: Understood): boolean {
  return match.slots.some(({ value }) => value.list === "name" && value.spans.some(({ meant }) => meant !== undefined));
}

/** Is the command for whatever is here? "brighter" is, "the lights brighter" and "everything off" are not. */
function isBare({ match, commands }: Understood): boolean {
  const { target } = match.accepted.intent.command;
  if (target.area?.is === "home" || commands.every(({ deviceIds }) => deviceIds.length === 0)) return false;
  return !match.slots.some(({ value: { list } }) => list === "name" || list === "area" || list === "kind" || list === "quantity");
}

/** Do the words say what they are about: a device, a room, a kind of device, what is measured, or "it"? */
function createSaysWhat({ lists, normalise }: Intents, pronouns: Pronouns): (words: readonly Word[], index: NameIndex) => boolean {
  const plain = (phrase: string) => (normalise(phrase) ?? []).map(textOf);
  const telling = createPhrases([...lists.kinds.flatMap(({ one, many }) => [...one, ...many]), ...lists.quantities.keys()].map((word) => [plain(word), true] as const));
  return (words, index) => {
    const texts = words.map(textOf);
    return pronouns.isIn(texts) || texts.some((_word, at) => longestAt(telling, texts, at) !== undefined || index.areasAt(texts, at).length > 0
      || index.namesAt(texts, at).some(({ groups }) => groups.some(({ names }) => names.anywhere.length > 0)));
  };
}
