// (pure) "and {more} too": words around what a follow-up is about.
import { parseTemplate, type Template } from "./template.ts";
import { sampleTemplate } from "./template-samples.ts";
import { type Normalise, textOf, type Word } from "./words.ts";

/** Words before and after `{more}`. */
export type Frame = { readonly before: readonly Word[]; readonly after: readonly Word[] };

/** One template that stands for more sentences is a mistake in a file, and is told when it is read. */
export const mostFrames = 1000;

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
  return new Set(samplesOf(templates).map((sample) => keyOf(normalise(sample) ?? [])).filter((key) => key !== ""));
}

function samplesOf(templates: readonly string[]): readonly string[] {
  return templates.flatMap((text) => {
    const parsed = parseTemplate(text);
    return parsed.ok ? firstSamples(parsed.template) : [];
  });
}

/** The sentences of a template, and one more than there may be where there are too many. */
export function firstSamples(template: Template): readonly string[] {
  const samples: string[] = [];
  for (const sample of sampleTemplate(template)) if (samples.push(sample) > mostFrames) break;
  return samples;
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
