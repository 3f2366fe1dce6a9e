// (pure) What on and off mean to a binary sensor. SOURCE: home-assistant.io, integrations/binary_sensor, device classes.
import type { NonEmpty } from "../base/types.ts";
import type { Device } from "./home.ts";

/** What may be asked after. The first word of each is the one that answers use; further ones mean the same. */
type OnOff = { readonly on: NonEmpty<string>; readonly off: NonEmpty<string> };

const detected: OnOff = { on: ["detected"], off: ["clear"] };
const opened: OnOff = { on: ["open"], off: ["closed"] };

const byClass: Readonly<Record<string, OnOff>> = {
  battery: { on: ["low"], off: ["charged"] },
  battery_charging: { on: ["charging"], off: ["not_charging"] },
  carbon_monoxide: detected,
  cold: { on: ["cold"], off: ["not_cold"] },
  connectivity: { on: ["connected"], off: ["disconnected"] },
  door: opened,
  garage_door: opened,
  gas: detected,
  heat: { on: ["hot"], off: ["not_hot"] },
  light: { on: ["lit", "detected"], off: ["dark", "clear"] },
  lock: { on: ["unlocked"], off: ["locked"] },
  moisture: { on: ["wet", "detected"], off: ["dry", "clear"] },
  motion: { on: ["detected", "occupied"], off: ["clear", "empty"] },
  moving: { on: ["moving"], off: ["still"] },
  occupancy: { on: ["occupied", "detected"], off: ["empty", "clear"] },
  opening: opened,
  plug: { on: ["plugged_in"], off: ["unplugged"] },
  power: { on: ["powered", "detected"], off: ["unpowered", "clear"] },
  presence: { on: ["at_home", "detected", "occupied"], off: ["not_home", "clear", "empty"] },
  problem: { on: ["trouble", "detected"], off: ["fine", "clear"] },
  running: { on: ["running"], off: ["not_running"] },
  safety: { on: ["unsafe"], off: ["safe"] },
  smoke: detected,
  sound: { on: ["detected"], off: ["clear", "quiet"] },
  tamper: { on: ["tampered", "detected"], off: ["untouched", "clear"] },
  update: { on: ["outdated"], off: ["up_to_date"] },
  vibration: { on: ["vibrating", "detected"], off: ["still", "clear"] },
  window: opened,
};

const plain: OnOff = { on: ["on"], off: ["off"] };

/** "open" for a window sensor that is on; "on" where the class has no words of its own. */
export function binaryWord({ deviceClass }: Pick<Device, "deviceClass">, on: boolean): string {
  const { on: yes, off: no } = wordsOf(deviceClass);
  return (on ? yes : no)[0];
}

/** Whether a binary sensor has to be on or off for what was asked after; undefined when it cannot tell that at all. */
export function meantByWord({ deviceClass }: Pick<Device, "deviceClass">, expect: string): boolean | undefined {
  const { on, off } = wordsOf(deviceClass);
  if (expect === "on" || on.includes(expect)) return true;
  return expect === "off" || off.includes(expect) ? false : undefined;
}

function wordsOf(deviceClass: string): OnOff {
  return Object.hasOwn(byClass, deviceClass) ? byClass[deviceClass] ?? plain : plain;
}
