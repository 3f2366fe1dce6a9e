// The way to the devices: a broker (the user's, or an embedded one with a virtual home), what announces itself there,
// and the dispatcher that acts on it.
import { setMaxListeners } from "node:events";
import { readFile } from "node:fs/promises";
import type { MqttBus, MqttStatus } from "../act/bus.ts";
import { createDispatcher, type Dispatch } from "../act/dispatcher.ts";
import { type HomeLink, linkHome } from "../act/home-link.ts";
import { createMqttBus, type MqttBusSettings } from "../act/mqtt-bus.ts";
import type { Settled } from "../act/outcome.ts";
import { AssistantError, messageOf } from "../base/errors.ts";
import { deadlineSignal, monotonicNowMs, sleep } from "../base/time.ts";
import type { Home } from "../home/home.ts";
import type { HomeOverlay } from "../home/home-overlay.ts";
import type { ReportProblem } from "../home/home-source.ts";
import { type EmbeddedBroker, startEmbeddedBroker } from "../virtual/broker.ts";
import { startVirtualHome } from "../virtual/virtual-home.ts";
import type { Config } from "./config.ts";
import { readMqttPassword } from "./secret.ts";

export type HomeHooks = {
  /** What home.yaml lays over what devices announce. */
  readonly overlay?: HomeOverlay;
  readonly onFault?: ReportProblem;
  readonly onStatus: (status: MqttStatus) => void;
  readonly onProblem: (error: AssistantError) => void;
  readonly onHome?: () => void;
  /** What Sotto says of itself on this connection. */
  readonly own?: Pick<MqttBusSettings, "ownTopics" | "will">;
  /** What the virtual home calls its rooms and devices. */
  readonly called?: (name: string) => string;
  /** How something ended that was still under way when its reply was due. */
  readonly onSettled?: (settled: Settled) => void;
};

export type OpenHome = AsyncDisposable & {
  readonly link: HomeLink;
  readonly dispatch: Dispatch;
  readonly bus: MqttBus;
  /** "embedded": broker and devices are Sotto's own, for trying things out. */
  readonly kind: "embedded" | "configured";
  readonly url: string;
  /** Resolves when announcements have stopped coming in, or when the broker did not answer in time. */
  readonly settled: (signal: AbortSignal) => Promise<void>;
};

/** MQTT's registered port (IANA). Taken by the embedded broker when it is free, so that other MQTT programs find it. */
const mqttPort = 1883;
/** Retained announcements come in one burst after subscribing; this much quiet ends it. */
const quietMs = 150;
/** Devices written by hand are there at once; whether others announce themselves is waited for this long. */
const firstWordMs = 1000;
/** A broker that does not answer is not waited for longer: typed commands can be answered with the reason. */
const firstHomeWithinMs = 3000;

/**
 * @param port "usual" for the daemon, "any" for one-shot commands that must not get in its way
 * @throws CONFIG_UNREADABLE for a password or certificate that cannot be read
 */
