import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A machine whose default loudspeaker is a WAV file: ALSA's `type file` in a home of its own. No sound hardware is needed. */
export type SoundMachine = {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Samples that were played last. */
  readonly heard: () => Promise<Int16Array>;
  /** Makes an executable script and gives its path. */
  readonly script: (name: string, body: string) => Promise<string>;
  readonly remove: () => Promise<void>;
};

export async function createSoundMachine(): Promise<SoundMachine> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-sound-"));
  const wav = join(folder, "heard.wav");
  await writeFile(join(folder, ".asoundrc"), `pcm.!default { type file slave.pcm null file "${wav}" format wav }\n`);
  return {
    folder,
    environment: { PATH: process.env["PATH"], HOME: folder },
    async heard() {
      if (!existsSync(wav)) return new Int16Array(0);
      const bytes = await readFile(wav);
      return new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length - (bytes.length % 2)));
    },
    async script(name, body) {
      await mkdir(join(folder, "bin"), { recursive: true });
      const path = join(folder, "bin", name);
      await writeFile(path, `#!/bin/sh\n${body}\n`);
      await chmod(path, 0o755);
      return path;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Root mean square of samples, 0..32768; silence is 0. */
export function loudness(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}

/** True when the programs are installed; says loudly what is skipped when they are not. */
export function have(what: string, ...programs: readonly string[]): boolean {
  const missing = programs.filter((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
  if (missing.length > 0) console.warn(`SKIPPED: ${what} because ${missing.join(" and ")} is missing`);
  return missing.length === 0;
}

/** Waits until `holds`; the test's own time limit is the only one. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Processes whose environment has this home: whoever was started for a `SoundMachine`. */
export function processesOf({ folder }: SoundMachine): readonly string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((name) => {
    try {
      return readFileSync(`/proc/${name}/environ`, "latin1").split("\0").includes(`HOME=${folder}`);
    } catch {
      return false;
    }
  });
}
