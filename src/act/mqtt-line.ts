import { deferred, orAbort } from "../base/async.ts";
import type { AssistantError } from "../base/errors.ts";
import type { MqttConnection, MqttStatus } from "./bus.ts";

/** The connection that there is now, if any, and what is told of it. */
export interface Line {
  current(): MqttConnection | undefined;
  status(): MqttStatus;
  connected(signal: AbortSignal): Promise<void>;
  up(connection: MqttConnection): void;
  /** Without an error it was closed by ourselves, which is no news. */
  down(error: AssistantError | undefined): void;
}

/** @param onStatus told on every change; of an outage once, and again when its code changes */
export function createLine(onStatus: (status: MqttStatus) => void): Line {
  let connection: MqttConnection | undefined;
  let status: MqttStatus = { kind: "connecting" };
  let whenUp = deferred<void>();
  const tell = (next: MqttStatus) => {
    const same = next.kind === "offline" && status.kind === "offline" && next.error.code === status.error.code;
    status = next;
    if (!same) onStatus(next);
  };
  return {
    current: () => connection,
    status: () => status,
    connected: (signal) => orAbort(whenUp.promise, signal),
    up(next) {
      connection = next;
      tell({ kind: "connected", protocolVersion: next.protocolVersion });
      whenUp.resolve();
    },
    down(error) {
      if (connection !== undefined) whenUp = deferred();
      connection = undefined;
      if (error !== undefined) tell({ kind: "offline", error });
    },
  };
}
