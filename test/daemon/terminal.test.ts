import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createSilentPrompter, createTerminal } from "../../src/daemon/terminal.ts";

const never = new AbortController().signal;

function terminalWith(interactive: boolean) {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = "";
  output.on("data", (data: Buffer) => { shown += data.toString(); });
  let quits = 0;
  return { input, shown: () => shown, quits: () => quits, terminal: createTerminal({ input, output, interactive }, () => { quits++; }) };
}

describe("the terminal", () => {
  it("gives each typed line, and /talk as the wish to be heard", async () => {
    const { input, terminal } = terminalWith(false);
    input.end("turn on the lamp\n\n  /talk  \nlast");
    expect([await terminal.next(never), await terminal.next(never), await terminal.next(never), await terminal.next(never)])
      .toEqual([{ kind: "text", text: "turn on the lamp" }, { kind: "talk" }, { kind: "text", text: "last" }, undefined]);
  });
  it("takes an empty line as the talk key when a person sits there", async () => {
    const { input, terminal } = terminalWith(true);
    input.write("\r");
    expect(await terminal.next(never)).toEqual({ kind: "talk" });
    terminal.close();
  });
  it("asks to stop at a script's quit, after what the script said before", async () => {
    const { input, terminal, quits } = terminalWith(false);
    input.end("turn on the lamp\nQUIT\n");
    expect(await terminal.next(never)).toEqual({ kind: "text", text: "turn on the lamp" });
    expect(quits()).toBe(0);
    expect(await terminal.next(never)).toBeUndefined();
    expect(quits()).toBe(1);
  });
  it("asks to stop at once when a person types quit", () => {
    const { input, terminal, quits } = terminalWith(true);
    input.write("quit\r");
    expect(quits()).toBe(1);
    terminal.close();
  });
  it("cuts a line that no person types", async () => {
    const { input, terminal } = terminalWith(false);
    input.end(`${"x".repeat(1_000_000)}\n`);
    const prompt = await terminal.next(never);
    expect(prompt?.kind === "text" && prompt.text.length).toBe(10_000);
  });
  it("gives up waiting on abort, and a later wait gets the next line", async () => {
    const { input, terminal } = terminalWith(false);
    const stop = new AbortController();
    const waiting = terminal.next(stop.signal);
    stop.abort(new DOMException("enough", "AbortError"));
    await expect(waiting).rejects.toThrow("enough");
    input.end("still here\n");
    expect(await terminal.next(never)).toEqual({ kind: "text", text: "still here" });
  });
});

it("the silent prompter never prompts and ends on abort", async () => {
  const stop = new AbortController();
  const waiting = createSilentPrompter().next(stop.signal);
  stop.abort(new DOMException("enough", "AbortError"));
  await expect(waiting).rejects.toThrow("enough");
});
