// (pure) Devices of Zigbee2MQTT, straight from what its bridge says of them.
import { type HomeSource, noChange, type ReportProblem, type SourceChange } from "./home-source.ts";
import { topicProblem } from "./mqtt-topic.ts";
import { createNetwork, type Inventory, type Network } from "./zigbee2mqtt-network.ts";

/** The base topic is "zigbee2mqtt" unless it was set otherwise; it may have two levels, as "zigbee2mqtt/attic". */
const inventories: readonly Inventory[] = ["devices", "groups", "info"];
const filters = ["+", "+/+"].flatMap((base) => inventories.map((what) => `${base}/bridge/${what}`));

/** Most networks followed: a house has one, seldom three. */
const maxNetworks = 20;

type Heard = { readonly payload: string; readonly replayed: boolean };
type Destination = { readonly network: Network; readonly what: Inventory };

export function createZigbee2mqttSource({ report }: { readonly report: ReportProblem }): HomeSource {
  const networks = new Map<string, Network>();
  const heard = new Map<string, Heard>();
  /** Topics of questions that went out over this connection. */
  const asked = new Set<string>();

  const destinationOf = (topic: string): Destination | undefined => {
    const { base, what } = placeOf(topic) ?? {};
    if (base === undefined || what === undefined) return undefined;
    const network = networks.get(base) ?? (networks.size < maxNetworks ? createNetwork(base, report) : undefined);
    if (network === undefined) return undefined;
    networks.set(base, network);
    return { network, what };
  };

  return {
    name: "zigbee2mqtt",
    filters,
    receive({ topic, payload, retained }): SourceChange {
      const to = destinationOf(topic);
      if (to === undefined) return noChange;
      const before = heard.get(topic);
      const same = before?.payload === payload;
      if (payload === "") heard.delete(topic);
      else heard.set(topic, { payload, replayed: retained || (same && before.replayed) });
      return withQuestions(!same && to.network.receive(to.what, payload), to.network.ask(asked));
    },
    *drafts() {
      for (const network of networks.values()) yield* network.drafts();
    },
    *claims() {
      for (const network of networks.values()) yield* network.claims();
    },
    /** A new connection: states that were told meanwhile have been missed. They are asked for when the broker replays the devices. */
    questions() {
      asked.clear();
      return [];
    },
    forgetMissing(topics) {
      const gone = [...heard].filter(([topic, { replayed }]) => replayed && !topics.has(topic)).map(([topic]) => topic);
      for (const topic of gone) heard.delete(topic);
      return gone.map(destinationOf).filter((to) => to?.network.receive(to.what, "") === true).length > 0;
    },
  };
}

function withQuestions(changed: boolean, ask: NonNullable<SourceChange["ask"]>): SourceChange {
  return ask.length === 0 ? { changed } : { changed, ask };
}

/** "zigbee2mqtt/bridge/devices" → the base topic and what it tells. */
function placeOf(topic: string): { readonly base: string; readonly what: Inventory } | undefined {
  const match = /^(?<base>[^/]+(?:\/[^/]+)?)\/bridge\/(?<what>devices|groups|info)$/.exec(topic)?.groups;
  const { base, what } = match ?? {};
  const inventory = inventories.find((candidate) => candidate === what);
  return base === undefined || inventory === undefined || topicProblem(base) !== undefined ? undefined : { base, what: inventory };
}
