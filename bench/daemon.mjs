// The daemon as a process: time until its home is there, resident memory with and without models, time to stop.   node bench/daemon.mjs
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { llamaWeights, median, table, whisperWeights } from "./weights.mjs";

const folder = mkdtempSync(join(tmpdir(), "sotto-bench-"));
const main = join(import.meta.dirname, "..", "dist", "main.js");
const withModels = join(folder, "models.yaml");
writeFileSync(withModels, `transcribe: { model: ${whisperWeights().q5_1} }\nunderstand: { llm: { model: ${llamaWeights()} } }\nspeak: { engine: none }\n`);
const without = join(folder, "none.yaml");
writeFileSync(without, "speak: { engine: none }\n");

const residentMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1000;
const childOf = (pid) => Number(spawnSync("pgrep", ["-P", String(pid), "-f", "inference-child"], { encoding: "utf8" }).stdout.trim().split("\n")[0]);

async function run(config, ready) {
  const startMs = performance.now();
  const daemon = spawn(process.execPath, [main, "run", "--config", config], { stdio: ["pipe", "pipe", "ignore"], env: { PATH: process.env.PATH, HOME: folder } });
  let output = "";
  let homeMs;
  await new Promise((resolve) => daemon.stdout.on("data", (data) => {
    output += data;
    if (output.includes("home ")) homeMs ??= performance.now() - startMs;
    if (ready.every((text) => output.includes(text))) resolve();
  }));
  const child = childOf(daemon.pid);
  const memory = { daemonMb: residentMb(daemon.pid), childMb: child ? residentMb(child) : 0 };
  const stopMs = performance.now();
  daemon.kill("SIGTERM");
  await new Promise((resolve) => daemon.once("exit", resolve));
  return { homeMs, ...memory, stopMs: performance.now() - stopMs };
}

const rows = [["daemon", "home is there", "daemon's memory", "inference child's memory", "stops in"]];
for (const [name, config, ready, rounds] of [["without models", without, ["home "], 5], ["Whisper tiny.en q5_1 and TinyLlama Q4_K_M", withModels, ["speech to text is ready", "language model is ready"], 3]]) {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await run(config, ready));
  const at = (key) => Math.round(median(runs.map((one) => one[key])));
  rows.push([name, `${at("homeMs")} ms`, `${at("daemonMb")} MB`, at("childMb") === 0 ? "–" : `${at("childMb")} MB`, `${at("stopMs")} ms`]);
}
console.log(table(rows));
rmSync(folder, { recursive: true, force: true });
