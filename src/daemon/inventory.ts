// The home as it is right now, for the commands that show it or write it down.
import type { AssistantError } from "../base/errors.ts";
import { deadlineSignal, sleep } from "../base/time.ts";
import type { Device, Home } from "../home/home.ts";
import type { HomeStates } from "../home/state.ts";
import { type HomeFile, type HomeFilePlace, loadHomeFile } from "./home-file.ts";
import { unmatchedHints } from "./home-file-hints.ts";
import type { LoadedConfig } from "./load-config.ts";
import { virtualNames } from "./virtual-names.ts";
import { openHome } from "./open-home.ts";

export type Inventory = {
  readonly home: Home;
  readonly states: HomeStates;
  readonly hidden: readonly Device[];
  /** What was announced and cannot be used at all, with the reason. */
  readonly leftOut: readonly LeftOut[];
  readonly homeFile: HomeFile & { readonly place: HomeFilePlace };
  /** Entries of home.yaml that match nothing, one line each. */
  readonly hints: readonly string[];
  readonly broker: string;
};

export type LeftOut = { readonly topic: string; readonly problem: string };

/** States are asked for after the devices are known; the retained ones come within this time. Milliseconds. */
const statesWithinMs = 300;
/** Most faults kept: a broken device must not fill the memory by announcing itself under ever new topics. */
const mostFaults = 1000;

/**
 * Looks at the home once: the devices of the configured broker, or those of the virtual home, and what home.yaml says.
 * @throws CONFIG_UNREADABLE, CONFIG_INVALID, MQTT_NOT_CONNECTED, MQTT_REFUSED
 */
export async function takeInventory(loaded: LoadedConfig, onProblem: (error: AssistantError) => void, signal: AbortSignal): Promise<Inventory> {
  const homeFile = await loadHomeFile(loaded);
  const faults = new Map<string, LeftOut>();
  await using open = await openHome(loaded.config, {
    called: await virtualNames(loaded.intentsDirectory),
    credentials: loaded.directories.credentials, port: "any", overlay: homeFile.overlay,
    onStatus: () => undefined, onProblem,
    onFault: (topic, problem) => { if (faults.size < mostFaults) faults.set(`${topic}\n${problem}`, { topic, problem }); },
  }, signal);
  await open.settled(signal);
  const status = open.bus.status();
  if (status.kind === "offline") throw status.error;
  using wait = deadlineSignal(signal, statesWithinMs);
  const home = open.link.home();
  while (!wait.signal.aborted && open.link.states.states().size < home.devices.size) await sleep(20, signal);
  const hidden = open.link.hidden();
  return {
    home: open.link.home(), states: new Map(open.link.states.states()), hidden, homeFile, broker: open.url,
    leftOut: leftOut([...faults.values()], [...home.devices.values(), ...hidden]),
    hints: unmatchedHints(homeFile.place.file, homeFile, open.link),
  };
}

/** Faults of devices that are there stand with the device. */
function leftOut(faults: readonly LeftOut[], devices: readonly Device[]): readonly LeftOut[] {
  const told = new Map<string, string>();
  for (const { facts } of devices) if (facts?.problem !== undefined) told.set(facts.topic, `${told.get(facts.topic) ?? ""}\n${facts.problem}`);
  return faults.filter(({ topic, problem }) => told.get(topic)?.includes(problem) !== true);
}
