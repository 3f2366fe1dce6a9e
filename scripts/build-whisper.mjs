// Compiles the Whisper engine (smart-whisper, whisper.cpp) for the processor of this machine. npm's own build of it uses
// no vector instructions and is ten times slower. Takes about a minute, once; after that a look at a stamp file.
// Without a compiler Sotto goes on without ears: one line says so, and nothing fails.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { mendSmartWhisper } from "./whisper-mends.mjs";

/** Raised when flags or mends change, so that older builds are made again. */
const recipe = 1;
/** ggml.c alone takes this much of the compiler's memory; a small board must not swap. */
const bytesPerJob = 1_000_000_000;
const keptLogLines = 12;

/**
 * @param {string} root the checkout
 * @param {(line: string) => void} [say] gets what a person should read
 * @returns {Promise<"ready" | "built" | "unavailable">} never rejects over a missing or failing compiler
 */
export async function buildWhisper(root, say = console.error) {
  const folder = join(root, "node_modules", "smart-whisper");
  if (!existsSync(join(folder, "binding.gyp"))) return "unavailable";
  const wanted = stampOf(folder);
  const stampFile = join(folder, "build", "stamp.json");
  if (existsSync(stampFile) && existsSync(addonIn(folder)) && readFileSync(stampFile, "utf8") === wanted) return "ready";

  const missing = missingTools();
  const gyp = findNodeGyp();
  if (gyp === undefined) missing.push("npm (with its node-gyp)");
  if (missing.length > 0) {
    const effect = existsSync(addonIn(folder)) ? "keeps one that was made for another processor and may crash" : "does not hear (typed commands work)";
    say(`The Whisper engine cannot be compiled here, so Sotto ${effect}. Missing: ${missing.join(", ")}. On Debian: sudo apt install build-essential python3`);
    return "unavailable";
  }
  say("building the Whisper engine for this processor, once: about a minute");
  try {
    mendSmartWhisper(folder);
    await compile(folder, gyp);
    keepOnlyTheAddon(folder);
    tryAddon(folder);
    writeFileSync(stampFile, wanted);
    return "built";
  } catch (error) {
    say(`The Whisper engine could not be built, so Sotto does not hear (typed commands work). ${error.message}`);
    return "unavailable";
  }
}

function addonIn(folder) {
  return join(folder, "build", "Release", "smart-whisper.node");
}

/** What a build depends on; code for one processor may be an illegal instruction on the next. */
function stampOf(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return JSON.stringify({ recipe, version, platform: `${process.platform}-${process.arch}`, processor: processorHash() });
}

function processorHash() {
  let features = cpus()[0]?.model ?? "";
  try {
    const lines = readFileSync("/proc/cpuinfo", "utf8").split("\n");
    features += lines.filter((line) => /^(flags|Features|CPU part)\s*:/.test(line)).slice(0, 64).sort().filter((line, index, all) => line !== all[index - 1]).join("\n");
  } catch {
    // Not Linux: the model's name has to do.
  }
  return createHash("sha256").update(features).digest("hex").slice(0, 16);
}

