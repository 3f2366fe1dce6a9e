// (pure) Runs a language's spelling rules over a word.

type Rules = readonly (readonly [spelling: string, sounds: string])[];
type Rule = { readonly pattern: RegExp; readonly sounds: string };

/** Longer words are no words; and none costs more than this. */
const longestWord = 40;

/**
 * Makes the function word → sounds, one letter for each as in sound-distance.ts. What no rule speaks of (digits, other
 * scripts) stays as it is and so is equal only to itself.
 */
export function createSpeller({ rules }: { readonly rules: Rules }): (word: string) => string {
  const byLetter = new Map<string, Rule[]>();
  for (const [spelling, sounds] of rules) {
    const rule = { pattern: new RegExp(spelling, "y"), sounds };
    for (const letter of firstLetters(spelling)) byLetter.set(letter, [...(byLetter.get(letter) ?? []), rule]);
  }
  return (word) => {
    const text = word.slice(0, longestWord);
    let sounds = "";
    for (let at = 0; at < text.length;) {
      const found = firstFit(byLetter.get(text.charAt(at)) ?? [], text, at);
      sounds = joined(sounds, found?.sounds ?? text.charAt(at));
      at += found?.length ?? 1;
    }
    return sounds;
  };
}

function firstFit(rules: readonly Rule[], text: string, at: number): { readonly sounds: string; readonly length: number } | undefined {
  for (const { pattern, sounds } of rules) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null && found[0] !== "") return { sounds: sounds.replace("$1", found[1]?.toUpperCase() ?? ""), length: found[0].length };
  }
  return undefined;
}

/** The letters a spelling may begin with, so that each place of a word is tried by few rules. */
function firstLetters(spelling: string): readonly string[] {
  const bare = spelling.replace(/\(\?<?[=!][^)]*\)/g, "").replace(/\(\?:|[()^]/g, "");
  return [...new Set(bare.split("|").flatMap((option) => option.startsWith("[") ? Array.from(option.slice(1, option.indexOf("]"))) : [option.charAt(0)]))];
}

/** Two vowels in a row are one, and a consonant is said once. */
function joined(before: string, more: string): string {
  const last = before.charAt(before.length - 1);
  const first = more.charAt(0);
  return last === first || (isVowel(last) && isVowel(first)) ? before + more.slice(1) : before + more;
}

function isVowel(sound: string): boolean {
  return sound !== "" && "AEIOU".includes(sound);
}
