// Supervises the inference child and offers its engines behind the interfaces of their rooms.
// A crash or a hang there rejects the calls in flight with a clear error, and a fresh child is started.
import { AssistantError } from "../base/errors.ts";
import { deferred, type Deferred } from "../base/async.ts";
import { backoffMs, sleep } from "../base/time.ts";
import type { SpeechToText } from "../transcribe/speech-to-text.ts";
import type { LanguageModel } from "../understand/language-model.ts";
import type { EngineSettings } from "./assemble-engines.ts";
import type { FromChild, InferenceCalls, InferenceMethod, ToChild } from "./inference-protocol.ts";

/** One running child, as the host sees it. */
export type ChildLink = {
  readonly send: (message: ToChild) => void;
  readonly kill: () => void;
};

/** Starts a child and reports what it says and how it ended. `spawnInferenceChild` is the real one. */
export type StartChild = (hooks: { readonly onMessage: (message: FromChild) => void; readonly onExit: (how: string) => void }) => ChildLink;

export type EngineHostSettings = {
  readonly start: StartChild;
  readonly engines: EngineSettings;
  /** A call that takes longer counts as a hang, in ms. */
  readonly callTimeoutMs: number;
  /** How long a cancelled call may go on inside native code before the child is killed, in ms. */
  readonly cancelGraceMs: number;
  /** Told once per crash or hang. */
  readonly onTrouble: (error: AssistantError) => void;
};

export type EngineHost = AsyncDisposable & {
  readonly speechToText: SpeechToText;
  readonly languageModel: LanguageModel;
  /** Loads an engine ahead of its first use. @throws MODEL_MISSING, MODEL_INVALID, ENGINE_* */
  readonly warm: (engine: InferenceCalls["warm"]["input"], signal: AbortSignal) => Promise<void>;
};

type Pending = { readonly deferred: Deferred<unknown>; readonly watch: AbortController };
type Child = { readonly link: ChildLink; readonly pending: Map<number, Pending> };

/** A stop must fit into systemd's and a person's patience: under 2 s for the whole daemon. */
const stopGraceMs = 700;

export function createEngineHost(settings: EngineHostSettings): EngineHost {
  const lifetime = new AbortController();
  let child: Child | undefined;
  let nextId = 1;
  let crashes = 0;
  let exited: Deferred<void> | undefined;
  const warmed = new Set<InferenceCalls["warm"]["input"]>();

  function running(): Child {
    if (child !== undefined) return child;
    const pending = new Map<number, Pending>();
    const link = settings.start({
      onMessage: (message) => settle(started, message),
      onExit: (how) => gone(started, how),
    });
    const started: Child = { link, pending };
    child = started;
    exited = deferred<void>();
    link.send({ kind: "start", settings: settings.engines });
    return started;
  }

  function settle(from: Child, message: FromChild): void {
    const entry = from.pending.get(message.id);
    if (entry === undefined) return;
    from.pending.delete(message.id);
    entry.watch.abort();
    switch (message.kind) {
      case "result": crashes = 0; entry.deferred.resolve(message.value); break;
      case "error": entry.deferred.reject(new AssistantError(message.code, message.message)); break;
      case "cancelled": entry.deferred.reject(new DOMException("cancelled", "AbortError")); break;
    }
  }

  function gone(which: Child, how: string): void {
    if (child !== which) return;
    child = undefined;
    exited?.resolve();
    if (lifetime.signal.aborted) return;
    const error = new AssistantError("ENGINE_CRASHED", `the inference process ended (${how}); it is being started again. If it repeats: sotto models verify`);
    for (const entry of which.pending.values()) { entry.watch.abort(); entry.deferred.reject(error); }
    settings.onTrouble(error);
    void restart();
  }

  /** Brings the engines that were warm back, so that the next command does not pay for loading. */
  async function restart(): Promise<void> {
    try {
      await sleep(backoffMs(crashes++, { firstMs: 250, maxMs: 60_000 }), lifetime.signal);
      for (const engine of warmed) await call("warm", engine, lifetime.signal);
    } catch {
      // The crash was told when it happened; a failing reload tells itself again at the next call.
    }
  }

  async function call<M extends InferenceMethod>(method: M, input: InferenceCalls[M]["input"], signal: AbortSignal): Promise<InferenceCalls[M]["output"]> {
    signal.throwIfAborted();
    lifetime.signal.throwIfAborted();
    const target = running();
    const id = nextId++;
    const entry: Pending = { deferred: deferred<unknown>(), watch: new AbortController() };
    target.pending.set(id, entry);
    entry.deferred.promise.catch(() => undefined);
    void killIfHanging(target, id, entry, signal);
    const onAbort = () => {
      if (target.pending.has(id)) target.link.send({ kind: "cancel", id });
      entry.deferred.reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      target.link.send({ kind: "call", id, method, input });
      return await entry.deferred.promise as InferenceCalls[M]["output"];
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** Waits beside a call: for its timeout, or for its cancellation and then the grace. Whoever is still silent is killed. */
  async function killIfHanging(target: Child, id: number, entry: Pending, signal: AbortSignal): Promise<void> {
    const settled = entry.watch.signal;
    try {
      await sleep(settings.callTimeoutMs, AbortSignal.any([settled, signal]));
    } catch {
      if (settled.aborted) return;
      try { await sleep(settings.cancelGraceMs, settled); } catch { return; }
    }
    if (!target.pending.has(id) || child !== target) return;
    entry.deferred.reject(new AssistantError("ENGINE_TIMEOUT", `the inference process gave no answer for ${settings.callTimeoutMs} ms and was ended. A smaller model or more threads may help`));
    // Given up before it is dead, so that the very next call already gets a new one.
    gone(target, "it hung and was ended");
    target.link.kill();
  }

  return {
    speechToText: {
      transcribe: (utterance, { vocabulary = [], signal }) => call("transcribe", { utterance, vocabulary }, signal),
      [Symbol.asyncDispose]: async () => undefined,
    },
    languageModel: {
      choose: (request, signal) => call("choose", request, signal),
      [Symbol.asyncDispose]: async () => undefined,
    },
    async warm(engine, signal) {
      warmed.add(engine);
      await call("warm", engine, signal);
    },
    async [Symbol.asyncDispose]() {
      if (lifetime.signal.aborted) return;
      lifetime.abort(new DOMException("the daemon is stopping", "AbortError"));
      const last = child;
      if (last === undefined) return;
      for (const entry of last.pending.values()) { entry.watch.abort(); entry.deferred.reject(lifetime.signal.reason); }
      last.link.send({ kind: "stop" });
      await Promise.race([exited?.promise, sleep(stopGraceMs, new AbortController().signal)]);
      if (child === last) last.link.kill();
    },
  };
}
