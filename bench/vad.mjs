// Milliseconds that voice activity takes for each 32 ms of sound. Needs dist/ (npm run build). Run: node bench/vad.mjs
import { readFile } from "node:fs/promises";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { createRechunker } from "../dist/hear/rechunk.js";
import { createSileroVad, sileroModelPath } from "../dist/hear/vad-silero.js";
import { readWavFile } from "../dist/hear/wav-file.js";

/**
 * @param {{ runs?: number }} [options] how often the recording is scored; the first run warms up and does not count
 * @returns {Promise<{ loadMs: number, frames: number, medianMs: number, p95Ms: number, reference: { frames: number, worstDifference: number } }>}
 */
export async function benchVad({ runs = 20 } = {}) {
  const fixture = (name) => new URL(`../test/fixtures/${name}`, import.meta.url);
  const chunks = createRechunker(512)(await readWavFile(fileURLToPath(fixture("silero-speech.wav"))));
  const expected = JSON.parse(await readFile(fixture("silero-speech.json"), "utf8"));
  const started = performance.now();
  const vad = await createSileroVad(sileroModelPath());
  const loadMs = performance.now() - started;
  const times = [];
  let worstDifference = 0;
  for (let run = 0; run <= runs; run++) {
    vad.reset();
    for (const [i, chunk] of chunks.entries()) {
      const before = performance.now();
      const score = await vad.score(chunk);
      if (run > 0) times.push(performance.now() - before);
      worstDifference = Math.max(worstDifference, Math.abs(score - expected[i]));
    }
  }
  times.sort((a, b) => a - b);
  const at = (part) => times[Math.floor(times.length * part)];
  return { loadMs, frames: times.length, medianMs: at(0.5), p95Ms: at(0.95), reference: { frames: expected.length, worstDifference } };
}

if (argv[1] === fileURLToPath(import.meta.url)) console.log(await benchVad());
