// home.yaml while Sotto runs: read again when it changes; a mistake keeps what it said before.
import { type FSWatcher, watch } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { HomeLink } from "../act/home-link.ts";
import { unlessAborted } from "../base/abort.ts";
import { AssistantError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { sleep } from "../base/time.ts";
import { type HomeFile, type HomeFilePlace, readHomeFile } from "./home-file.ts";
import { unmatchedHints } from "./home-file-hints.ts";

export type FollowSettings = {
  readonly link: Pick<HomeLink, "layOver" | "unmatched" | "home" | "hidden">;
  readonly log: Pick<Logger, "info" | "warn">;
  /** A folder that cannot be watched, or a file behind a link, is looked at so often. Default 5000 ms. */
  readonly pollMs?: number;
  /** Devices announce themselves over some seconds; then an entry that matches none is worth a word. Default 10,000 ms. */
  readonly settleMs?: number;
};

/** An editor writes a file in several steps; this much quiet ends them. Milliseconds. */
const quietMs = 150;

/** Follows the file until `signal` aborts, and tells which of its entries match no device. Never rejects but by the signal. */
export async function followHomeFile(place: HomeFilePlace, first: HomeFile, settings: FollowSettings, signal: AbortSignal): Promise<void> {
  const { link, log, pollMs = 5000, settleMs = 10_000 } = settings;
  const told = new Set<string>();
  let round = 0;
  const hint = async (file: HomeFile, mine: number) => {
    await sleep(settleMs, signal);
    if (mine !== round) return;
    for (const line of unmatchedHints(place.file, file, link)) {
      if (!told.has(line)) log.info(line);
      told.add(line);
    }
  };
  const hintLater = (file: HomeFile) => { hint(file, ++round).catch(unlessAborted(signal)); };
  hintLater(first);
  for await (const change of changesOf(place, pollMs, signal)) {
    const read = change === "gone" ? gone(place.file) : await readAgain(place.file);
    if (read instanceof AssistantError) {
      for (const line of read.message.split("\n")) log.warn(line, { code: read.code });
      log.warn(`${place.file}: what it said before still holds.`);
      continue;
    }
    link.layOver(read.overlay);
    log.info(`${place.file} was read again`);
    hintLater(read);
  }
}

function gone(file: string): AssistantError {
  return new AssistantError("CONFIG_UNREADABLE", `${file} is gone. An empty file takes back what it said.`);
}

async function readAgain(file: string): Promise<HomeFile | AssistantError> {
  try {
    return await readHomeFile(file);
  } catch (error) {
    if (error instanceof AssistantError) return error;
    throw error;
  }
}

/** One value for each time that the file is another one than before. */
async function* changesOf({ file }: HomeFilePlace, pollMs: number, signal: AbortSignal): AsyncGenerator<"changed" | "gone"> {
  const bell = createBell();
  const watcher = watchFolder(file, bell.ring);
  try {
    for (let before = await stampOf(file); !signal.aborted;) {
      await bell.wait(pollMs, signal);
      await sleep(quietMs, signal);
      const now = await stampOf(file);
      if (now === before) continue;
      before = now;
      yield now === undefined ? "gone" : "changed";
    }
  } finally {
    watcher?.close();
  }
}

/** The folder, because editors put a new file in the place of the old one. Undefined where there is nothing to watch. */
function watchFolder(file: string, ring: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_, name) => { if (name === null || name === basename(file)) ring(); });
    // Gone with its folder, or out of watches: the file is still looked at from time to time.
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

async function stampOf(file: string): Promise<string | undefined> {
  return stat(file).then(({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`, () => undefined);
}

/** Wakes whoever waits, or the next one who does. */
function createBell() {
  let rung = false;
  let waiting: AbortController | undefined;
  return {
    ring() { rung = true; waiting?.abort(); },
    async wait(durationMs: number, signal: AbortSignal): Promise<void> {
      waiting = new AbortController();
      try {
        if (!rung) await sleep(durationMs, AbortSignal.any([waiting.signal, signal]));
      } catch (error) {
        if (signal.aborted) throw error;
      }
      rung = false;
      waiting = undefined;
    },
  };
}
