import { describe, expect, it } from "vitest";
import { startRecorder } from "../../src/hear/recorder.ts";

const shell = (script: string) => startRecorder({ cmd: "/bin/sh", args: ["-c", script], spawnOptions: { stdio: ["ignore", "pipe", "pipe"], env: { PATH: "/usr/bin:/bin" } } });
const moment = (durationMs: number) => new Promise((resolve) => { setTimeout(resolve, durationMs); });

describe("a recorder", () => {
  it("gives all that it writes, in order, before it ends", async () => {
    const recorder = shell("seq 1 50000");
    const pieces: Uint8Array[] = [];
    try {
      for await (const piece of recorder.bytes) pieces.push(piece as Uint8Array);
    } finally {
      await recorder.stop();
    }
    expect(Buffer.concat(pieces).toString()).toBe(Array.from({ length: 50_000 }, (_, i) => `${i + 1}\n`).join(""));
  });

  it("harms nobody when it fails before somebody read", async () => {
    const recorder = shell("echo why >&2; exit 3");
    expect(await recorder.ended).toEqual({ kind: "exited", how: "exited 3", said: "why\n" });
    await moment(20);                                        // an error that nobody hears would end the process now
  });

  it("harms nobody when it is stopped before somebody read", async () => {
    expect(await shell("exec sleep 60").stop()).toMatchObject({ kind: "exited", how: "was ended by SIGTERM" });
    await moment(20);
  });

  it("may be stopped twice, and after its end", async () => {
    const recorder = shell("exit 0");
    const ended = await recorder.ended;
    expect(await Promise.all([recorder.stop(), recorder.stop()])).toEqual([ended, ended]);
  });

  it("is done although a child of its own still holds its pipes", async () => {
    const recorder = shell("sleep 40 & echo $! >&2; exit 4");
    const end = await recorder.ended;
    if (end.kind === "exited") process.kill(Number(end.said));
    expect(end).toMatchObject({ how: "exited 4" });
  });

  it("keeps only the end of what a talkative program says", async () => {
    const end = await shell("yes complaint | head -c 100000 >&2; echo last >&2; exit 1").ended;
    expect(end.kind === "exited" && end.said.length).toBe(4000);
    expect(end.kind === "exited" && end.said.endsWith("last\n")).toBe(true);
  });

  it("that is missing says so", async () => {
    const recorder = startRecorder({ cmd: "/nowhere/arecord", args: [], spawnOptions: { stdio: ["ignore", "pipe", "pipe"], env: {} } });
    expect(await recorder.ended).toMatchObject({ kind: "notStarted", error: { code: "ENOENT" } });
    await moment(20);
  });
});
