// (pure) What went wrong with the broker, in words that say what to do.
import { AssistantError, messageOf } from "../base/errors.ts";

/** CONNACK codes that mean "not you": 4 and 5 in MQTT 3.1.1 (3.2.2.3), 0x86.. in MQTT 5 (3.2.2.2). */
const refusals: ReadonlyMap<number, string> = new Map([
  [2, "it does not accept this client id"], [0x85, "it does not accept this client id"],
  [4, "wrong user name or password"], [0x86, "wrong user name or password"],
  [5, "this user may not connect"], [0x87, "this user may not connect"],
  [0x8a, "this client is banned"],
]);

/** CONNACK codes of a broker that does not know the version: 1 in MQTT 3.1.1, 0x84 in MQTT 5. */
const versionCodes: ReadonlySet<number> = new Set([1, 0x84]);

/** SOURCE: Node.js "Common system errors" and the X509 codes of `tls`. */
const hints: ReadonlyMap<string, string> = new Map([
  ["ECONNREFUSED", "nothing listens there. Start the broker or correct mqtt.url"],
  ["ENOTFOUND", "no host of that name. Correct mqtt.url"],
  ["EAI_AGAIN", "the name cannot be looked up now. Check the network"],
  ["EHOSTUNREACH", "the host cannot be reached. Check the network"],
  ["ENETUNREACH", "the network cannot be reached. Check the network"],
  ["ETIMEDOUT", "no answer. Check the address and the firewall"],
  ["ECONNRESET", "it closed the connection. If it speaks TLS, write mqtts:// in mqtt.url"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "its certificate is self-signed. Set mqtt.ca to that certificate"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "its certificate comes from an authority that is not known here. Set mqtt.ca to the authority's certificate"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "its certificate comes from an authority that is not known here. Set mqtt.ca to the authority's certificate"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "its certificate comes from an authority that is not known here. Set mqtt.ca to the authority's certificate"],
  ["CERT_HAS_EXPIRED", "its certificate has expired. Renew it on the broker"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is for another name. Use the name in the certificate in mqtt.url"],
  ["EPROTO", "it does not speak TLS there, or the certificates do not fit. Check mqtt.url and mqtt.ca"],
]);

/** True when the broker may know only an older MQTT: it said so. */
export function refusesVersion(error: unknown): boolean {
  const code = codeOf(error);
  return typeof code === "number" && versionCodes.has(code);
}

/** MQTT_REFUSED when the broker turned us away, MQTT_NOT_CONNECTED for everything else. `where` holds no credentials. */
export function connectFailure(where: string, error: unknown): AssistantError {
  const code = codeOf(error);
  const refusal = typeof code === "number" ? refusals.get(code) : undefined;
  if (refusal !== undefined) {
    return new AssistantError("MQTT_REFUSED", `MQTT broker ${where} refused the connection: ${refusal}. Check mqtt.username, mqtt.password and mqtt.clientId.`, { cause: error });
  }
  const hint = typeof code === "string" ? hints.get(code) : undefined;
  const reason = hint === undefined ? `${messageOf(error)}. Check that the broker runs and that mqtt.url is right` : `${String(code)}, ${hint}`;
  return new AssistantError("MQTT_NOT_CONNECTED", `MQTT broker ${where}: ${reason}.`, { cause: error });
}

/** Why a connection that was there is gone. 0x8e: another client took our id (MQTT 5, 3.14.2.1). */
export function lostConnection(where: string, disconnectCode: number | undefined, error?: unknown): AssistantError {
  if (disconnectCode === 0x8e) {
    return new AssistantError("MQTT_REFUSED", `MQTT broker ${where}: another client connected with the same client id. Give each Sotto its own mqtt.clientId.`);
  }
  const why = error === undefined ? "" : ` (${messageOf(error)})`;
  return new AssistantError("MQTT_NOT_CONNECTED", `MQTT broker ${where}: the connection was lost${why}. Sotto goes on trying; check the broker and the network.`, { cause: error });
}

/** The broker ended several connections soon after they were made, and MQTT 3.1.1 cannot say why. */
export function suspectedTwin(error: AssistantError): AssistantError {
  return new AssistantError("MQTT_REFUSED", `The MQTT broker ends one connection after another soon after it was made. Most likely another client uses the same client id: give each Sotto its own mqtt.clientId. The last time: ${error.message}`, { cause: error });
}

function codeOf(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return undefined;
  // A host with several addresses fails with one error for each; they tell the same story.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return "code" in error ? error.code : undefined;
}

/** Host and port, without the credentials that a URL may carry. */
export function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "at an address that cannot be read";
}
