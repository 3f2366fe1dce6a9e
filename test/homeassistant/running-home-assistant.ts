// Home Assistant as a process, with a configuration of its own, bound to the loopback, and its REST API.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { monotonicNowMs } from "../../src/base/time.ts";
import { freePort } from "../fakes/mosquitto.ts";
import { aMoment } from "../fakes/started-bus.ts";
import { chrootEnvironment } from "./installation.ts";

export type EntityState = { readonly entity_id: string; readonly state: string; readonly attributes: Readonly<Record<string, unknown>> };

export type RunningHomeAssistant = {
  /** Resolves when it has started up; rejects after two minutes. */
  readonly start: () => Promise<void>;
  /** Asks it to stop, as its service does, and waits for it. */
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly states: () => Promise<readonly EntityState[]>;
  readonly state: (entityId: string) => Promise<EntityState | undefined>;
  readonly call: (domain: string, service: string, data: Readonly<Record<string, unknown>>) => Promise<void>;
  /** What a template gives, as text. */
  readonly render: (template: string) => Promise<string>;
  readonly addMqtt: (port: number) => Promise<void>;
  /** Switches on, in the automation, what lets somebody in. */
  readonly allowEntry: () => Promise<void>;
  /** All that it has printed. */
  readonly log: () => string;
  readonly cleanUp: () => Promise<void>;
};

const user = { name: "sotto", password: "only-for-this-test" };
const blueprint = join(import.meta.dirname, "..", "..", "homeassistant", "sotto_control.yaml");
/** A slow machine takes a while; a hung one must not take for ever. */
const startWithinMs = 120_000;
const stopWithinMs = 60_000;

export async function prepareHomeAssistant(root: string): Promise<RunningHomeAssistant> {
  const port = await freePort();
  const folder = mkdtempSync(join(root, "config-"));
  writeConfiguration(folder, port);
  const inside = `/${basename(folder)}`;
  addUser(root, inside);
  const output = join(folder, "output.log");
  const base = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let token = "";

  const request = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${base}${path}`, { ...init, headers: { ...(token === "" ? {} : { authorization: `Bearer ${token}` }), ...init.headers }, signal: AbortSignal.timeout(30_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method ?? "GET"} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return response.headers.get("content-type")?.includes("json") === true ? JSON.parse(text) as unknown : text;
  };
  const post = (path: string, body: unknown) => request(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  const ended = async (signal: NodeJS.Signals) => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const exited = new Promise((resolve) => running.once("exit", resolve));
    running.kill(signal);
    await Promise.race([exited, aMoment(stopWithinMs).then(() => running.kill("SIGKILL"))]);
    await exited;
  };
  const call = async (domain: string, service: string, data: Readonly<Record<string, unknown>>) => { await post(`/api/services/${domain}/${service}`, data); };
  const states = async () => await request("/api/states") as readonly EntityState[];

  return {
    async start() {
      const deadlineMs = monotonicNowMs() + startWithinMs;
      const started = spawn("chroot", [root, "/opt/ha/bin/hass", "-c", inside, "--skip-pip"], { env: chrootEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
      child = started;
      for (const stream of [started.stdout, started.stderr]) stream.on("data", (data: Buffer) => appendFileSync(output, data));
      for (;;) {
        if (started.exitCode !== null || monotonicNowMs() > deadlineMs) throw new Error(`Home Assistant did not start:\n${tail(output)}`);
        if (token === "") token = await logIn(post, request, `${base}/`).catch(() => "");
        const config = token === "" ? undefined : await request("/api/config").catch(() => undefined) as { readonly state?: string } | undefined;
        if (config?.state === "RUNNING") return;
        await aMoment(200);
      }
    },
    stop: () => ended("SIGTERM"),
    kill: () => ended("SIGKILL"),
    states,
    state: async (entityId) => (await states()).find(({ entity_id }) => entity_id === entityId),
    call,
    render: async (template) => String(await post("/api/template", { template })),
    async addMqtt(brokerPort) {
      const flow = await post("/api/config/config_entries/flow", { handler: "mqtt" }) as { readonly flow_id: string };
      const entry = await post(`/api/config/config_entries/flow/${flow.flow_id}`, { broker: "127.0.0.1", port: brokerPort }) as { readonly type: string };
      if (entry.type !== "create_entry") throw new Error(`the MQTT integration was not added: ${JSON.stringify(entry)}`);
    },
    async allowEntry() {
      writeAutomation(folder, { allow_entry: true });
      await call("automation", "reload", {});
    },
    log: () => readFileSync(output, "utf8"),
    async cleanUp() {
      await ended("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `demo` has entities of every kind that are no MQTT devices; its thermostats, locks and players behave as real ones do. */
function writeConfiguration(folder: string, port: number): void {
  writeFileSync(join(folder, "configuration.yaml"), `
homeassistant:
  name: Test
  unit_system: metric
  time_zone: UTC
http:
  server_host: 127.0.0.1
  server_port: ${port}
logger:
  default: warning
api:
config:
demo:
input_boolean:
  guests:
    name: Guest mode
mqtt_statestream:
  base_topic: statestream
  publish_attributes: true
automation: !include automations.yaml
`);
  writeAutomation(folder);
  const blueprints = join(folder, "blueprints", "automation", "sotto");
  mkdirSync(blueprints, { recursive: true });
  copyFileSync(blueprint, join(blueprints, "sotto_control.yaml"));
}

/** An automation made of the blueprint in this repository, as a person makes it. */
function writeAutomation(folder: string, input: Readonly<Record<string, unknown>> = {}): void {
  writeFileSync(join(folder, "automations.yaml"), JSON.stringify([{ id: "sotto", alias: "Sotto control", use_blueprint: { path: "sotto/sotto_control.yaml", input } }]));
}

function addUser(root: string, inside: string): void {
  const result = spawnSync("chroot", [root, "/opt/ha/bin/hass", "--script", "auth", "-c", inside, "add", user.name, user.password], { env: chrootEnvironment(), encoding: "utf8", timeout: 60_000 });
  if (result.status !== 0) throw new Error(`no user could be made: ${result.stderr}`);
}

type Post = (path: string, body: unknown) => Promise<unknown>;
type Send = (path: string, init?: RequestInit) => Promise<unknown>;

/** SOURCE: developers.home-assistant.io, "Authentication API". */
async function logIn(post: Post, request: Send, clientId: string): Promise<string> {
  const flow = await post("/auth/login_flow", { client_id: clientId, handler: ["homeassistant", null], redirect_uri: clientId }) as { readonly flow_id: string };
  const login = await post(`/auth/login_flow/${flow.flow_id}`, { client_id: clientId, username: user.name, password: user.password }) as { readonly result: string };
  const token = await request("/auth/token", { method: "POST", body: new URLSearchParams({ grant_type: "authorization_code", code: login.result, client_id: clientId }) }) as { readonly access_token: string };
  return token.access_token;
}

function tail(file: string): string {
  try {
    return readFileSync(file, "utf8").split("\n").slice(-40).join("\n");
  } catch {
    return "(no output)";
  }
}
