// `sotto leave`: the opposite of announcing.
import { randomBytes } from "node:crypto";
import * as v from "valibot";
import type { MqttBus } from "../act/bus.ts";
import { createMqttBus } from "../act/mqtt-bus.ts";
import { AssistantError } from "../base/errors.ts";
import { deadlineSignal, sleep } from "../base/time.ts";
import { removeTraces } from "../bridges/farewell.ts";
import { allTopicsOf, ownTopics, type OwnTopics, sottoPrefix } from "../bridges/own-topics.ts";
import type { CommandLine } from "./cli.ts";
import { type LoadedConfig, loadConfig } from "./load-config.ts";
import { credentials } from "./open-home.ts";
import { forgetPresence, keptIdentity, sottoId } from "./presence.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

/** A broker that does not answer for so long is told of instead of waited for. Milliseconds. */
const connectWithinMs = 10_000;
/** Announcements that the broker keeps come at once after subscribing. Milliseconds. */
const lookForMs = 1000;

/** Empties everything that a Sotto keeps in the broker, and forgets who this one was. Without an id it is the one of this state directory. */
export async function runLeave(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  const loaded = await loadConfig(shell, line.config);
  if (loaded.config.mqtt.url === undefined) throw new AssistantError("USAGE", "there is nothing to leave: without mqtt.url in the config Sotto announces itself nowhere");
  const identity = await keptIdentity(loaded);
  const id = idOf(line.words) ?? identity?.id;
  if (id === undefined) return showOthers(shell, loaded, signal);
  const isOwn = id === identity?.id;
  const prefixes = new Set([loaded.config.mqtt.discoveryPrefix, ...(isOwn && identity.announced !== undefined ? [identity.announced.discoveryPrefix] : [])]);
  const topics = [...prefixes].map((prefix) => ownTopics(id, prefix));
  const removed = await withBus({ shell, loaded, topics }, (bus) => removeTraces(bus, [...new Set(topics.flatMap(allTopicsOf))], signal), signal);
  for (const topic of removed) printLine(shell.output, `  removed    ${topic}`);
  printLine(shell.output, removed.length === 0 ? `nothing of ${sottoPrefix}${id} was kept by the broker` : `${sottoPrefix}${id} is gone from the broker and from Home Assistant. If it still runs, stop it: it keeps quiet only until its next start.`);
  if (isOwn) await forgetPresence(loaded);
  return 0;
}

/** "sotto_1a2b3c4d" or "1a2b3c4d". */
function idOf([word]: readonly string[]): string | undefined {
  if (word === undefined) return undefined;
  const id = word.startsWith(sottoPrefix) ? word.slice(sottoPrefix.length) : word;
  if (!v.is(sottoId, id)) throw new AssistantError("USAGE", `${word} is no id of a Sotto; expected one like ${sottoPrefix}1a2b3c4d`);
  return id;
}

/** This state directory knows of none; perhaps the broker does. */
async function showOthers(shell: Shell, loaded: LoadedConfig, signal: AbortSignal): Promise<ExitCode> {
  const found = new Set<string>();
  const filter = `${loaded.config.mqtt.discoveryPrefix}/device/+/config`;
  await withBus({ shell, loaded, topics: [] }, async (bus) => {
    bus.subscribe([filter], ({ topic, payload }) => {
      const node = topic.split("/").at(-2) ?? "";
      if (node.startsWith(sottoPrefix) && payload !== "") found.add(node);
    }, signal);
    await sleep(lookForMs, signal);
  }, signal);
  printLine(shell.output, `no Sotto was ever announced from ${loaded.directories.state}.`);
  if (found.size > 0) printLine(shell.output, `The broker keeps ${[...found].sort().join(", ")}: name one to remove it, as in: sotto leave ${[...found].sort()[0]}`);
  return found.size > 0 ? 1 : 0;
}

/** @throws MQTT_NOT_CONNECTED, MQTT_REFUSED when there is no connection in time */
async function withBus<T>({ shell, loaded, topics }: { readonly shell: Shell; readonly loaded: LoadedConfig; readonly topics: readonly OwnTopics[] }, work: (bus: MqttBus) => Promise<T>, signal: AbortSignal): Promise<T> {
  const { config } = loaded;
  const hooks = { onStatus: () => undefined, onProblem: (error: AssistantError) => printLine(shell.errors, error.message) };
  // Never the configured client id: the broker would throw out the daemon that has it.
  await using bus = createMqttBus({
    url: config.mqtt.url ?? "", clientId: `sotto-leave-${randomBytes(4).toString("hex")}`, ownTopics: topics.flatMap(({ base, discovery }) => [base, discovery]),
    ...await credentials(config, { credentials: loaded.directories.credentials, ...hooks }),
  }, hooks);
  using deadline = deadlineSignal(signal, connectWithinMs);
  try {
    await bus.connected(deadline.signal);
  } catch (error) {
    const status = bus.status();
    if (deadline.timedOut() && status.kind === "offline") throw status.error;
    throw deadline.timedOut() ? new AssistantError("MQTT_NOT_CONNECTED", `the broker did not answer within ${connectWithinMs} ms; nothing was removed`, { cause: error }) : error;
  }
  // Awaited here: the connection is closed when this function is left.
  return await work(bus);
}
