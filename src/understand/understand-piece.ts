// (pure) One command of a breath: by its own words, with an exception taken out, or as a bare value for what was just spoken of.
import { createDevicePhrases, type DevicePhrases } from "./device-phrases.ts";
import type { DeviceId } from "../home/home.ts";
import type { Failure, Surroundings } from "./choice.ts";
import { chooseMeant } from "./choose-meant.ts";
import { createExceptions } from "./exceptions.ts";
import { createFit } from "./fit.ts";
import { framed, framesOf } from "./follow-up-frames.ts";
import type { Intents } from "./intent.ts";
import { createPronouns, type Pronouns } from "./pronouns.ts";
import { createNameWords } from "./name-words.ts";
import type { NameIndex } from "./names.ts";
import { createPhrases, longestAt } from "./phrases.ts";
import type { Recent } from "./recent.ts";
import { resolveFor } from "./resolve.ts";
import { createUnderstandOne, noMatch, type OnTry, type Understood } from "./understand-one.ts";
import { saidOf, textOf, type Word } from "./words.ts";

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
  const saysWhat = createSaysWhat(intents);
  const { telling } = createNameWords(intents);
  const over = (around: Around): Surroundings => ({ ...around, index: pronouns.over(around.index, around.recent) });
  return {
    phrases, pronouns,
    understand(words, around) {
      const said = over(around);
      const read = one.understand(words, said);
      const own = read.ok && isOneOfName(read) ? noMatch : read;
      const { recent } = around;
      const isOpen = recent !== undefined && words.length <= longestBare && !saysWhat(words, around.index);
      if (own.ok) return isOpen && isBare(own) ? forRecent(own, around) ?? completed(words, said) ?? own : own;
      const spared = except(words, said);
      if (spared !== undefined && (spared.ok || own.reason === "noMatch")) return spared;
      return (isOpen ? completed(words, said) ?? (own.reason === "ambiguousName" ? withRecent(words, said, recent) : undefined) : undefined) ?? own;
    },
    why: (words, around) => {
      const said = over(around);
      const spared = except(words, said);
      return spared?.ok === false ? spared : one.why(words, said);
    },
  };

  /** "pause", in a room with a player, is for the player elsewhere that was just spoken of. */
  function forRecent(own: Understood, around: Around): Understood | undefined {
    const { kinds } = own.match.accepted.intent.command.target;
    const meant = { called: "", number: "one", spoken: pronouns.spoken(around.index, around.recent) } as const;
    const choice = chooseMeant(meant, { fit: createFit(own.match), mayBe: ({ kind }) => kinds === undefined || kinds.includes(kind), around: { ...around, words: [] } });
    const resolution = choice.ok ? resolveFor(own.match, choice, "named") : choice;
    return resolution.ok ? { ...own, commands: resolution.commands, rank: resolution.rank } : undefined;
  }

  /** "two degrees warmer", where it could be one thermostat or another: the one that was spoken of. */
  function withRecent(words: readonly Word[], said: Surroundings, recent: Recent): Understood | undefined {
    const deviceIds = new Set(recent.pieces.flatMap(({ commands }) => commands).flatMap((command): readonly DeviceId[] => command.deviceIds));
    const result = one.understand(words, { ...said, meant: { deviceIds, areaIds: new Set() } });
    return result.ok && isBare(result) ? result : undefined;
  }

  /** "a bit brighter" → "make it a bit brighter", where there is something to mean by "it". */
  function completed(words: readonly Word[], said: Surroundings): Understood | undefined {
    if (pronouns.isIn(words.map(textOf)) || telling(words).length === 0) return undefined;
    for (const frame of complete) {
      const whole = one.understand(framed(frame, words), said);
      if (whole.ok && meansPronoun(whole)) return whole;
    }
    return undefined;
  }

  /** "the right one" is no curtain at one percent: a word such as "one" behind a name is no number. */
  function isOneOfName({ match, words }: Understood): boolean {
    return match.slots.some(({ start, end, value }, at) => value.list === "number" && end === start + 1 && match.slots[at - 1]?.value.list === "name" && match.slots[at - 1]?.end === start && telling(words.slice(start, end)).length === 0 && !/\d/.test(saidOf(words[start] ?? noWord)));
  }
}

const noWord: Word = { text: "", afterBreak: false };

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

/** Do the words say what they are about: a device, a room, a kind of device, or what is measured? */
function createSaysWhat({ lists, normalise }: Intents): (words: readonly Word[], index: NameIndex) => boolean {
  const plain = (phrase: string) => (normalise(phrase) ?? []).map(textOf);
  const telling = createPhrases([...lists.kinds.flatMap(({ one, many }) => [...one, ...many]), ...lists.quantities.keys()].map((word) => [plain(word), true] as const));
  return (words, index) => {
    const texts = words.map(textOf);
    return texts.some((_word, at) => longestAt(telling, texts, at) !== undefined || index.areasAt(texts, at).length > 0
      || index.namesAt(texts, at).some(({ groups }) => groups.some(({ names }) => names.anywhere.length > 0)));
  };
}
