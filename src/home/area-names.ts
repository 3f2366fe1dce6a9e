// (pure) Which room a device is in, when only its name tells.
import { slugOf } from "./config-values.ts";

/** Rooms that a device's name may put it in without anyone having announced them. */
const roomWords = [
  "attic", "balcony", "basement", "bathroom", "bedroom", "cellar", "conservatory", "dining room", "driveway", "entrance",
  "garage", "garden", "guest room", "hall", "hallway", "kids room", "kitchen", "landing", "laundry", "laundry room",
  "living room", "lounge", "master bedroom", "nursery", "office", "pantry", "patio", "porch", "shed", "shower room",
  "sitting room", "study", "terrace", "toilet", "utility room", "workshop",
] as const;

/** Gives undefined when the name tells nothing. Takes the slug of a name: `kitchen_ceiling`. */
export type AreaFinder = (nameSlug: string) => string | undefined;

/**
 * Finds the area that a device's name speaks of: an announced one, or a common room word. "Kitchen ceiling" → "Kitchen".
 * The longest match wins ("Anna's bedroom lamp" is in "Anna's bedroom", not in "bedroom"), one at the start before one
 * further on ("Hall lamp in the garage" is in the hall), of equals the first in the alphabet.
 */
export function createAreaFinder(announced: Iterable<string>): AreaFinder {
  const bySlug = new Map<string, string>();
  for (const area of [...announced, ...roomWords]) {
    const slug = slugOf(area);
    if (slug !== "" && !bySlug.has(slug)) bySlug.set(slug, area);
  }
  return (nameSlug) => {
    let best: { readonly area: string; readonly slug: string; readonly rank: number } | undefined;
    for (const { slug, start } of wordSpans(nameSlug)) {
      const area = bySlug.get(slug);
      if (area === undefined) continue;
      const rank = (start === 0 ? 1000 : 0) + slug.length;
      if (best === undefined || rank > best.rank || (rank === best.rank && slug < best.slug)) best = { area, slug, rank };
    }
    return best === undefined ? undefined : capitalised(best.area);
  };
}

/** Each run of whole words, so that "hall" is not found in "shallow". A name has 64 letters, so there are few. */
function* wordSpans(slug: string): Generator<{ readonly slug: string; readonly start: number }> {
  for (let start = 0; start >= 0; start = slug.indexOf("_", start) + 1 || -1) {
    for (let end = slug.indexOf("_", start); ; end = slug.indexOf("_", end + 1)) {
      yield { slug: slug.slice(start, end < 0 ? undefined : end), start };
      if (end < 0) break;
    }
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
