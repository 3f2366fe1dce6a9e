/** How the virtual home reaches a broker: two functions, so that it needs to know none. */
export interface VirtualWire {
  publish(message: { readonly topic: string; readonly payload: string; readonly retain: boolean }): void;
  subscribe(topicFilter: string, onMessage: (message: { readonly topic: string; readonly payload: string }) => void): void;
}

/** What a virtual device may use. */
export type VirtualWorld = {
  /** Publishes a state, retained as most firmware does. */
  readonly tell: (topic: string, payload: string) => void;
  /** Waits between the two, somewhere, as a real device does. Rejects when the home is switched off or `signal` aborts. */
  readonly pause: (minMs: number, maxMs: number, signal?: AbortSignal) => Promise<void>;
  /** 0..1, seeded. */
  readonly random: () => number;
};

/** A device that announces itself by Home Assistant MQTT discovery and lives behind its topics. */
export interface VirtualDevice {
  readonly discovery: { readonly component: string; readonly objectId: string; readonly config: Readonly<Record<string, unknown>> };
  /** Topics that it listens on. */
  readonly commandTopics: readonly string[];
  /** Tells its first state and does what it does by itself; settles when the home is switched off. */
  live(world: VirtualWorld): Promise<void>;
  /** Takes one command. A newer one may cut an older one short. */
  receive(message: { readonly topic: string; readonly payload: string }, world: VirtualWorld): Promise<void>;
}

/** Who a device is and where it stands. */
export type VirtualPlace = { readonly id: string; readonly name: string; readonly area: string };

/** Topic level under which all virtual devices live. */
export const virtualBase = "sotto-virtual";

/** What every announcement has in common: who, where, and that one topic tells whether the home is there. */
export function announcementOf({ id, name, area }: VirtualPlace): Readonly<Record<string, unknown>> {
  return {
    "~": `${virtualBase}/${id}`,
    name: null,
    uniq_id: `${virtualBase}-${id}`,
    avty_t: `${virtualBase}/status`,
    dev: { ids: [`${virtualBase}-${id}`], name, sa: area, mf: "Sotto", mdl: "virtual" },
    o: { name: "Sotto virtual home" },
  };
}

/** A motion that a newer one replaces: starting it aborts the one before. */
export function createMotion(): () => AbortSignal {
  let running: AbortController | undefined;
  return () => {
    running?.abort(new DOMException("a newer command came", "AbortError"));
    running = new AbortController();
    return running.signal;
  };
}

/** JSON as an object; nothing for what is not one. */
export function readObject(payload: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** A number within limits; undefined for what is not one. */
export function readNumber(value: unknown, min: number, max: number): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? Math.min(max, Math.max(min, number)) : undefined;
}
