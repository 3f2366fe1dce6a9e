/** One MQTT publish. Never retained, never queued: see `MqttBus.publish`. */
export type MqttMessage = { readonly topic: string; readonly payload: string };

/** One message as it came. `retained` marks a replay of something said earlier. */
export type ReceivedMessage = MqttMessage & { readonly retained: boolean };

/** What Sotto says of itself. */
export type OwnMessage = MqttMessage & { readonly retain: boolean };
