// (pure) Where Sotto speaks of itself: one prefix of its own, and its place under Home Assistant's discovery prefix.

/** Every identifier of a Sotto begins so: as a device of Home Assistant, and in front of its entities' unique ids. */
export const sottoPrefix = "sotto_";

/** Birth messages of Home Assistant come here unless configured otherwise, whatever the discovery prefix. SOURCE: homeassistant/components/mqtt/const.py, DEFAULT_BIRTH_WILL_TOPIC. */
const standardBirthTopic = "homeassistant/status";

export type OwnTopics = {
  /** "sotto_1a2b3c4d": the device in Home Assistant. */
  readonly nodeId: string;
  /** All own topics but the announcement stand below this one. */
  readonly base: string;
  /** Retained: what this Sotto consists of. */
  readonly discovery: string;
  /** Retained: "online" or "offline", the latter by the broker's hand when the connection is lost. */
  readonly availability: string;
  readonly state: (key: string) => string;
  readonly command: (key: string) => string;
  readonly event: (key: string) => string;
  /** Where Home Assistant says that it has started. */
  readonly birth: readonly string[];
};

/**
 * @param id letters, digits and _ only; the same at each start
 * @param discoveryPrefix Home Assistant's, by default "homeassistant"
 */
export function ownTopics(id: string, discoveryPrefix: string): OwnTopics {
  const nodeId = `${sottoPrefix}${id}`;
  const base = `sotto/${id}`;
  return {
    nodeId, base,
    discovery: `${discoveryPrefix}/device/${nodeId}/config`,
    availability: `${base}/availability`,
    state: (key) => `${base}/${key}`,
    command: (key) => `${base}/${key}/set`,
    event: (key) => `${base}/event/${key}`,
    birth: [...new Set([`${discoveryPrefix}/status`, standardBirthTopic])],
  };
}

/** Everything of one Sotto; its announcement first, so that Home Assistant lets go of the rest by itself. */
export function allTopicsOf({ discovery, base }: OwnTopics): readonly string[] {
  return [discovery, `${base}/#`];
}
