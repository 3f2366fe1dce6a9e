// Recordings of commands through the WAV reader, Silero and the end-pointer: how many utterances each gives.   node bench/hear.mjs
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createListener } from "../dist/hear/speech-listener.js";
import { createSileroVad, sileroModelPath } from "../dist/hear/vad-silero.js";
import { createWavSource, readWavFile } from "../dist/hear/wav-file.js";
import { shared } from "./weights.mjs";

const folder = join(shared, "audio", "commands");
if (!existsSync(folder)) throw new Error(`${folder} is absent: the bench needs the folder shared/ beside the checkout (or SOTTO_SHARED)`);
const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".wav")).sort();
const scorer = await createSileroVad(sileroModelPath());
const going = new AbortController().signal;
const counts = new Map();
for (const file of files) {
  const listener = createListener({ source: createWavSource(await readWavFile(join(folder, file))), scorer });
  let utterances = 0;
  while (!listener.hasEnded()) if (await listener.captureUtterance(going) !== undefined) utterances++;
  await listener[Symbol.asyncDispose]();
  counts.set(utterances, [...(counts.get(utterances) ?? []), file]);
}
for (const [utterances, which] of [...counts].sort(([a], [b]) => a - b)) console.log(`${which.length} of ${files.length} recordings: ${utterances} utterance(s)${which.length <= 5 ? `: ${which.join(", ")}` : ""}`);
