import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const script = join(root, "scripts", "build-whisper.mjs");
let checkout: string;
let folder: string;

beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), "sotto-build-"));
  folder = join(checkout, "node_modules", "smart-whisper");
  await mkdir(join(folder, "build", "Release"), { recursive: true });
  await writeFile(join(folder, "package.json"), '{"version":"0.8.1"}');
  await writeFile(join(folder, "binding.gyp"), "{}");
});
afterEach(() => rm(checkout, { recursive: true }));

/** Runs the build as `npm start` does. */
function build(path: string): { readonly status: number | null; readonly said: readonly string[]; readonly result: string } {
  const program = "import(process.argv[1]).then(async ({ buildWhisper }) => console.log(await buildWhisper(process.argv[2])))";
  const run = spawnSync(process.execPath, ["-e", program, script, checkout], { encoding: "utf8", env: { ...process.env, PATH: path, CXX: "", PYTHON: "" } });
  return { status: run.status, said: run.stderr.split("\n").filter((line) => line !== ""), result: run.stdout.trim() };
}

describe("building the Whisper engine", () => {
  it("goes on without a compiler, and says in one line what to install", () => {
    const { status, said, result } = build("/nowhere");
    expect([status, result]).toEqual([0, "unavailable"]);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/typed commands work.*C\+\+ compiler, make, python3.*apt install build-essential python3/);
  });

  it("warns of an engine that was made for another processor and cannot be made anew", async () => {
    await writeFile(join(folder, "build", "Release", "smart-whisper.node"), "");
    await writeFile(join(folder, "build", "stamp.json"), "{}");
    expect(build("/nowhere").said[0]).toMatch(/made for another processor/);
  });

  it("says nothing where the package is not installed", async () => {
    await rm(folder, { recursive: true });
    expect(build("/nowhere")).toEqual({ status: 0, said: [], result: "unavailable" });
  });
});

describe("the mends of smart-whisper", () => {
  const files = ["src/binding/model.cc", "whisper.cpp/src/whisper.cpp"];
  const installed = join(root, "node_modules", "smart-whisper");

  async function mended(): Promise<readonly string[]> {
    const { mendSmartWhisper } = await import(join(root, "scripts", "whisper-mends.mjs")) as { mendSmartWhisper: (folder: string) => void };
    mendSmartWhisper(folder);
    return Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  }

  beforeEach(async () => {
    for (const file of files) await cp(join(installed, file), join(folder, file));
  });

  it("are made once, however often they are asked for", async () => {
    const once = await mended();
    expect(await mended()).toEqual(once);
    expect(once[0]).toContain("whisper_context_default_params()");
    expect(once[1]!.match(/int first_logits = 0;/g)).toHaveLength(2);
  });

  it("stop at a file of another version", async () => {
    await writeFile(join(folder, files[0]!), "// all new\n");
    await expect(mended()).rejects.toThrow("must be adapted");
  });
});