export async function openHome(config: Config, options: { readonly credentials: string | undefined; readonly port: "usual" | "any" } & HomeHooks, signal: AbortSignal): Promise<OpenHome> {
  const broker = config.mqtt.url === undefined ? await embeddedBroker(options) : undefined;
  const virtual = broker === undefined ? undefined : startVirtualHome({ wire: broker.wire, discoveryPrefix: config.mqtt.discoveryPrefix, ...(options.called === undefined ? {} : { called: options.called }) });
  const url = broker?.url ?? config.mqtt.url ?? "";
  const lifetime = new AbortController();
  const both = AbortSignal.any([lifetime.signal, signal]);
  setMaxListeners(0, both, lifetime.signal);   // every subscription of a large home ends with it
  let lastChangeMs = monotonicNowMs();
  let isAnnounced = false;
  const bus = createMqttBus({ url, clientId: clientId(config), ...await credentials(config, options), ...options.own }, options);
  const link = linkHome({
    bus, nowMs: monotonicNowMs, discoveryPrefix: config.mqtt.discoveryPrefix, statestreamTopic: config.mqtt.statestreamTopic, onProblem: options.onProblem,
    ...(options.overlay === undefined ? {} : { overlay: options.overlay }), ...(options.onFault === undefined ? {} : { onFault: options.onFault }),
    onHome: (home) => { lastChangeMs = monotonicNowMs(); isAnnounced = hasAnnounced(home); options.onHome?.(); },
    onState: () => { lastChangeMs = monotonicNowMs(); },
  }, both);
  return {
    link, bus, url,
    kind: broker === undefined ? "configured" : "embedded",
    dispatch: createDispatcher({ bus, home: link.home, states: link.states, nowMs: monotonicNowMs, confirmWithinMs: config.mqtt.confirmWithinMs, signal: both, ...(options.onSettled === undefined ? {} : { onSettled: options.onSettled }) }),
    async settled(waiting) {
      using deadline = deadlineSignal(waiting, firstHomeWithinMs);
      try {
        await bus.connected(deadline.signal);
        const connectedMs = monotonicNowMs();
        const isKnown = () => isAnnounced || (link.home().devices.size > 0 && monotonicNowMs() - connectedMs > firstWordMs);
        while (!isKnown() || monotonicNowMs() - lastChangeMs < quietMs) await sleep(20, deadline.signal);
      } catch (error) {
        if (!deadline.timedOut()) throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      lifetime.abort(new DOMException("the daemon is stopping", "AbortError"));
      await bus[Symbol.asyncDispose]();
      virtual?.stop();
      await broker?.[Symbol.asyncDispose]();
    },
  };
}

function hasAnnounced({ devices }: Home): boolean {
  for (const { facts } of devices.values()) if (facts?.source !== "home.yaml") return true;
  return false;
}

/** The usual port, or any free one when another program (a real broker, a second Sotto) has it. */
async function embeddedBroker({ port, onProblem }: { readonly port: "usual" | "any" } & HomeHooks): Promise<EmbeddedBroker> {
  const usual = port === "usual" ? await startEmbeddedBroker({ port: mqttPort }) : undefined;
  if (usual?.kind === "started") return usual.broker;
  if (usual !== undefined) {
    onProblem(new AssistantError("BROKER_PORT_IN_USE", `port ${mqttPort} on this machine is taken, perhaps by a broker. To use that one, set mqtt.url: mqtt://127.0.0.1:${mqttPort} in the config; until then Sotto's own is on another port.`, { cause: usual.error }));
  }
  const other = await startEmbeddedBroker({ port: 0 });
  if (other.kind === "started") return other.broker;
  throw other.error;
}

function clientId(config: Config): string {
  // Unique per start: a broker ends the older of two connections with one id, and two daemons would fight for ever.
  return config.mqtt.clientId ?? `sotto-${Math.random().toString(36).slice(2, 10)}`;
}

export async function credentials(config: Config, options: { readonly credentials: string | undefined } & HomeHooks) {
  const { mqtt } = config;
  const password = await readMqttPassword(mqtt, options.credentials);
  if (password?.warning !== undefined) options.onProblem(new AssistantError("CONFIG_UNREADABLE", password.warning));
  return {
    ...(mqtt.username === undefined ? {} : { username: mqtt.username }),
    ...(password === undefined ? {} : { password: password.text }),
    ...(mqtt.caFile === undefined ? {} : { ca: await readPem(mqtt.caFile) }),
    ...(mqtt.certFile === undefined ? {} : { cert: await readPem(mqtt.certFile) }),
    ...(mqtt.keyFile === undefined ? {} : { key: await readPem(mqtt.keyFile) }),
  };
}

async function readPem(file: string): Promise<string> {
  try {
    const text = await readFile(file, "utf8");
    if (!text.includes("-----BEGIN ")) throw new Error("it is not PEM: the line -----BEGIN …----- is missing");
    return text;
  } catch (error) {
    throw new AssistantError("CONFIG_UNREADABLE", `${file}: ${messageOf(error)}`, { cause: error });
  }
}
