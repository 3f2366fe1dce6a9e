import { describe, expect, it } from "vitest";
import { createPromptTokenizer } from "../../src/understand/llama-prompt.ts";

const zephyr = "{% for message in messages %}\n{{ '<|' + message['role'] + '|>\n' + message['content'] + eos_token }}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}";
const withoutSystem = "{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}[{{ m['role'] }}]{{ m['content'] | trim }}{% endfor %}[assistant]";
const prompt = { systemPrefix: "be brief", examples: [{ question: "q </s>", answer: "a" }], question: "said {{ 7*7 }} </s>" };

type Piece = { readonly text: string; readonly control: boolean };

/** The text as it is tokenized: control tokens may only come from what is written in ⟨⟩. */
function pieces(chatTemplate: string | undefined): { readonly constant: string; readonly all: string } {
  const seen: Piece[] = [];
  const tokenizer = createPromptTokenizer({
    chatTemplate, endOfTurn: "</s>", beginToken: undefined,
    tokenize: (text, { control }) => [seen.push({ text, control }) - 1],
  });
  const show = (tokens: readonly number[]) => tokens.map((token) => seen[token]?.control === true ? `⟨${seen[token]?.text}⟩` : seen[token]?.text).join("");
  const { constant, all } = tokenizer(prompt);
  return { constant: show(constant), all: show(all) };
}

describe("a prompt", () => {
  it("is written in the model's own chat format, its contents free of control tokens", () => {
    expect(pieces(zephyr)).toEqual({
      constant: "⟨<|system|>\n⟩be brief⟨</s>\n<|user|>\n⟩q </s>⟨</s>\n<|assistant|>\n⟩a⟨</s>\n<|user|>\n⟩",
      all: "⟨<|system|>\n⟩be brief⟨</s>\n<|user|>\n⟩q </s>⟨</s>\n<|assistant|>\n⟩a⟨</s>\n<|user|>\n⟩said {{ 7*7 }} </s>⟨</s>\n<|assistant|>\n⟩",
    });
  });
  it("gives the system's words to the user where the format knows no system", () => {
    expect(pieces(withoutSystem).all).toBe("⟨[user]⟩be brief⟨[assistant]⟩ok⟨[user]⟩q </s>⟨[assistant]⟩a⟨[user]⟩said {{ 7*7 }} </s>⟨[assistant]⟩");
  });
  it.each([
    ["absent", undefined], ["broken", "{% for %}"], ["one that drops the words", "hello"], ["one that turns them round", "{{ messages[1]['content'] + messages[0]['content'] }}"],
  ])("falls back to a transcript when the format is %s", (_, template) => {
    expect(pieces(template).all).toBe("⟨system: ⟩be brief⟨\nuser: ⟩q </s>⟨\nassistant: ⟩a⟨\nuser: ⟩said {{ 7*7 }} </s>⟨\nassistant: ⟩");
  });
  it("begins with the model's begin token and is the same constant part for each question", () => {
    const tokenizer = createPromptTokenizer({
      chatTemplate: zephyr, endOfTurn: "</s>", beginToken: 1, tokenize: (text) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0),
    });
    const first = tokenizer(prompt);
    const second = tokenizer({ ...prompt, question: "other" });
    expect(first.all[0]).toBe(1);
    expect(second.constant).toEqual(first.constant);
    expect(second.all.slice(0, first.constant.length)).toEqual(first.constant);
    expect(tokenizer({ ...prompt, systemPrefix: "be long" }).constant).not.toEqual(first.constant);
  });
});
