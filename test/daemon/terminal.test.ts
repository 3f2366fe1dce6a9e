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

describe("a line that is typed while it is hidden", () => {
  async function hidden(type: (input: PassThrough) => void) {
    const { input, terminal, shown } = terminalWith(true);
    const waiting = terminal.next(never, "hidden");
    type(input);
    return { input, terminal, shown, prompt: await waiting };
  }
  it("is not shown, not even letter by letter", async () => {
    const { terminal, shown, prompt } = await hidden((input) => { for (const digit of "8796") input.write(digit); input.write("\r"); });
    expect(prompt).toEqual({ kind: "text", text: "8796" });
    expect(shown()).not.toMatch(/[8796]/);
    terminal.close();
  });
  it("is not in the history, and the next line is shown again", async () => {
    const { input, terminal, shown } = await hidden((stream) => stream.write("8392\r"));
    const next = terminal.next(never);
    input.write("\u001b[A");          // the arrow up
    input.write("lamp\r");
    expect(await next).toEqual({ kind: "text", text: "lamp" });
    expect(shown()).toContain("lamp");
    expect(shown()).not.toContain("8392");
    terminal.close();
  });
  it("does not appear with the next prompt when its time was over before Enter", async () => {
    const { input, terminal, shown } = terminalWith(true);
    const stop = new AbortController();
    const waiting = terminal.next(stop.signal, "hidden");
    input.write("839");
    stop.abort(new DOMException("too late", "AbortError"));
    await expect(waiting).rejects.toThrow("too late");
    terminal.print("a line of the log");
    const next = terminal.next(never);
    input.write("lamp\r");
    expect(await next).toEqual({ kind: "text", text: "lamp" });
    expect(shown()).not.toMatch(/[839]{2}/);
    terminal.close();
  });
  it("may be the last: a terminal that is closed meanwhile ends the wait", async () => {
    const { terminal } = terminalWith(true);
    const waiting = terminal.next(never, "hidden");
    terminal.close();
    expect(await waiting).toBeUndefined();
  });
});

it("the silent prompter never prompts and ends on abort", async () => {
  const stop = new AbortController();
  const waiting = createSilentPrompter().next(stop.signal);
  stop.abort(new DOMException("enough", "AbortError"));
  await expect(waiting).rejects.toThrow("enough");
});
