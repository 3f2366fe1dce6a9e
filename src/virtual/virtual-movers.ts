import { announcementOf, createMotion, readNumber, virtualBase, type VirtualDevice, type VirtualPlace, type VirtualWorld } from "./virtual-device.ts";

/** Time of a bolt to turn, in milliseconds. */
const boltMs = { min: 1000, max: 2000 } as const;
/** Time between two positions that a moving cover tells, in milliseconds, and how far it gets in that time, in percent. */
const stepMs = { min: 250, max: 350 } as const;
const stepPct = 5;
/** Time of a motor to start, in milliseconds. */
const motorMs = { min: 100, max: 300 } as const;

/** A lock that passes LOCKING and UNLOCKING. */
export function createLock(place: VirtualPlace): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  const motion = createMotion();
  return {
    discovery: { component: "lock", objectId: place.id, config: { ...announcementOf(place), cmd_t: "~/set", stat_t: "~/state" } },
    commandTopics: [`${topic}/set`],
    async live(world) { world.tell(`${topic}/state`, "UNLOCKED"); },
    async receive({ payload }, world) {
      if (payload !== "LOCK" && payload !== "UNLOCK") return;
      const signal = motion();
      world.tell(`${topic}/state`, `${payload}ING`);
      await world.pause(boltMs.min, boltMs.max, signal);
      world.tell(`${topic}/state`, `${payload}ED`);
    },
  };
}

/** A cover or valve that moves in steps and tells its position on the way; a newer command stops it where it is. */
export function createCover(place: VirtualPlace, options: { readonly deviceClass: string; readonly positions: "told" | "kept" }): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  const motion = createMotion();
  let positionPct = 0;
  const tellAll = (world: VirtualWorld, state: string) => {
    if (options.positions === "told") world.tell(`${topic}/position`, String(positionPct));
    world.tell(`${topic}/state`, state);
  };
  const atRest = () => (positionPct === 0 ? "closed" : "open");
  const moveTo = async (targetPct: number, world: VirtualWorld, signal: AbortSignal) => {
    await world.pause(motorMs.min, motorMs.max, signal);
    while (positionPct !== targetPct) {
      tellAll(world, targetPct > positionPct ? "opening" : "closing");
      await world.pause(stepMs.min, stepMs.max, signal);
      const step = Math.min(stepPct, Math.abs(targetPct - positionPct));
      positionPct += targetPct > positionPct ? step : -step;
    }
    tellAll(world, atRest());
  };
  const positionTopics = options.positions === "told" ? { pos_t: "~/position", set_pos_t: "~/position/set" } : {};
  return {
    discovery: { component: "cover", objectId: place.id, config: { ...announcementOf(place), dev_cla: options.deviceClass, cmd_t: "~/set", stat_t: "~/state", ...positionTopics } },
    commandTopics: [`${topic}/set`, `${topic}/position/set`],
    async live(world) { tellAll(world, atRest()); },
    async receive(message, world) {
      const targetPct = targetOf(message, positionPct);
      if (targetPct === undefined) return;
      const signal = motion();
      if (message.payload === "STOP") return tellAll(world, positionPct === 0 ? "closed" : "stopped");
      await moveTo(targetPct, world, signal);
    },
  };
}

function targetOf({ topic, payload }: { readonly topic: string; readonly payload: string }, herePct: number): number | undefined {
  if (topic.endsWith("/position/set")) {
    const position = readNumber(payload, 0, 100);
    return position === undefined ? undefined : Math.round(position);
  }
  return payload === "OPEN" ? 100 : payload === "CLOSE" ? 0 : payload === "STOP" ? herePct : undefined;
}

/** A fan of `speeds` speeds. */
export function createFan(place: VirtualPlace, speeds: number): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  let power = "OFF";
  let speed = speeds;
  const tellAll = (world: VirtualWorld) => {
    world.tell(`${topic}/state`, power);
    world.tell(`${topic}/speed`, String(power === "ON" ? speed : 0));
  };
  return {
    discovery: {
      component: "fan", objectId: place.id,
      config: { ...announcementOf(place), cmd_t: "~/set", stat_t: "~/state", pct_cmd_t: "~/speed/set", pct_stat_t: "~/speed", spd_rng_min: 1, spd_rng_max: speeds },
    },
    commandTopics: [`${topic}/set`, `${topic}/speed/set`],
    async live(world) { tellAll(world); },
    async receive(message, world) {
      await world.pause(motorMs.min, motorMs.max);
      if (message.topic.endsWith("/speed/set")) speed = Math.round(readNumber(message.payload, 1, speeds) ?? speed);
      else if (message.payload === "ON" || message.payload === "OFF") power = message.payload;
      tellAll(world);
    },
  };
}

/** A garden valve: open or closed, with a moment in between. */
export function createValve(place: VirtualPlace): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  const motion = createMotion();
  return {
    discovery: { component: "valve", objectId: place.id, config: { ...announcementOf(place), dev_cla: "water", cmd_t: "~/set", stat_t: "~/state" } },
    commandTopics: [`${topic}/set`],
    async live(world) { world.tell(`${topic}/state`, "closed"); },
    async receive({ payload }, world) {
      if (payload !== "OPEN" && payload !== "CLOSE") return;
      const signal = motion();
      world.tell(`${topic}/state`, payload === "OPEN" ? "opening" : "closing");
      await world.pause(boltMs.min, boltMs.max, signal);
      world.tell(`${topic}/state`, payload === "OPEN" ? "open" : "closed");
    },
  };
}
