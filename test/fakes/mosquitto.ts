// Debian's Mosquitto on a free port of the loopback, with a config of its own in a temporary folder.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aMoment } from "./started-bus.ts";

export type Mosquitto = {
  readonly url: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Lets it take its leave (SIGTERM), as at an update. */
  readonly shutDown: () => Promise<void>;
  /** Stops the process where it stands, as a frozen machine would be, and lets it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly cleanUp: () => Promise<void>;
};

export type MosquittoOptions = {
  readonly user?: { readonly name: string; readonly password: string };
  readonly certificate?: { readonly certFile: string; readonly keyFile: string };
  readonly lines?: readonly string[];
};

/** True when the programs are there; says loudly when they are not. */
export function mosquittoIsThere(): boolean {
  const missing = ["mosquitto", "mosquitto_passwd", "openssl"].filter((program) => spawnSync("sh", ["-c", `PATH="$PATH:/usr/sbin" command -v ${program}`]).status !== 0);
  for (const program of missing) console.warn(`SKIPPED: tests with a real broker, because ${program} is missing; on Debian: apt-get install mosquitto openssl`);
  return missing.length === 0;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "sotto-broker-"));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const folder = temporaryFolder();
  const port = await freePort();
  writeFileSync(join(folder, "mosquitto.conf"), configLines(folder, port, options).join("\n"));
  // Mosquitto gives up root's rights when it starts as root and must still be able to read its files.
  chmodSync(folder, 0o755);
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn("mosquitto", ["-c", join(folder, "mosquitto.conf")], { stdio: "ignore", env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` } });
    while (!(await accepts(port))) {
      if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
      await aMoment(10);
    }
  };
  const end = async (how: "SIGKILL" | "SIGTERM") => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const exited = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGCONT");
    running.kill(how);
    await exited;
  };
  const stop = () => end("SIGKILL");
  await start();
  return {
    url: `${options.certificate === undefined ? "mqtt" : "mqtts"}://127.0.0.1:${port}`, port, start, stop,
    shutDown: () => end("SIGTERM"),
    freeze: () => { child?.kill("SIGSTOP"); },
    thaw: () => { child?.kill("SIGCONT"); },
    cleanUp: async () => { await stop(); rmSync(folder, { recursive: true, force: true }); },
  };
}

function configLines(folder: string, port: number, { user, certificate, lines = [] }: MosquittoOptions): readonly string[] {
  const config = [`listener ${port} 127.0.0.1`, "persistence false", "log_type none", ...(process.getuid?.() === 0 ? ["user root"] : [])];
  if (user === undefined) config.push("allow_anonymous true");
  else {
    const passwords = join(folder, "passwords");
    spawnSync("mosquitto_passwd", ["-c", "-b", passwords, user.name, user.password]);
    config.push("allow_anonymous false", `password_file ${passwords}`);
  }
  if (certificate !== undefined) config.push(`certfile ${certificate.certFile}`, `keyfile ${certificate.keyFile}`);
  return [...config, ...lines, ""];
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => { socket.destroy(); resolve(true); });
    socket.once("error", () => resolve(false));
  });
}

/** A certificate authority and a certificate that it signed for `names`, made by openssl. */
export function makeCertificates(folder: string, names = "IP:127.0.0.1,DNS:localhost"): { readonly caFile: string; readonly certFile: string; readonly keyFile: string } {
  const file = (name: string) => join(folder, name);
  writeFileSync(file("names"), `subjectAltName=${names}\n`);
  const openssl = (...args: readonly string[]) => {
    const result = spawnSync("openssl", args, { encoding: "utf8" });
    if (result.status !== 0) throw new Error(`openssl ${args[0]}: ${result.stderr}`);
  };
  openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Sotto test authority", "-keyout", file("ca.key"), "-out", file("ca.crt"));
  openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=broker", "-keyout", file("server.key"), "-out", file("server.csr"));
  openssl("x509", "-req", "-days", "2", "-in", file("server.csr"), "-CA", file("ca.crt"), "-CAkey", file("ca.key"), "-CAcreateserial", "-extfile", file("names"), "-out", file("server.crt"));
  return { caFile: file("ca.crt"), certFile: file("server.crt"), keyFile: file("server.key") };
}
