import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AssistantError } from "../../src/base/errors.ts";
import { createMicrophone, type MicrophoneSettings, probeMicrophone } from "../../src/hear/microphone.ts";
import { joinSamples } from "../../src/hear/rechunk.ts";
import { audioSourceContract, firstFrames } from "../contracts/audio-source.ts";

/** What every fake recorder notes of itself, so that a test can see whether it is still there. */
const notePid = 'echo $$ >> "$HOME/pids"';
/** A second of sound, then nothing more: 50 frames of the byte "a" (0x61), which is the sample 24929. */
const second = "head -c 32000 /dev/zero | tr '\\0' a";

let home: string;
let told: string[];
let errors: AssistantError[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sotto-microphone-"));
  told = [];
  errors = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("the microphone, with a program that stands in for arecord", () => {
  it("says which package brings a recorder that is missing, once, and hears when it is there", async () => {
    const frames = firstFrames(microphone({ env: { PATH: home, HOME: home } }), 10);
    await until(() => told.length > 0);
    expect(errors[0]).toMatchObject({ code: "RECORDER_MISSING", message: "microphone: the program arecord is not installed. Run: sudo apt install alsa-utils" });
    program("arecord", `PATH=/usr/bin:/bin; ${second}; sleep 60`);
    expect(await frames).toHaveLength(10);
    expect(told).toEqual(["RECORDER_MISSING", "recovered"]);
  });

  it("says why there is no microphone, in the recorder's words", async () => {
    program("arecord", 'echo "ALSA lib pcm.c: Unknown PCM" >&2; echo "arecord: main:831: audio open error: Device or resource busy" >&2; exit 1');
    expect(await probe()).toMatchObject({
      code: "MICROPHONE_MISSING",
      message: "microphone default: arecord exited 1 (audio open error: Device or resource busy). Run 'arecord -l' to see which there are.",
    });
  });

  it("lets a recorder whose sound has ended say why", async () => {
    program("arecord", 'exec >&-; sleep 0.1; echo "arecord: read error: Input/output error" >&2; exit 1');
    expect((await probe())!.message).toContain("arecord exited 1 (read error: Input/output error)");
  });

  it("hears again after the recorder dies, and tells the outage once", async () => {
    program("arecord", `${notePid}; if [ $(wc -l < "$HOME/pids") -eq 2 ]; then exit 1; fi; ${second}; if [ $(wc -l < "$HOME/pids") -gt 2 ]; then sleep 60; fi; echo "arecord: pcm_read:2221: read error: No such device" >&2; exit 1`);
    expect(await firstFrames(microphone(), 60)).toHaveLength(60);
    expect(told).toEqual(["MICROPHONE_LOST", "recovered"]);
    expect(errors[0]!.message).toContain("arecord exited 1 (read error: No such device)");
    expect(pids()).toHaveLength(3);
  });

  it("starts a recorder anew that runs and gives no sound", async () => {
    program("arecord", `${notePid}; if [ $(wc -l < "$HOME/pids") -gt 1 ]; then ${second}; fi; exec sleep 60`);
    expect(await firstFrames(microphone({ stallMs: 200 }), 10)).toHaveLength(10);
    expect(told).toEqual(["MICROPHONE_MISSING", "recovered"]);
    expect(errors[0]!.message).toContain("arecord runs, but no sound came for 200 ms");
    expect(pids().filter(isAlive)).toEqual([]);
  });

  it.each([
    ["that is silent", `${notePid}; exec sleep 60`],
    ["that ignores being asked to end", `trap '' TERM; ${notePid}; ${second}; while true; do sleep 0.1; done`],
    ["that is stopped in its tracks", `${notePid}; ${second}; kill -STOP $$`],
    ["that is stuck writing", `${notePid}; exec cat /dev/zero`],
  ])("ends a recorder %s when aborted", async (_, body) => {
    program("arecord", body);
    const abort = new AbortController();
    const frames = microphone().frames(abort.signal)[Symbol.asyncIterator]();
    const next = frames.next();
    await until(() => pids().length > 0);
    abort.abort();
    await next;
    await frames.return?.();
    expect(pids().filter(isAlive)).toEqual([]);
    expect(told).toEqual([]);
  });

  it("ends the recorder when aborted although nobody reads", async () => {
    program("arecord", `${notePid}; exec cat /dev/zero`);
    const abort = new AbortController();
    await microphone().frames(abort.signal)[Symbol.asyncIterator]().next();
    abort.abort();
    await until(() => !pids().some(isAlive));
    expect(pids()).toHaveLength(1);
  });

  it("asks arecord for raw 16 kHz mono in periods of 20 ms from the device named", async () => {
    program("arecord", `echo "$@" > "$HOME/arguments"; ${second}`);
    expect(await probe({ device: "plughw:CARD=x; touch y" })).toBeUndefined();
    expect(readFileSync(join(home, "arguments"), "utf8").trim())
      .toBe("-q -D plughw:CARD=x; touch y -f S16_LE -r 16000 -c 1 -t raw --period-time=20000 --buffer-time=200000");
  });

  it("asks sox for the same, and names the device in its environment", async () => {
    const format = "-r 16000 -c 1 -e signed-integer -b 16";
    program("sox", `echo "$AUDIODEV" "$@" > "$HOME/arguments"; ${second}`);
    expect(await probe({ recorder: "sox", device: "hw:1" })).toBeUndefined();
    expect(readFileSync(join(home, "arguments"), "utf8").trim()).toBe(`hw:1 -q --buffer 640 ${format} -d -t raw ${format} -L -`);
  });

  it("reports a recorder that may not be run", async () => {
    writeFileSync(join(home, "arecord"), "");
    expect(await probe({ env: { PATH: home, HOME: home } })).toMatchObject({ code: "MICROPHONE_MISSING", message: expect.stringContaining("EACCES") });
  });

  it("reports a device that no program can be given", async () => {
    expect(await probe({ device: "hw\u0000:1" })).toMatchObject({ code: "MICROPHONE_MISSING", message: expect.stringMatching(/^microphone hw :1: arecord did not start/) });
  });

  it("finds nothing wrong when asked to give up", async () => {
    program("arecord", "exec sleep 60");
    const abort = new AbortController();
    const answer = probeMicrophone(settings(), abort.signal);
    abort.abort();
    expect(await answer).toBeUndefined();
  });
});

audioSourceContract("The microphone with a program that stands in for arecord", async () => {
  program("arecord", "exec yes 0123456789");
  return { source: microphone() };
});

/** ALSA's "file" plugin plays a file as if it were a microphone: as fast as it is read, and after its end for ever. */
const lacking = ["arecord", "sox"].filter((name) => spawnSync(name, ["--version"]).error !== undefined);
if (lacking.length > 0) console.warn(`SKIPPED: recording through ALSA, because ${lacking.join(" and ")} is absent`);

describe.skipIf(lacking.length > 0)("the microphone, with the real programs", () => {
  const sound = Int16Array.from({ length: 16_000 * 3 }, (_, i) => Math.round(12_000 * Math.sin(i * i * 1e-5)));

  beforeEach(() => {
    writeFileSync(join(home, "sound.raw"), new Uint8Array(sound.buffer));
    const plugin = (name: string) => `${name} { type file; slave.pcm { type null }; file /dev/null; infile "${home}/sound.raw"; format raw }`;
    writeFileSync(join(home, ".asoundrc"), `${plugin("pcm.!default")}\n${plugin("pcm.recording")}\n`);
  });

  it.each([["arecord", "default"], ["arecord", "recording"], ["sox", "recording"]] as const)("hears through %s from %s, bit for bit", async (recorder, device) => {
    const frames = await firstFrames(microphone({ recorder, device }), 140);
    expect(Buffer.from(joinSamples(frames.map(({ samples }) => samples)).buffer).equals(Buffer.from(sound.buffer, 0, 140 * 640))).toBe(true);
    expect(told).toEqual([]);
  });

  it.each(["arecord", "sox"] as const)("says that there is no such device, through %s", async (recorder) => {
    expect(await probe({ recorder, device: "nowhere" })).toMatchObject({ code: "MICROPHONE_MISSING", message: expect.stringMatching(/^microphone nowhere: \w+ exited \d+ \(.+\)\. Run 'arecord -l'/) });
  });

  it("finds a device that gives sound", async () => {
    expect(await probe()).toBeUndefined();
  });

  it("hears again after arecord is killed", async () => {
    // `exec` keeps the number, so that it is arecord itself that is killed.
    program("arecord", `${notePid}; exec /usr/bin/arecord "$@"`);
    const abort = new AbortController();
    let killed = false;
    let after = 0;
    for await (const _ of microphone().frames(abort.signal)) {
      if (!killed) process.kill(pids()[0]!, "SIGKILL");
      killed = true;
      if (pids().length > 1 && ++after === 20) abort.abort();
    }
    expect(told).toEqual(["MICROPHONE_LOST", "recovered"]);
    expect(errors[0]!.message).toContain("arecord was ended by SIGKILL");
  });

  audioSourceContract("The microphone with arecord", async () => ({ source: microphone() }));
});

function settings(changes: Partial<MicrophoneSettings> = {}): MicrophoneSettings {
  const env = { PATH: `${home}:/usr/bin:/bin`, HOME: home };
  return { recorder: "arecord", device: "default", env, stallMs: 10_000, firstRetryMs: 5, maxRetryMs: 20, ...changes };
}

function microphone(changes: Partial<MicrophoneSettings> = {}) {
  return createMicrophone({
    ...settings(changes),
    onTrouble(error) {
      told.push(error.code);
      errors.push(error);
    },
    onRecovered: () => told.push("recovered"),
  });
}

function probe(changes: Partial<MicrophoneSettings> = {}) {
  return probeMicrophone(settings(changes), new AbortController().signal);
}

function program(name: string, body: string): void {
  // Renamed into place, so that nobody starts half a program.
  writeFileSync(join(home, `${name}.new`), `#!/bin/sh\n${body}\n`);
  chmodSync(join(home, `${name}.new`), 0o755);
  spawnSync("mv", [join(home, `${name}.new`), join(home, name)]);
}

function pids(): number[] {
  const notes = join(home, "pids");
  return existsSync(notes) ? readFileSync(notes, "utf8").split("\n").filter((line) => line !== "").map(Number) : [];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => { setTimeout(resolve, 5); });
}
