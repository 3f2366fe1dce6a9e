import { deferred, orAbort } from "../base/async.ts";
import type { AssistantError } from "../base/errors.ts";
import type { MqttConnection, MqttStatus } from "./bus.ts";

/** The connection that there is now, if any, and what is told of it. */
export interface Line {
  current(): MqttConnection | undefined;
  status(): MqttStatus;
  connected(signal: AbortSignal): Promise<void>;
  /** "quietly": whoever waits for a connection has it, but it is not told before `toldUp`, as it may be taken away at once. */
  up(connection: MqttConnection, how: "aloud" | "quietly"): void;
  toldUp(): void;
  /** Without an error it was closed by ourselves, which is no news. */
  down(error: AssistantError | undefined): void;
}

/**
 * @param onStatus told on every change; of an outage once, and again when its code changes
 * @param onUp called at each new connection
 */
export function createLine(onStatus: (status: MqttStatus) => void, onUp: () => void): Line {
  let connection: MqttConnection | undefined;
  let status: MqttStatus = { kind: "connecting" };
  let told: MqttStatus = status;
  let whenUp = deferred<void>();
  const tell = (next: MqttStatus) => {
    const same = next.kind === told.kind && (next.kind !== "offline" || told.kind !== "offline" || next.error.code === told.error.code);
    told = next;
    if (!same) onStatus(next);
  };
  return {
    current: () => connection,
    status: () => status,
    connected: (signal) => orAbort(whenUp.promise, signal),
    up(next, how) {
      connection = next;
      status = { kind: "connected", protocolVersion: next.protocolVersion };
      if (how === "aloud") tell(status);
      whenUp.resolve();
      onUp();
    },
    toldUp() { tell(status); },
    down(error) {
      if (connection !== undefined) whenUp = deferred();
      connection = undefined;
      if (error === undefined) return;
      status = { kind: "offline", error };
      tell(status);
    },
  };
}
