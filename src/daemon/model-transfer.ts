// The bytes of a model from a server into its unfinished file, over as many connections as it takes.
import { AssistantError } from "../base/errors.ts";
import { backoffMs, type NowMs, sleep } from "../base/time.ts";
import type { ModelPart } from "./model-part.ts";
import { type Lost, requestModel } from "./model-request.ts";
import type { ModelEntry } from "./models.ts";
import { megabytes } from "./progress-bar.ts";

/** When a transfer gives up. */
export type Patience = {
  /** Tries in a row that bring less than a megabyte each. */
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Silence after which a connection counts as dead. */
  readonly stallMs: number;
};

/** Bears a router that restarts (a minute or two), not a server that is gone. */
export const standardPatience: Patience = { attempts: 6, firstWaitMs: 1000, longestWaitMs: 30_000, stallMs: 30_000 };

/** A try that brought so much was a good one, and the count of bad ones begins again. */
const goodTryBytes = 1_000_000;
const renewEveryMs = 5000;

export type Transfer = {
  readonly entry: ModelEntry;
  readonly url: string;
  readonly partPath: string;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  readonly nowMs: NowMs;
  readonly limits: Patience;
  /** Says every few seconds that the work goes on; throws when it must not. */
  readonly renew: () => Promise<void>;
  readonly onProgress?: (doneBytes: number) => void;
  readonly onRetry?: (retry: { readonly reason: string; readonly waitMs: number }) => void;
};

/**
 * Returns when `part` holds as many bytes as the model has; whether they are the right ones is not looked at here.
 * @throws DOWNLOAD_FAILED
 */
export async function transfer(task: Transfer, part: ModelPart): Promise<void> {
  const { limits } = task;
  let failures = 0;
  let received = false;
  while (part.doneBytes() < task.entry.bytes) {
    const before = part.doneBytes();
    const lost = await attempt(task, part);
    if (lost === undefined) continue;
    received ||= part.doneBytes() !== before;
    failures = part.doneBytes() - before >= goodTryBytes ? 1 : failures + 1;
    // A network that was never there does not come back in a minute; one that was may.
    if (lost.noNetwork && !received) throw gaveUp(task, part, lost, `cannot reach ${new URL(task.url).host} (${lost.reason}). Check this machine's network, or name a server in it as models.mirror in the config`);
    if (failures >= limits.attempts) throw gaveUp(task, part, lost, `${failures} tries failed, the last one by: ${lost.reason}`);
    const waitMs = Math.min(lost.retryAfterMs ?? backoffMs(failures - 1, { firstMs: limits.firstWaitMs, maxMs: limits.longestWaitMs }), limits.longestWaitMs);
    task.onRetry?.({ reason: lost.reason, waitMs });
    await task.renew();
    await sleep(waitMs, task.signal);
  }
}

/** One request. Undefined when the transfer is done or begins again, else why it stopped. */
async function attempt(task: Transfer, part: ModelPart): Promise<Lost | undefined> {
  const { url, entry } = task;
  const answer = await requestModel({ url, fromByte: part.doneBytes(), totalBytes: entry.bytes, etag: part.etag() }, { fetch: task.fetch, signal: task.signal, stallMs: task.limits.stallMs });
  switch (answer.kind) {
    case "lost": return answer;
    case "startOver":
      if (part.doneBytes() === 0) throw new AssistantError("DOWNLOAD_FAILED", `${url}: the server refuses even the first byte. Name another server as models.mirror in the config.`);
      await part.restart(undefined);
      return undefined;
    case "bytes":
      if (answer.fromByte === 0) await part.restart(answer.etag);
      return receive(task, part, answer.chunks);
  }
}

async function receive(task: Transfer, part: ModelPart, chunks: AsyncIterable<Uint8Array | Lost>): Promise<Lost | undefined> {
  const { entry, nowMs } = task;
  let renewedAtMs = nowMs();
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) return chunk;
    if (part.doneBytes() + chunk.length > entry.bytes) throw new AssistantError("DOWNLOAD_FAILED", `${task.url}: the server sends more than the ${entry.bytes} bytes of the model, so it has another file there. Name another server as models.mirror in the config.`);
    await part.append(chunk);
    task.onProgress?.(part.doneBytes());
    if (nowMs() - renewedAtMs > renewEveryMs) {
      await task.renew();
      renewedAtMs = nowMs();
    }
  }
  return part.doneBytes() === entry.bytes ? undefined : { kind: "lost", reason: "the connection ended early", retryAfterMs: undefined, noNetwork: false, cause: undefined };
}

function gaveUp({ entry, partPath }: Transfer, part: ModelPart, lost: Lost, what: string): AssistantError {
  const kept = part.doneBytes() === 0 ? "Nothing was kept" : `${megabytes(part.doneBytes())} of ${megabytes(entry.bytes)} MB are kept in ${partPath}`;
  return new AssistantError("DOWNLOAD_FAILED", `${entry.id}: ${what}. ${kept}; \`sotto models pull ${entry.id}\` goes on from there.`, { cause: lost.cause });
}
