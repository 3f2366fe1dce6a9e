// (pure) Two clients with one id end each other's connections for ever: noticed from how connections end.
import type { AssistantError } from "../base/errors.ts";
import { suspectedTwin } from "./mqtt-failure.ts";

/** Connections that end soon, one after another, before a twin is suspected: MQTT 3.1.1 gives no reason when it ends one (3.1.4). */
const suspiciousEnds = 3;

export interface Quarrel {
  /** True from the first takeover until a connection has lasted. */
  going(): boolean;
  /** A connection ended before it counted as good; gives the reason to tell. */
  endedEarly(error: AssistantError): AssistantError;
  /** A connection lasted, or the broker could not be reached at all: nobody takes anything over. */
  over(): void;
}

export function createQuarrel(): Quarrel {
  let going = false;
  let early = 0;
  return {
    going: () => going,
    endedEarly(error) {
      // A network that fails leaves an error behind; a broker that has made room for a twin simply closes.
      early = error.cause === undefined ? early + 1 : 0;
      // A broker of MQTT 5 says so itself; it does not end connections with this code for any other reason.
      const told = error.code === "MQTT_REFUSED";
      if (told || early >= suspiciousEnds) going = true;
      return told || !going ? error : suspectedTwin(error);
    },
    over() {
      going = false;
      early = 0;
    },
  };
}
