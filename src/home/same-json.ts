// (pure) Whether two JSON values say the same.

/** Deepest nesting looked at; what lies deeper counts as changed. Real announcements have some ten levels. */
const maxDepth = 30;

/** Compares by content. What is missing and what is undefined is the same, as in JSON. */
export function sameJson(one: unknown, other: unknown, depth = 0): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null || depth > maxDepth) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((item, index) => sameJson(item, other[index], depth + 1));
  }
  const [left, right] = [one as Readonly<Record<string, unknown>>, other as Readonly<Record<string, unknown>>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key], depth + 1));
}
