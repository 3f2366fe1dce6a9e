// (pure) "and {more} too": words around what a follow-up is about.
import { parseTemplate } from "./template.ts";
import { sampleTemplate } from "./template-samples.ts";
import { type Normalise, textOf, type Word } from "./words.ts";

/** Words before and after `{more}`. */
export type Frame = { readonly before: readonly Word[]; readonly after: readonly Word[] };

/** A list of frames that stands for more is a mistake in a file; the rest is left out. */
const mostFrames = 2000;

/** Every frame that the templates stand for, those with the most words first: they leave the least to be about. */
export function framesOf(templates: readonly string[], normalise: Normalise): readonly Frame[] {
  const frames = new Map<string, Frame>();
  for (const sample of samplesOf(templates)) {
    const [before = "", after] = sample.split("{more}");
    if (after === undefined) continue;
    const frame = { before: normalise(before) ?? [], after: normalise(after) ?? [] };
    if (frame.before.length + frame.after.length > 0) frames.set(`${keyOf(frame.before)}|${keyOf(frame.after)}`, frame);
  }
  return [...frames.values()].sort((a, b) => b.before.length + b.after.length - a.before.length - a.after.length);
}

/** Every sentence that the templates stand for. */
export function sentencesOf(templates: readonly string[], normalise: Normalise): ReadonlySet<string> {
  return new Set([...samplesOf(templates)].map((sample) => keyOf(normalise(sample) ?? [])).filter((key) => key !== ""));
}

function* samplesOf(templates: readonly string[]): Generator<string> {
  let count = 0;
  for (const template of templates) {
    const parsed = parseTemplate(template);
    if (!parsed.ok) continue;
    for (const sample of sampleTemplate(parsed.template)) {
      if (++count > mostFrames) return;
      yield sample;
    }
  }
}

export function keyOf(words: readonly Word[]): string {
  return words.map(textOf).join(" ");
}

/** What a frame leaves of the words; undefined when they do not stand in it. */
export function within(frame: Frame, words: readonly Word[]): readonly Word[] | undefined {
  const { before, after } = frame;
  const end = words.length - after.length;
  if (end <= before.length) return undefined;
  const stands = before.every(({ text }, at) => words[at]?.text === text) && after.every(({ text }, at) => words[end + at]?.text === text);
  return stands ? words.slice(before.length, end) : undefined;
}

/** The words in the frame. */
export function framed({ before, after }: Frame, words: readonly Word[]): readonly Word[] {
  return [...before, ...words, ...after];
}
