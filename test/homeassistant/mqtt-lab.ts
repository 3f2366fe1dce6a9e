// What stands beside Sotto and Home Assistant at the broker: an observer that hears everything, and an MQTT device.
import { connectAsync } from "mqtt";
import { eventually } from "../fakes/started-bus.ts";

export type Heard = { readonly topic: string; readonly payload: string; readonly retained: boolean };

export type MqttLab = {
  /** Everything since the last `forget`, in order. */
  readonly heard: readonly Heard[];
  /** Everything since the beginning. */
  readonly all: readonly Heard[];
  readonly forget: () => void;
  readonly publish: (topic: string, payload: string, retain?: boolean) => Promise<void>;
  /** A lamp that announces itself, does as it is told and says so. */
  readonly addLamp: (name: string) => Promise<{ readonly commands: readonly string[] }>;
  readonly end: () => Promise<void>;
};

export async function openMqttLab(url: string): Promise<MqttLab> {
  const client = await connectAsync(url, { clientId: "lab", reconnectPeriod: 100, resubscribe: true });
  const heard: Heard[] = [];
  const all: Heard[] = [];
  const onCommand = new Map<string, (payload: string) => void>();
  const onConnected: (() => void)[] = [];
  client.on("message", (topic, payload, packet) => {
    const message = { topic, payload: payload.toString(), retained: packet.retain };
    heard.push(message);
    all.push(message);
    onCommand.get(topic)?.(payload.toString());
  });
  client.on("connect", () => { for (const announce of onConnected) announce(); });
  client.on("error", () => undefined);
  await client.subscribeAsync("#");
  const publish = async (topic: string, payload: string, retain = false) => { await client.publishAsync(topic, payload, { retain }); };
  return {
    heard, all, publish,
    forget: () => { heard.length = 0; },
    async addLamp(name) {
      const id = name.toLowerCase().replaceAll(" ", "_");
      const commands: string[] = [];
      let state = "OFF";
      const tell = () => client.publish(`lab/${id}`, state, { retain: true });
      onCommand.set(`lab/${id}/set`, (payload) => { commands.push(payload); state = payload; tell(); });
      const announce = () => {
        client.publish(`homeassistant/light/${id}/config`, JSON.stringify({ name: null, unique_id: id, command_topic: `lab/${id}/set`, state_topic: `lab/${id}`, device: { identifiers: [id], name } }), { retain: true });
        tell();
      };
      // Devices announce themselves whenever they find their broker: one that keeps nothing has forgotten them.
      onConnected.push(announce);
      announce();
      await eventually(() => heard.some(({ topic }) => topic === `lab/${id}`), `the lamp ${name}`);
      return { commands };
    },
    end: () => client.endAsync(true),
  };
}
