/** An array with at least one element. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** `items` as a `NonEmpty`, or undefined when there are none. */
export function nonEmpty<T>(items: readonly T[]): NonEmpty<T> | undefined {
  return items.length > 0 ? (items as unknown as NonEmpty<T>) : undefined;
}

/** Makes a `switch` exhaustive: the compiler refuses a case that was forgotten. */
export function unreachable(value: never): never {
  throw new TypeError(`unreachable: ${JSON.stringify(value)}`);
}
