// One HTTP request for a model, or for the rest of it, and what the answer means.
import { AssistantError, isAbort, messageOf } from "../base/errors.ts";
import { orAbort } from "../base/async.ts";
import { deadlineSignal } from "../base/time.ts";

export type ModelRequestFacts = {
  readonly url: string;
  /** Bytes that are there already. */
  readonly fromByte: number;
  readonly totalBytes: number;
  readonly etag: string | undefined;
};

export type ModelAnswer =
  /** `fromByte` is 0 when the server sends the whole file, asked for or not. The chunks end with a `Lost` when the connection breaks. */
  | { readonly kind: "bytes"; readonly fromByte: number; readonly etag: string | undefined; readonly chunks: AsyncIterable<Uint8Array | Lost> }
  /** What is there already does not go with what the server has: ask for the whole. */
  | { readonly kind: "startOver" }
  | Lost;

/** It did not work, but may when it is tried again. */
export type Lost = { readonly kind: "lost"; readonly reason: string; readonly retryAfterMs: number | undefined; readonly noNetwork: boolean; readonly cause: unknown };

export type ModelClient = { readonly fetch: typeof fetch; readonly signal: AbortSignal; /** Silence after which a connection counts as dead. */ readonly stallMs: number };

/**
 * Asks for the bytes from `fromByte` on. Rejects with the signal's reason on abort.
 * @throws DOWNLOAD_FAILED when another try would end alike (404, a file of another size, a wrong certificate)
 */
export async function requestModel(facts: ModelRequestFacts, client: ModelClient): Promise<ModelAnswer> {
  try {
    using deadline = deadlineSignal(client.signal, client.stallMs);
    const response = await client.fetch(facts.url, { headers: headersFor(facts), redirect: "follow", signal: deadline.signal });
    const answer = read(response, facts, client);
    if (answer.kind !== "bytes") await response.body?.cancel();
    return answer;
  } catch (error) {
    if (error instanceof AssistantError || isAbort(error, client.signal)) throw error;
    return lostBy(error, facts.url);
  }
}

/** SOURCE RFC 9110 13.1.5: If-Range takes a strong ETag only; 14.2: a server may ignore Range. */
function headersFor({ fromByte, etag }: ModelRequestFacts): Record<string, string> {
  // Compressed bytes could be neither counted nor resumed.
  const headers = { "accept-encoding": "identity" };
  if (fromByte === 0) return headers;
  return { ...headers, range: `bytes=${fromByte}-`, ...(etag === undefined ? {} : { "if-range": etag }) };
}

function read(response: Response, facts: ModelRequestFacts, client: ModelClient): ModelAnswer {
  switch (response.status) {
    case 200: return whole(response, facts, client);
    case 206: return rest(response, facts, client);
    case 416: return { kind: "startOver" };
    case 408: case 425: case 429: case 500: case 502: case 503: case 504:
      return { kind: "lost", reason: `HTTP ${response.status}`, retryAfterMs: retryAfterMs(response), noNetwork: false, cause: undefined };
    case 404: case 410: throw new AssistantError("DOWNLOAD_FAILED", `${facts.url}: HTTP ${response.status}, there is no such file. Install a newer Sotto, or name a server that has it as models.mirror in the config.`);
    default: throw new AssistantError("DOWNLOAD_FAILED", `${facts.url}: HTTP ${response.status} ${response.statusText}. A proxy or a login may stand in between; try the address in a browser, or set models.mirror in the config.`);
  }
}

function whole(response: Response, facts: ModelRequestFacts, client: ModelClient): ModelAnswer {
  const length = response.headers.get("content-length");
  if (response.headers.get("content-type")?.startsWith("text/html") === true) throw otherFile(facts, "a web page");
  if (length !== null && Number(length) !== facts.totalBytes) throw otherFile(facts, `${length} bytes`);
  return { kind: "bytes", fromByte: 0, etag: strongEtag(response), chunks: chunksOf(response, facts, client) };
}

function rest(response: Response, facts: ModelRequestFacts, client: ModelClient): ModelAnswer {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "");
  const [, first, total] = range ?? [];
  if (total !== undefined && total !== "*" && Number(total) !== facts.totalBytes) throw otherFile(facts, `${total} bytes`);
  const etag = strongEtag(response);
  const isOther = etag !== undefined && facts.etag !== undefined && etag !== facts.etag;
  if (first === undefined || Number(first) !== facts.fromByte || isOther) return { kind: "startOver" };
  return { kind: "bytes", fromByte: facts.fromByte, etag, chunks: chunksOf(response, facts, client) };
}

function otherFile({ url, totalBytes }: ModelRequestFacts, found: string): AssistantError {
  return new AssistantError("DOWNLOAD_FAILED", `${url}: the server has ${found} there, the model has ${totalBytes}. A login page or a wrong models.mirror answers like this; try the address in a browser.`);
}

function strongEtag(response: Response): string | undefined {
  const etag = response.headers.get("etag");
  return etag !== null && /^"[^"]*"$/.test(etag) ? etag : undefined;
}

async function* chunksOf(response: Response, { url }: ModelRequestFacts, client: ModelClient): AsyncGenerator<Uint8Array | Lost> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      using deadline = deadlineSignal(client.signal, client.stallMs);
      const { done, value } = await orAbort(reader.read(), deadline.signal);
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (isAbort(error, client.signal)) throw error;
    yield lostBy(error, url);
  } finally {
    // Also ends the connection when the reader of this generator stops half way.
    await reader.cancel().catch(() => undefined);
  }
}

/** SOURCE RFC 9110 10.2.3: seconds, or a date. */
function retryAfterMs(response: Response): number | undefined {
  const header = response.headers.get("retry-after");
  if (header === null) return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

const noNetworkCodes = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH", "ENETDOWN"];

/** What a thrown error of `fetch` means. */
function lostBy(error: unknown, url: string): Lost {
  const code = codeOf(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code)) {
    throw new AssistantError("DOWNLOAD_FAILED", `${url}: the certificate of the server is not trusted (${code}). Check this machine's clock; behind a proxy, set NODE_EXTRA_CA_CERTS.`, { cause: error });
  }
  return { kind: "lost", reason: code === "" ? messageOf(error) : code, retryAfterMs: undefined, noNetwork: noNetworkCodes.includes(code), cause: error };
}

/** `fetch` hides the system's code below "fetch failed". */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) if ("code" in at && typeof at.code === "string") return at.code;
  return "";
}
