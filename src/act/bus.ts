import type { AssistantError } from "../base/errors.ts";
import type { Approved } from "../decide/approval.ts";
import type { MqttMessage, OwnMessage, ReceivedMessage } from "./mqtt-message.ts";

/** The one way to the broker. What goes out is a command that was approved, a question, or Sotto's own word about itself. */
export interface MqttBus extends AsyncDisposable {
  /**
   * Sends a message of an approved command, now or not at all: QoS 0, never retained, never queued. Resolves when the
   * bytes are on their way, with the time just before, so that a later state message can be told from an earlier one.
   * @throws MQTT_NOT_CONNECTED at once while there is no broker that answers
   * @throws MQTT_PUBLISH_FAILED for a topic that must not be published to, or when the connection broke while sending
   * @throws TypeError for a command that decide/ did not approve: a bug
   */
  publish(message: MqttMessage, approved: Approved, signal: AbortSignal): Promise<{ readonly sentAtMs: number }>;
  /** Asks devices for what they are and how they are; not sent while there is no connection. @throws MQTT_PUBLISH_FAILED for anything that could move something */
  ask(message: MqttMessage): void;
  /** Says something under a topic of Sotto's own, if there is a connection; retained where asked. @throws MQTT_PUBLISH_FAILED for a topic that is not its own */
  tell(message: OwnMessage): void;
  /** Calls back on each new connection, and at once when there is one. */
  onConnected(listener: () => void, signal: AbortSignal): void;
  /** Delivers what matches until `signal` aborts, over reconnects as well; each (re)connect brings the retained ones again. */
  subscribe(topicFilters: readonly string[], onMessage: (message: ReceivedMessage) => void, signal: AbortSignal): void;
  /** Resolves when there is a connection. */
  connected(signal: AbortSignal): Promise<void>;
  status(): MqttStatus;
}

export type MqttStatus =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected"; readonly protocolVersion: MqttProtocolVersion }
  /** `error` says why: MQTT_NOT_CONNECTED or MQTT_REFUSED. It goes on trying. */
  | { readonly kind: "offline"; readonly error: AssistantError };

/** 5 is MQTT 5, 4 is MQTT 3.1.1 (the numbers that stand in the CONNECT packet). */
export type MqttProtocolVersion = 5 | 4;

/** One connection, from CONNACK to its end. It is never reused, so nothing said to it can be delivered by a later one. */
export interface MqttConnection {
  readonly protocolVersion: MqttProtocolVersion;
  /** Resolves when the broker has been heard just now, asking it if need be; rejects with MQTT_NOT_CONNECTED when it is mute. */
  answering(): Promise<void>;
  publish(message: MqttMessage): Promise<void>;
  /** A question, or Sotto's own word about itself: lost when the connection breaks. */
  say(message: OwnMessage): void;
  subscribe(topicFilters: readonly string[]): void;
  unsubscribe(topicFilters: readonly string[]): void;
  /** Resolves with the reason when the connection has ended. */
  readonly ended: Promise<AssistantError>;
  /** Says good-bye and closes; at most some hundred milliseconds. */
  close(): Promise<void>;
}

export type OpenResult =
  | { readonly kind: "open"; readonly connection: MqttConnection }
  /** `tooOld`: "yes" when the broker says that it does not know this version of the protocol, "perhaps" when it hung up without a word. */
  | { readonly kind: "failed"; readonly error: AssistantError; readonly tooOld: "no" | "perhaps" | "yes" };

/** Tries once. Never rejects but by the signal. */
export type OpenConnection = (options: {
  readonly protocolVersion: MqttProtocolVersion;
  readonly onMessage: (message: ReceivedMessage) => void;
  readonly signal: AbortSignal;
}) => Promise<OpenResult>;
