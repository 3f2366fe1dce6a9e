import { onAbort } from "./abort.ts";

/** A value that arrives later, with its settle functions in hand (Node 20 lacks `Promise.withResolvers`). */
export type Deferred<T> = { readonly promise: Promise<T>; readonly resolve: (value: T) => void; readonly reject: (error: unknown) => void };

export function deferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => { resolve = yes; reject = no; });
  return { promise, resolve, reject };
}

/** Settles as `promise` does, or rejects with the signal's reason as soon as it aborts. The work behind `promise` goes on. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) { promise.catch(() => undefined); return Promise.reject(signal.reason as Error); }
  return new Promise<T>((resolve, reject) => {
    const letGo = onAbort(signal, () => reject(signal.reason as Error));
    promise.then(resolve, reject).finally(letGo);
  });
}

/**
 * A queue that one side pushes into and the other iterates. Bounded: when full the oldest item is dropped and counted,
 * because for sound and for device states the newest is the one that matters.
 */
export type Channel<T> = { push(item: T): void; end(error?: unknown): void; readonly dropped: () => number; iterate(signal: AbortSignal): AsyncIterableIterator<T> };

export function createChannel<T>(capacity: number): Channel<T> {
  const items: T[] = [];
  let ended = false;
  let failure: unknown;
  let droppedCount = 0;
  let wake: (() => void) | undefined;
  return {
    push(item) {
      if (ended) return;
      if (items.length >= capacity) { items.shift(); droppedCount++; }
      items.push(item);
      wake?.();
    },
    end(error) { ended = true; failure = error; wake?.(); },
    dropped: () => droppedCount,
    async *iterate(signal) {
      const letGo = onAbort(signal, () => wake?.());
      try {
        for (;;) {
          if (signal.aborted) return;
          const item = items.shift();
          if (item !== undefined) { yield item; continue; }
          if (ended) { if (failure !== undefined) throw failure; return; }
          await new Promise<void>((resolve) => { wake = resolve; });
          wake = undefined;
        }
      } finally { letGo(); }
    },
  };
}

/** Runs tasks one after another, in the order asked; an aborted wait leaves the line without running. */
export type Mutex = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export function createMutex(): Mutex {
  let tail: Promise<unknown> = Promise.resolve();
  return (task, signal) => {
    const run = tail.then(() => { signal.throwIfAborted(); return task(); });
    tail = run.catch(() => undefined);
    return orAbort(run, signal);
  };
}
