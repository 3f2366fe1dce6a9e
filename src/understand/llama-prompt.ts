import { Template } from "@huggingface/jinja";
import type { ChooseRequest } from "./language-model.ts";

/** Tokenizes the format of a chat. `control` says whether the text may hold the model's control tokens. */
export type TokenizeText = (text: string, options: { readonly control: boolean; readonly isFirst: boolean }) => readonly number[];

/** `constant` is the beginning of `all` that does not change with the utterance. */
export type PromptTokens = { readonly constant: readonly number[]; readonly all: readonly number[] };

/** The parts of a request that are read, as opposed to what may be answered. */
export type PromptText = Pick<ChooseRequest, "systemPrefix" | "examples" | "question">;

export type PromptTokenizer = (prompt: PromptText) => PromptTokens;

export type PromptTokenizerSettings = {
  /** The model's own Jinja chat template, from its GGUF metadata. */
  readonly chatTemplate: string | undefined;
  readonly endOfTurn: string;
  /** What the model wants before everything else, or undefined. */
  readonly beginToken: number | undefined;
  readonly tokenize: TokenizeText;
};

type Message = { readonly role: "system" | "user" | "assistant"; readonly content: string };

/** Stand-ins for the contents while the template is rendered: private use characters, which no template writes. */
const standIn = (index: number) => `\uE000${index}\uE001`;
const standInPattern = /\uE000(\d+)\uE001/;

/** For a model without a template that can be used: a plain transcript. */
const plainTemplate = "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + '\n' }}{% endfor %}{{ 'assistant: ' }}";

/**
 * Turns requests into tokens in the model's own chat format. Contents are tokenized apart from the format and with control
 * tokens switched off, so that words like `</s>` or `<|im_end|>` in a request stay plain text.
 */
export function createPromptTokenizer(settings: PromptTokenizerSettings): PromptTokenizer {
  let constant: { readonly key: string; readonly tokens: readonly number[]; readonly rest: readonly string[] } | undefined;
  return (request) => {
    const key = JSON.stringify([request.systemPrefix, request.examples]);
    if (constant?.key !== key) constant = { key, ...constantTokens(settings, request) };
    const words = settings.tokenize(request.question, { control: false, isFirst: false });
    const closing = constant.rest.flatMap((part) => [...settings.tokenize(part, { control: true, isFirst: false })]);
    return { constant: constant.tokens, all: [...constant.tokens, ...words, ...closing] };
  };
}

function constantTokens({ tokenize, beginToken, ...settings }: PromptTokenizerSettings, request: PromptText): { tokens: readonly number[]; rest: readonly string[] } {
  const parts = renderAround(settings, messagesOf(request));
  const last = parts.length - 2;
  const tokens: number[] = beginToken === undefined ? [] : [beginToken];
  for (const [index, part] of parts.slice(0, last).entries()) {
    tokens.push(...tokenize(part.text, { control: part.isFormat, isFirst: index === 0 }));
  }
  return { tokens, rest: parts.slice(last + 1).map(({ text }) => text) };
}

type Part = { readonly text: string; readonly isFormat: boolean };

/** The chat as format, content, format, content … and last the format that leads into the answer. */
function renderAround({ chatTemplate, endOfTurn }: Pick<PromptTokenizerSettings, "chatTemplate" | "endOfTurn">, messages: readonly Message[]): readonly Part[] {
  const attempts: readonly [template: string | undefined, messages: readonly Message[]][] = [
    [chatTemplate, messages],
    [chatTemplate, withoutSystem(messages)],
    [plainTemplate, messages],
  ];
  for (const [template, turns] of attempts) {
    const parts = template === undefined ? undefined : render(template, turns, endOfTurn);
    if (parts !== undefined) return parts;
  }
  throw new TypeError("the plain template renders everything");
}

/** undefined when the template cannot take these messages (some refuse a system turn) or loses one of them. */
function render(template: string, messages: readonly Message[], endOfTurn: string): readonly Part[] | undefined {
  let rendered: string;
  try {
    const turns = messages.map(({ role }, index) => ({ role, content: standIn(index) }));
    rendered = new Template(template).render({ messages: turns, eos_token: endOfTurn, bos_token: "", add_generation_prompt: true });
  } catch {
    return undefined;
  }
  const pieces = rendered.split(standInPattern);
  const order = pieces.filter((_, index) => index % 2 === 1).map(Number);
  if (order.length !== messages.length || order.some((index, place) => index !== place)) return undefined;
  return pieces.map((piece, index) => index % 2 === 1 ? { text: messages[Number(piece)]?.content ?? "", isFormat: false } : { text: piece, isFormat: true });
}

function messagesOf(request: PromptText): readonly Message[] {
  return [
    { role: "system", content: request.systemPrefix },
    ...request.examples.flatMap(({ question, answer }): Message[] => [{ role: "user", content: question }, { role: "assistant", content: answer }]),
    { role: "user", content: request.question },
  ];
}

/** The system turn as a turn of the user, for templates that know no system. */
function withoutSystem([system, ...others]: readonly Message[]): readonly Message[] {
  return system === undefined ? others : [{ role: "user", content: system.content }, { role: "assistant", content: "ok" }, ...others];
}
