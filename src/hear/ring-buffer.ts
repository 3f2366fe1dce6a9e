// The newest few of a stream, such as the sound from just before somebody spoke. (pure)

/** Keeps the newest items, in order. */
export type RingBuffer<T> = {
  /** Adds an item; when full the oldest makes room. */
  readonly push: (item: T) => void;
  /** Hands out what is kept, oldest first, and forgets it. */
  readonly take: () => readonly T[];
  readonly clear: () => void;
};

/** @param capacity how many items are kept; with 0 nothing is */
export function createRingBuffer<T>(capacity: number): RingBuffer<T> {
  let items: T[] = [];
  const take = () => {
    const taken = items;
    items = [];
    return taken;
  };
  return {
    push(item) {
      items.push(item);
      if (items.length > capacity) items.shift();
    },
    take,
    clear: () => void take(),
  };
}
