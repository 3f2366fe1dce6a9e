// A TCP proxy between the bus and the broker that can be slow, mute, shut, or refuse in the broker's name. It has a process of
// its own, so that the way to the broker is as quick as a wire and not as busy as the test.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * "slow": each chunk arrives `delayMs` later. "narrow": one chunk passes in each `delayMs`, the rest queue up. "mute":
 * nothing gets through; what was sent meanwhile waits, as it does in a kernel whose network has gone, and is delivered when
 * the network returns, unless its sender has thrown it away by then (RST). "refuse": the CONNECT is answered with "not
 * authorized". "shut": connections are closed at once.
 */
export type ProxyMode = { readonly kind: "pass" } | { readonly kind: "slow" | "narrow"; readonly delayMs: number } | { readonly kind: "mute" } | { readonly kind: "refuse" } | { readonly kind: "shut" };

export interface FaultProxy extends AsyncDisposable {
  readonly url: string;
  /** Resolves when it is so. */
  set(mode: ProxyMode): Promise<void>;
  /** Ends all connections, as a router does that restarts. */
  cut(): Promise<void>;
}

type Answer = { readonly port?: number; readonly done?: number };

export async function startFaultProxy(brokerPort: number): Promise<FaultProxy> {
  const child = fork(join(import.meta.dirname, "proxy-process.mjs"), [String(brokerPort)], { execArgv: [] });
  const waiting = new Map<number, () => void>();
  child.on("message", ({ done }: Answer) => { if (done !== undefined) waiting.get(done)?.(); });
  const [first] = (await once(child, "message")) as [Answer];
  let lastId = 0;
  const ask = (request: { readonly mode: ProxyMode } | { readonly cut: true }) => new Promise<void>((resolve) => {
    const id = ++lastId;
    waiting.set(id, () => { waiting.delete(id); resolve(); });
    child.send({ id, ...request });
  });
  return {
    url: `mqtt://127.0.0.1:${first.port ?? 0}`,
    set: (mode) => ask({ mode }),
    cut: () => ask({ cut: true }),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const exited = once(child, "exit");
      child.kill();
      await exited;
    },
  };
}
