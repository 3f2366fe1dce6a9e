// (pure) How far apart two words sound, and the key under which words that may sound alike are found.

/**
 * Sounds, one letter each. Vowels: A E I O U. Consonants as usual, and X as in "shoe", Q as in "jam", J as in "chair", 0 as in "thin".
 * The classes are those of Soundex and Metaphone: what is mistaken for one another shares one.
 */
const classes: Readonly<Record<string, string>> = { P: "P", B: "P", F: "F", V: "F", T: "T", D: "T", "0": "T", K: "K", G: "K", S: "S", Z: "S", X: "S", Q: "S", J: "S", M: "N", N: "N", L: "L", R: "R" };

/** H, W and Y are too faint to be looked up by. */
const vowels = "AEIOU";

/**
 * Prices of hearing one sound for another; 1 is for two that have nothing in common. The order of these prices follows the
 * confusions that G. A. Miller and P. Nicely counted ("An Analysis of Perceptual Confusions Among Some English Consonants", JASA
 * 27, 1955: voicing and nasality are heard best, place worst); their size is set so that the pairs in the tests come out right.
 */
const prices = { nearVowels: 0.15, vowels: 0.3, voicing: 0.3, place: 0.4, sameClass: 0.5, other: 1 } as const;
const nearVowels = pairs("EI AE OU AO");
const voicing = pairs("PB TD KG FV SZ XQ XJ QJ");
const place = pairs("MN 0F 0S BV WV SX ZX ZQ SJ HF QG");

/** Prices of a sound too many or too few. */
const lost = { h: 0.2, vowel: 0.4, faint: 0.5, end: 0.7, other: 1 } as const;

/**
 * 0 for words that sound the same, 1 for words without a sound in common.
 * @param most gives up beyond this, as soon as no way is left, and returns 1
 */
export function soundDistance(from: string, to: string, most = 1): number {
  const longest = Math.max(from.length, to.length);
  if (from === to || longest === 0) return 0;
  const limit = most * longest;
  const lostIn = Array.from(to, (_sound, at) => lostPrice(to, at));
  let above = [0];
  for (const [column, price] of lostIn.entries()) above.push((above[column] ?? 0) + price);
  for (let row = 0; row < from.length; row++) {
    const lostHere = lostPrice(from, row);
    const line = [(above[0] ?? 0) + lostHere];
    let least = line[0] ?? 0;
    for (let column = 0; column < to.length; column++) {
      const change = (above[column] ?? 0) + changePrice(from.charAt(row), to.charAt(column));
      const cheapest = Math.min(change, (above[column + 1] ?? 0) + lostHere, (line[column] ?? 0) + (lostIn[column] ?? 1));
      line.push(cheapest);
      if (cheapest < least) least = cheapest;
    }
    if (least > limit) return 1;
    above = line;
  }
  return Math.min(1, (above.at(-1) ?? longest) / longest);
}

/** Do two words begin alike? A beginning is what people hear best and mistype least. */
export function beginAlike(from: string, to: string): boolean {
  const [one, other] = [from.replace(/^H/, ""), to.replace(/^H/, "")];
  return changePrice(one.charAt(0), other.charAt(0)) <= prices.sameClass;
}

/**
 * The classes of the consonants, and whether a vowel comes first: "AKP" for "Ecobee" as for "incubi". What is easily swallowed is
 * left out. Words that sound alike have keys at most one letter apart.
 */
export function soundKey(sounds: string): string {
  let key = vowels.includes(sounds.charAt(0)) ? "A" : "";
  for (let at = 0; at < sounds.length; at++) {
    const group = classes[sounds.charAt(at)];
    if (group !== undefined && !key.endsWith(group) && !isBeforeConsonant(sounds, at)) key += group;
  }
  return key;
}

/** "n" and "m" before a consonant, and "r" between a vowel and one. */
function isBeforeConsonant(sounds: string, at: number): boolean {
  const [before, sound, after] = [sounds.charAt(at - 1), sounds.charAt(at), sounds.charAt(at + 1)];
  if (sound === "R") return before !== "" && vowels.includes(before) && (after === "" || !vowels.includes(after));
  return "NM".includes(sound) && after !== "" && !vowels.includes(after);
}

/** All prices, worked out once: by the codes of both sounds, which are letters and digits. */
const changePrices = tableOfPrices();

function changePrice(from: string, to: string): number {
  if (from === to) return 0;
  if (from > "\u007f" || to > "\u007f") return prices.other;
  return changePrices[(from.charCodeAt(0) << 7) | to.charCodeAt(0)] ?? prices.other;
}

function tableOfPrices(): Float64Array {
  const table = new Float64Array(128 * 128).fill(prices.other);
  const sounds = [...vowels, ...Object.keys(classes), ..."HWY"];
  for (const from of sounds) for (const to of sounds) table[(from.charCodeAt(0) << 7) | to.charCodeAt(0)] = priceOf(from, to);
  return table;
}

function priceOf(from: string, to: string): number {
  const pair = from + to;
  if (from === to) return 0;
  if (vowels.includes(from) && vowels.includes(to)) return nearVowels.has(pair) ? prices.nearVowels : prices.vowels;
  if (voicing.has(pair)) return prices.voicing;
  if (place.has(pair)) return prices.place;
  return classes[from] !== undefined && classes[from] === classes[to] ? prices.sameClass : prices.other;
}

/** An "n" or "m" before a consonant, an "r" after a vowel, a "p" after an "m", and less so "t", "d" or "s" at the end are swallowed easily. */
function lostPrice(sounds: string, at: number): number {
  const sound = sounds.charAt(at);
  if (sound === "H") return lost.h;
  if ("WY".includes(sound)) return lost.faint;
  if (vowels.includes(sound)) return lost.vowel;
  const [before, after] = [sounds.charAt(at - 1), sounds.charAt(at + 1)];
  if ("NM".includes(sound) && after !== "" && !vowels.includes(after)) return lost.faint;
  if (sound === "R" && before !== "" && vowels.includes(before)) return lost.faint;
  if ("PB".includes(sound) && before === "M") return lost.faint;
  return after === "" && "TDSZ".includes(sound) ? lost.end : lost.other;
}

function pairs(text: string): ReadonlySet<string> {
  return new Set(text.split(" ").flatMap((pair) => [pair, `${pair.charAt(1)}${pair.charAt(0)}`]));
}
