// A real Home Assistant in a Debian of its own: the Python of this machine may be too old for it, and nothing of it touches
// this machine. Made once, by debootstrap and pip, and kept in a cache folder.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { messageOf } from "../../src/base/errors.ts";
import { monotonicNowMs } from "../../src/base/time.ts";

/** The newest release that the Python of Debian trixie (3.13) runs; later ones want 3.14. */
export const homeAssistantVersion = process.env["SOTTO_HOMEASSISTANT_VERSION"] ?? "2026.2.3";

export type Installation =
  | { readonly kind: "installed"; readonly root: string; readonly version: string }
  /** `reason`: what is missing, and what would help. */
  | { readonly kind: "impossible"; readonly reason: string };

/** Longest that each step may take, in milliseconds: a slow mirror, a slow disk. */
const debianMs = 10 * 60_000;
const packagesMs = 15 * 60_000;

/** Compilers are for the few packages that come without a wheel. */
const debianPackages = ["python3", "python3-venv", "python3-dev", "gcc", "libc6-dev", "ca-certificates"];

/** What the configuration in running-home-assistant.ts makes use of. */
const integrations = ["api", "config", "demo", "input_boolean", "mqtt", "mqtt_statestream", "websocket_api"];

const cacheRoot = () => process.env["SOTTO_HOMEASSISTANT_ROOT"] ?? join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "sotto", "homeassistant-root");

/** Installs what is missing and says each step. Never throws: where it cannot be done, the reason is the answer. */
export async function installHomeAssistant(say: (line: string) => void): Promise<Installation> {
  const missing = missingHere();
  if (missing !== undefined) return { kind: "impossible", reason: missing };
  const root = cacheRoot();
  const mark = join(root, "sotto-homeassistant");
  const steps: readonly string[] = existsSync(mark) ? readFileSync(mark, "utf8").split("\n") : [];
  if (steps.length === 0 && existsSync(root) && readdirSync(root).length > 0) return { kind: "impossible", reason: `${root} holds something else; empty it, or set SOTTO_HOMEASSISTANT_ROOT to another folder` };
  if (steps.includes(homeAssistantVersion)) return { kind: "installed", root, version: homeAssistantVersion };
  const startMs = monotonicNowMs();
  const done = (...all: readonly string[]) => writeFileSync(mark, all.join("\n"));
  try {
    if (!steps.includes("debian")) {
      say(`installing Debian trixie into ${root}; this is done once`);
      rmSync(root, { recursive: true, force: true });
      mkdirSync(root, { recursive: true });
      done("begun");
      await run("debootstrap", ["--variant=minbase", `--include=${debianPackages.join()}`, "trixie", root, ...mirror()], { ...process.env, PATH: systemPath }, debianMs);
    }
    done("debian");
    say(`installing Home Assistant ${homeAssistantVersion}`);
    letItReachTheNetwork(root);
    await installPackages(root);
    done("debian", homeAssistantVersion);
    say(`installed after ${Math.round((monotonicNowMs() - startMs) / 1000)} s`);
    return { kind: "installed", root, version: homeAssistantVersion };
  } catch (error) {
    return { kind: "impossible", reason: messageOf(error) };
  }
}

const systemPath = `${process.env["PATH"]}:/usr/sbin:/sbin`;

function missingHere(): string | undefined {
  if (process.platform !== "linux") return "it needs Linux: Home Assistant is installed into a Debian of its own";
  if (process.getuid?.() !== 0) return "it needs root, for debootstrap and chroot";
  const missing = ["debootstrap", "chroot", "mosquitto"].filter((program) => spawnSync("sh", ["-c", `command -v ${program}`], { env: { PATH: systemPath } }).status !== 0);
  return missing.length === 0 ? undefined : `${missing.join(" and ")} missing; on Debian: apt-get install debootstrap mosquitto`;
}

/** Debian's own unless told otherwise. */
function mirror(): readonly string[] {
  const url = process.env["SOTTO_DEBIAN_MIRROR"];
  return url === undefined ? [] : [url];
}

/** The resolver and the certificates of this machine: whatever stands between it and the network is so for the chroot too. */
function letItReachTheNetwork(root: string): void {
  for (const file of ["etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"]) {
    if (existsSync(join("/", file))) copyFileSync(join("/", file), join(root, file));
  }
}

