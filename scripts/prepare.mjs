// Makes what a checkout lacks before it can run: dist/ from src/, and the Whisper engine compiled for this processor.
// Runs before every npm script; does nothing, in a few hundred milliseconds, when all is up to date.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
if (existsSync(tsc)) {
  const built = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
  if (built.status !== 0) process.exit(built.status ?? 1);
} else if (!existsSync(join(root, "dist", "main.js"))) {
  console.error("Sotto is not installed here yet. Run: npm ci");
  process.exit(1);
}

const whisper = await import("./build-whisper.mjs").catch((error) => { if (error.code === "ERR_MODULE_NOT_FOUND") return undefined; throw error; });
await whisper?.buildWhisper(root);