/** @param {string | undefined} command undefined or empty, as an unset variable is, does not work */
function works(command, args) {
  return Boolean(command) && spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** The compiler as make will call it. */
function compilerName() {
  return [process.env.CXX, "g++", "c++", "clang++"].find((name) => works(name?.split(" ")[0], ["--version"]));
}

function missingTools() {
  if (process.platform === "win32") return []; // node-gyp looks for Visual Studio itself, and says what it did not find
  const missing = [];
  if (compilerName() === undefined) missing.push("a C++ compiler");
  if (!works("make", ["--version"])) missing.push("make");
  if (![process.env.PYTHON, "python3", "python"].some((name) => works(name, ["--version"]))) missing.push("python3");
  return missing;
}

/** npm brings node-gyp along; which place depends on who packaged Node. */
function findNodeGyp() {
  const prefix = dirname(dirname(process.execPath));
  const npmFolders = [
    process.env.npm_execpath === undefined ? undefined : join(dirname(process.env.npm_execpath), ".."),
    join(prefix, "lib", "node_modules", "npm"),
    join(prefix, "node_modules", "npm"),
    "/usr/lib/node_modules/npm",
    "/usr/local/lib/node_modules/npm",
    "/usr/share/nodejs/npm",
  ];
  const candidates = [
    process.env.npm_config_node_gyp,
    ...npmFolders.flatMap((folder) => (folder === undefined ? [] : [join(folder, "node_modules", "node-gyp", "bin", "node-gyp.js")])),
    "/usr/share/nodejs/node-gyp/bin/node-gyp.js",
  ];
  return candidates.find((file) => file !== undefined && existsSync(file));
}

/** Where Node's headers lie on this machine, or undefined to let node-gyp download them. Node-API is the same within a major version. */
function headersFolder() {
  if (process.env.npm_config_nodedir) return process.env.npm_config_nodedir;
  const major = `#define NODE_MAJOR_VERSION ${process.versions.node.split(".")[0]}\n`;
  return [dirname(dirname(process.execPath)), "/usr", "/usr/local"].find((prefix) => {
    const include = join(prefix, "include", "node");
    return ["node_api.h", "common.gypi", "node_version.h"].every((file) => existsSync(join(include, file))) && readFileSync(join(include, "node_version.h"), "utf8").includes(major);
  });
}

/** `-march=native` means the whole processor on x86; on ARM that is `-mcpu=native`, where the compiler knows it. */
function processorFlags() {
  if (process.platform === "win32") return "";
  const flags = process.arch === "x64" ? ["-march=native", ""] : ["-mcpu=native", "-march=native", ""];
  const compiler = compilerName().split(" ")[0];
  return flags.find((flag) => works(compiler, [...(flag === "" ? [] : [flag]), "-x", "c++", "-E", "-o", "/dev/null", "/dev/null"])) ?? "";
}

/** NDEBUG: ggml's asserts walk over whole tensors, and its allocator reports every reallocation. */
function buildEnvironment() {
  const flags = `-O3 -DNDEBUG ${processorFlags()}`.trim();
  const headers = headersFolder();
  return {
    ...process.env,
    CFLAGS: flags,
    CXXFLAGS: flags,
    // smart-whisper links OpenBLAS when it happens to be installed; its threads would fight ggml's.
    COMPUTE_BACKEND: process.platform === "darwin" ? "accelerate" : "cpu",
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}`,
    ...(headers === undefined ? {} : { npm_config_nodedir: headers }),
  };
}

function compile(folder, gyp) {
  const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / bytesPerJob)));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [gyp, "rebuild", "--release", "--jobs", String(jobs)], { cwd: folder, env: buildEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    const keep = (chunk) => { log = (log + chunk).slice(-1_000_000); };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`The compiler's last lines:\n${lastLines(log)}`))));
  });
}

/** The errors first: behind them node-gyp prints a stack trace of its own. */
function lastLines(log) {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => /\berror\b|fatal|ENOTFOUND|ECONNREFUSED/i.test(line));
  return [...errors.slice(0, keptLogLines), ...lines.slice(-keptLogLines)].join("\n");
}

/** Objects and makefiles are twice the addon's size and of no further use. */
function keepOnlyTheAddon(folder) {
  const aside = join(tmpdir(), `smart-whisper-${process.pid}.node`);
  cpSync(addonIn(folder), aside);
  rmSync(join(folder, "build"), { recursive: true, force: true });
  mkdirSync(dirname(addonIn(folder)), { recursive: true });
  cpSync(aside, addonIn(folder));
  rmSync(aside);
}

/** Loads it in a process of its own: an illegal instruction or a missing library shows now, not at the first command. */
function tryAddon(folder) {
  const tried = spawnSync(process.execPath, ["-e", "require(process.argv[1])", addonIn(folder)], { encoding: "utf8" });
  if (tried.status !== 0) throw new Error(`It was compiled but does not load (${tried.signal ?? `exit ${tried.status}`}): ${lastLines(tried.stderr ?? "")}`);
}
