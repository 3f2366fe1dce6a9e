// (pure) A word of a sentence that is nearly one of the home's names: by its sound, by one letter, or as a part of a compound.
import { isUnspaced } from "../base/scripts.ts";
import { againstRival, type Edit, guess, type Hearing, sure } from "./heard-edit.ts";
import type { HomeWordsIndex } from "./home-words.ts";
import { type Likeness, likenesses, limits } from "./sound-words.ts";

/** Shorter parts of a compound are endings rather than words. */
const shortestPart = 3;
/**
 * A word that stands without the rest of a name has to sound nearer, 0..1, the more so when it is short. SOURCE: of 1,800 everyday
 * words, "disco" for "desk" (0.10) and "songs" for "Sonos" (0.14) are the nearest that are wrong; "incubi" for "Ecobee" is 0.13.
 */
const alikeAlone = { short: 0.09, long: 0.14 } as const;
const shortSounds = 5;
/** Beside the rest of its name, "sealing" (0.03) is "ceiling", though there is such a word; "bathroom" (0.11) is not "bedroom". */
const slack = 0.05;
/** One word that is nearly one of the home's. */
function misheard(words: readonly string[], at: number, { home, soundOf, isOrdinary }: Hearing): readonly Edit[] {
  const letters = words[at] ?? "";
  const sounds = soundOf(letters);
  return home.near({ letters, sounds }).flatMap((near): readonly Edit[] => {
    const [only = ""] = near.words;
    const isSupported = near.words.length > 1 || isBeside(words, at, only, home);
    // "rec" is too short to stand by itself, but not beside the "room" of "rec room". Nor is "flight" a question about all lights.
    const isWeak = near.isShort || (near.likeness !== "alike" && isOrdinary(only));
    if (isSupported) return againstRival(guess(at, at + 1, near), near.rival, -slack);
    const { short, long } = alikeAlone;
    const isAlike = near.isTypo || near.distance <= (Math.max(near.sounds.length, sounds.length) <= shortSounds ? short : long);
    return isWeak ? [] : againstRival(isAlike ? guess(at, at + 1, near) : { ...guess(at, at + 1, near), likeness: worse(near.likeness, "perhaps") }, near.rival, limits.margin);
  });
}

function worse(one: Likeness, other: Likeness): Likeness {
  return likenesses.indexOf(one) > likenesses.indexOf(other) ? one : other;
}

/** A word of the language that sounds the same as one of a name, beside the rest of that name: "pull table". Asked after, for it was said. */
export function sameSound(words: readonly string[], at: number, { home, soundOf }: Hearing): readonly Edit[] {
  const said = words[at] ?? "";
  const near = home.near({ letters: said, sounds: soundOf(said) });
  return near.filter(({ words: [only = "", ...more], distance }) => distance === 0 && only !== said && more.length === 0 && isBeside(words, at, only, home))
    .map((one) => ({ ...guess(at, at + 1, one), likeness: "perhaps" }));
}

/** Two characters that both were written with others of the same sound: "我是" for "臥室". Asked after where one of them is a word of the language. */
export function sameSyllables(words: readonly string[], at: number, unknown: ReadonlySet<number>, { home, soundOf }: Hearing): readonly Edit[] {
  const [first = "", second = ""] = words.slice(at, at + 2);
  if (!isUnspaced(first) || !isUnspaced(second)) return [];
  return home.near({ letters: first + second, sounds: soundOf(first) + soundOf(second) })
    .filter(({ words: [one, other], distance }) => distance === 0 && other !== undefined && one !== first && other !== second)
    .map((near) => ({ ...guess(at, at + 2, near), likeness: unknown.has(at) && unknown.has(at + 1) ? "alike" : "perhaps" }));
}

/** Would this word stand beside its neighbour as it does in a name of the home? */
function isBeside(words: readonly string[], at: number, word: string, home: HomeWordsIndex): boolean {
  return home.follows(words[at - 1] ?? "", word) || home.follows(word, words[at + 1] ?? "");
}

/**
 * "livingroom", "Wohnzimmerlicht", "Küchenlampe": two known parts, perhaps with a linking letter between them, the first of which
 * may be misheard. "Kellerlampe" is no such thing where there is no cellar, and then no other lamp either.
 */
export function compoundOrMisheard(words: readonly string[], at: number, hearing: Hearing): readonly Edit[] {
  const { home, possessives } = hearing;
  const said = words[at] ?? "";
  const owners = possessives.filter((ending) => said.endsWith(ending)).map((ending) => said.slice(0, -ending.length)).filter((owner) => home.has(owner));
  const whole = [...home.joined(said).map((found) => found.words), ...owners.map((owner) => [owner])];
  const cuts = cutsOf(said, hearing);
  const known = [...whole, ...cuts.flatMap(({ heads, tails }) => heads.flatMap((head) => home.joined(head).flatMap((first) => tails.map((last) => [...first.words, ...last]))))];
  if (known.length > 0) return known.map((found) => sure(at, at + 1, found));
  if (cuts.some(({ heads }) => heads.some((head) => home.isCommon(head)))) return [];
  return [...misheard(words, at, hearing), ...cuts.flatMap((cut) => misheardHead(cut, at, hearing))];
}

type Cut = { readonly heads: readonly string[]; readonly tails: readonly (readonly string[])[] };

/** The ways to cut a word in two of which the second is known; of the first, with and without a link. */
function cutsOf(said: string, { home, links }: Hearing): readonly Cut[] {
  const cuts: Cut[] = [];
  for (let cut = shortestPart; cut <= said.length - shortestPart; cut++) {
    const tails = home.joined(said.slice(cut)).map(({ words }) => words);
    if (tails.length === 0) continue;
    const head = said.slice(0, cut);
    cuts.push({ tails, heads: ["", ...links].filter((link) => head.endsWith(link)).map((link) => head.slice(0, head.length - link.length)).filter((part) => part.length >= shortestPart) });
  }
  return cuts;
}

/** "Wonzimmerlicht" */
function misheardHead({ heads, tails }: Cut, at: number, { home, soundOf }: Hearing): readonly Edit[] {
  const [head = ""] = heads;
  return home.near({ letters: head, sounds: soundOf(head) }).filter(({ likeness, isShort }) => likeness === "alike" && !isShort)
    .flatMap((near) => tails.flatMap((tail) => againstRival({ ...guess(at, at + 1, near), words: [...near.words, ...tail] }, near.rival, limits.margin)));
}
