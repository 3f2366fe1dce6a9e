/** The stable codes of every failure that Sotto reports; each has a row in README.md#troubleshooting. */
export const errorCodes = [
  "CONFIG_INVALID", "CONFIG_UNREADABLE", "INTENTS_INVALID", "STATE_UNUSABLE",
  "MICROPHONE_MISSING", "MICROPHONE_LOST", "RECORDER_MISSING", "WAV_INVALID",
  "MODEL_MISSING", "MODEL_INVALID", "MODEL_UNKNOWN",
  "DOWNLOAD_FAILED", "DOWNLOAD_HASH_MISMATCH", "DISK_FULL",
  "ENGINE_MISSING", "ENGINE_CRASHED", "ENGINE_TIMEOUT", "ENGINE_FAILED",
  "MQTT_NOT_CONNECTED", "MQTT_REFUSED", "MQTT_PUBLISH_FAILED", "BROKER_PORT_IN_USE",
  "DEVICE_UNSUPPORTED", "DEVICE_STATE_UNKNOWN", "DEVICE_UNAVAILABLE", "HOME_MESSAGE_INVALID", "COMMAND_TOO_LATE",
  "SPEECH_OUTPUT_MISSING", "SPEECH_OUTPUT_FAILED",
  "USAGE",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/**
 * An expected failure. The message says what, where and what to do.
 * Anything thrown that is not an `AssistantError` (or an abort) is a bug and ends the process.
 */
export class AssistantError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "AssistantError";
    this.code = code;
  }
}

/** True when `error` is how an `AbortSignal` ends a wait. */
export function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (error === signal.reason || (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError")));
}

/** The message of anything thrown, for a log line or a `cause` told to a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