/** Home Assistant's own constraints keep pip from searching for versions that fit together. */
async function installPackages(root: string): Promise<void> {
  const program = (...args: readonly string[]) => run("chroot", [root, ...args], chrootEnvironment(), packagesMs);
  const pip = (...args: readonly string[]) => program("/opt/ha/bin/pip", ...args);
  rmSync(join(root, "opt", "ha"), { recursive: true, force: true });
  mkdirSync(join(root, "opt", "wheel"), { recursive: true });
  await program("python3", "-m", "venv", "/opt/ha");
  await pip("download", "-q", "--no-deps", "-d", "/opt/wheel", `homeassistant==${homeAssistantVersion}`);
  writeFileSync(join(root, "opt", "constraints.py"), constraintsProgram);
  await program("/opt/ha/bin/python", "/opt/constraints.py", `/opt/wheel/homeassistant-${homeAssistantVersion}-py3-none-any.whl`, "/opt/constraints.txt");
  await pip("install", "-q", "-c", "/opt/constraints.txt", `homeassistant==${homeAssistantVersion}`);
  writeFileSync(join(root, "opt", "requirements.py"), requirementsProgram);
  writeFileSync(join(root, "opt", "requirements.txt"), await program("/opt/ha/bin/python", "/opt/requirements.py", ...integrations));
  await pip("install", "-q", "-c", "/opt/constraints.txt", "-r", "/opt/requirements.txt");
}

const constraintsProgram = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, open(sys.argv[2], "wb") as out:
    out.write(wheel.read("homeassistant/package_constraints.txt"))
`;

/** What the integrations named, those that always run and those that they need want installed, by their manifests. */
const requirementsProgram = `import json, pathlib, sys
from homeassistant import bootstrap, components
root = pathlib.Path(components.__file__).parent
waiting = {*sys.argv[1:], *bootstrap.DEFAULT_INTEGRATIONS, *(file.stem for file in (root / "demo").glob("*.py"))}
seen, wanted = set(), set()
while waiting:
    name = waiting.pop()
    manifest = root / name / "manifest.json"
    if name in seen or not manifest.is_file():
        continue
    seen.add(name)
    facts = json.loads(manifest.read_text())
    wanted.update(facts.get("requirements", []))
    waiting.update(facts.get("dependencies", []))
print("\\n".join(sorted(wanted)))
`;

/** A clean environment; of pip's settings those that say where packages come from. */
export function chrootEnvironment(): Record<string, string> {
  const passed = Object.entries(process.env).filter(([name]) => /^(PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|PROXY|DEFAULT_TIMEOUT)|(https?|no)_proxy)$/i.test(name));
  return {
    ...pipSettings(), ...Object.fromEntries(passed.map(([name, value]) => [name, value ?? ""])),
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LANG: "C.UTF-8", PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_CACHE_DIR: "1", PIP_ROOT_USER_ACTION: "ignore",
    PIP_CERT: "/etc/ssl/certs/ca-certificates.crt",
  };
}

/** `pip config list` of this machine, without what lies in its files. */
function pipSettings(): Record<string, string> {
  const { stdout } = spawnSync("pip", ["config", "list"], { encoding: "utf8", timeout: 30_000 });
  const settings: Record<string, string> = {};
  for (const line of (stdout ?? "").split("\n")) {
    const [, key, value] = /^(?:global|install)\.(index-url|extra-index-url|trusted-host|proxy|timeout)='(.*)'$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && !value.includes("file:")) settings[`PIP_${key.toUpperCase().replaceAll("-", "_")}`] = value;
  }
  return settings;
}

/** The standard output; rejects with the last lines when the program fails or takes too long. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv, limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"], timeout: limitMs, killSignal: "SIGKILL" });
    let output = "";
    let all = "";
    child.stdout.on("data", (data: Buffer) => { output += data.toString(); all += data.toString(); });
    child.stderr.on("data", (data: Buffer) => { all += data.toString(); });
    child.once("error", (error) => reject(new Error(`${program}: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ${args.slice(0, 3).join(" ")} … ${signal === null ? `failed with ${code}` : `was ended after ${limitMs / 1000} s`}:\n${all.trim().split("\n").slice(-8).join("\n")}`));
    });
  });
}
