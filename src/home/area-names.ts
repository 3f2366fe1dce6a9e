// (pure) Which room a device is in, when only its name tells.
import { slugOf } from "./config-values.ts";

/** Rooms that a device's name may put it in without anyone having announced them. */
const roomWords = [
  "attic", "balcony", "basement", "bathroom", "bedroom", "cellar", "conservatory", "dining room", "driveway", "entrance",
  "garage", "garden", "guest room", "hall", "hallway", "kids room", "kitchen", "landing", "laundry", "laundry room",
  "living room", "lounge", "master bedroom", "nursery", "office", "pantry", "patio", "porch", "shed", "shower room",
  "sitting room", "study", "terrace", "toilet", "utility room", "workshop",
] as const;

/**
 * Finds the area that a device's name speaks of: an announced one, or a common room word. "Kitchen ceiling" → "Kitchen".
 * The longest match wins ("Anna's bedroom lamp" is in "Anna's bedroom", not in "bedroom"), one at the start before one
 * further on ("Hall lamp in the garage" is in the hall). The finder gives undefined when the name tells nothing.
 */
export function createAreaFinder(announced: Iterable<string>): (deviceName: string) => string | undefined {
  const areas = [...announced, ...roomWords].map((area) => ({ area, words: wordsOf(area) })).filter(({ words }) => words.trim() !== "");
  return (deviceName) => {
    const name = wordsOf(deviceName);
    let best: { readonly area: string; readonly rank: number } | undefined;
    for (const { area, words } of areas) {
      const rank = name.startsWith(words) ? 1000 + words.length : name.includes(words) ? words.length : 0;
      if (rank > (best?.rank ?? 0)) best = { area, rank };
    }
    return best === undefined ? undefined : capitalised(best.area);
  };
}

/** ` kitchen ceiling `: words with a blank on either side, so that "hall" is not found in "shallow". */
function wordsOf(text: string): string {
  return ` ${slugOf(text).replaceAll("_", " ")} `;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
