import { announcementOf, createMotion, readNumber, virtualBase, type VirtualDevice, type VirtualPlace } from "./virtual-device.ts";

/** Time of a machine to take a command, in milliseconds. */
const applianceMs = { min: 150, max: 400 } as const;
/** Way of a vacuum back to its dock, in milliseconds. */
const wayHomeMs = { min: 6_000, max: 9_000 } as const;
/** Time to leave the house after arming, in milliseconds; real panels give half a minute. */
const leavingMs = { min: 2_000, max: 3_000 } as const;

/** A robot vacuum: it works, rests where it is, and finds home by itself. */
export function createVacuum(place: VirtualPlace): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  const motion = createMotion();
  let state = "docked";
  const states: Readonly<Record<string, string>> = { start: "cleaning", pause: "paused", stop: "idle", return_to_base: "returning" };
  const tell = JSON.stringify;
  return {
    discovery: {
      component: "vacuum", objectId: place.id,
      config: { ...announcementOf(place), cmd_t: "~/set", stat_t: "~/state", sup_feat: ["start", "pause", "stop", "return_home", "locate", "status"] },
    },
    commandTopics: [`${topic}/set`],
    async live(world) { world.tell(`${topic}/state`, tell({ state })); },
    async receive({ payload }, world) {
      const next = states[payload];
      if (next === undefined) return;
      const signal = motion();
      await world.pause(applianceMs.min, applianceMs.max, signal);
      state = next;
      world.tell(`${topic}/state`, tell({ state }));
      if (state !== "returning") return;
      await world.pause(wayHomeMs.min, wayHomeMs.max, signal);
      state = "docked";
      world.tell(`${topic}/state`, tell({ state }));
    },
  };
}

/** A humidifier with a target and two modes. */
export function createHumidifier(place: VirtualPlace): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  let power = "OFF";
  let target = 45;
  let mode = "normal";
  const modes = ["normal", "quiet"];
  return {
    discovery: {
      component: "humidifier", objectId: place.id,
      config: {
        ...announcementOf(place), cmd_t: "~/set", stat_t: "~/state", hum_cmd_t: "~/target/set", hum_stat_t: "~/target", min_hum: 30, max_hum: 70,
        mode_cmd_t: "~/mode/set", mode_stat_t: "~/mode", modes,
      },
    },
    commandTopics: [`${topic}/set`, `${topic}/target/set`, `${topic}/mode/set`],
    async live(world) {
      world.tell(`${topic}/state`, power);
      world.tell(`${topic}/target`, String(target));
      world.tell(`${topic}/mode`, mode);
    },
    async receive(message, world) {
      await world.pause(applianceMs.min, applianceMs.max);
      if (message.topic.endsWith("/target/set")) target = Math.round(readNumber(message.payload, 30, 70) ?? target);
      else if (message.topic.endsWith("/mode/set")) mode = modes.find((known) => known === message.payload) ?? mode;
      else if (message.payload === "ON" || message.payload === "OFF") power = message.payload;
      await this.live(world);
    },
  };
}

/** An alarm panel that wants no code, because Sotto asks before it disarms. */
export function createAlarm(place: VirtualPlace): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  const motion = createMotion();
  const armed: Readonly<Record<string, string>> = { ARM_HOME: "armed_home", ARM_AWAY: "armed_away", ARM_NIGHT: "armed_night" };
  return {
    discovery: {
      component: "alarm_control_panel", objectId: place.id,
      config: { ...announcementOf(place), cmd_t: "~/set", stat_t: "~/state", sup_feat: ["arm_home", "arm_away", "arm_night"], cod_arm_req: false, cod_dis_req: false },
    },
    commandTopics: [`${topic}/set`],
    async live(world) { world.tell(`${topic}/state`, "disarmed"); },
    async receive({ payload }, world) {
      const next = payload === "DISARM" ? "disarmed" : armed[payload];
      if (next === undefined) return;
      const signal = motion();
      await world.pause(applianceMs.min, applianceMs.max, signal);
      if (next === "armed_away") {
        world.tell(`${topic}/state`, "arming");
        await world.pause(leavingMs.min, leavingMs.max, signal);
      }
      world.tell(`${topic}/state`, next);
    },
  };
}

/** A washing machine's programme. */
export function createSelector(place: VirtualPlace, choices: readonly [string, ...string[]]): VirtualDevice {
  const topic = `${virtualBase}/${place.id}`;
  let [chosen] = choices as readonly string[];
  return {
    discovery: { component: "select", objectId: place.id, config: { ...announcementOf(place), cmd_t: "~/set", stat_t: "~/state", ops: choices } },
    commandTopics: [`${topic}/set`],
    async live(world) { world.tell(`${topic}/state`, chosen ?? ""); },
    async receive({ payload }, world) {
      await world.pause(applianceMs.min, applianceMs.max);
      chosen = choices.find((choice) => choice === payload) ?? chosen;
      world.tell(`${topic}/state`, chosen ?? "");
    },
  };
}
