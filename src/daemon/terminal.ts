// The terminal as a source of prompts: a typed line is a command, an empty line is the talk key. A program that is piped in
// (a button, say) asks with the line "/talk".
import { createInterface } from "node:readline";
import { type Readable, Writable } from "node:stream";
import { createChannel } from "../base/async.ts";
import type { Prompt, Prompter } from "./assistant.ts";

/** Lines that may wait while a turn is under way; a person types few, a pipe is slowed by none. */
const waitingLines = 1000;
/** Longer than anything a person says; the rest of such a line is noise or an attack. */
const longestLine = 10_000;

export type Terminal = Prompter & {
  /** Prints a line without disturbing what is being typed. */
  readonly print: (line: string) => void;
  readonly close: () => void;
};

/**
 * @param interactive a person sits there (a TTY): shows a prompt sign and lets an empty line mean "listen to me"
 * @param onQuit told when the person asks to leave ("quit", "exit", Ctrl-C or Ctrl-D at a TTY)
 */
export function createTerminal(io: { readonly input: Readable; readonly output: Writable; readonly interactive: boolean }, onQuit: () => void): Terminal {
  const lines = createChannel<Prompt | "quit">(waitingLines);
  const screen = createScreen(io.output);
  const reader = createInterface({ input: io.input, ...(io.interactive ? { output: screen.output, prompt: "> " } : {}), terminal: io.interactive });
  reader.on("history", (history) => { if (screen.isDark()) history.shift(); });
  reader.on("line", (line) => {
    if (screen.isDark()) { screen.light(); io.output.write("\n"); }
    const text = line.slice(0, longestLine).trim();
    // A person means now; a script means after what it said before.
    if (/^(quit|exit)$/i.test(text)) return io.interactive ? onQuit() : lines.push("quit");
    if (text === "/talk" || (text === "" && io.interactive)) lines.push({ kind: "talk" });
    else if (text !== "") lines.push({ kind: "text", text });
  });
  reader.on("SIGINT", onQuit);
  let isClosed = false;
  reader.on("close", () => {
    isClosed = true;
    lines.end();
    if (io.interactive) onQuit();
  });
  return {
    interactive: io.interactive,
    async next(signal, show) {
      if (io.interactive) reader.prompt(true);
      if (io.interactive && show === "hidden") screen.dark();
      try {
        for await (const prompt of lines.iterate(signal)) {
          if (prompt !== "quit") return prompt;
          onQuit();
        }
      } finally {
        // What was typed of a PIN when its time was over must not appear with the next prompt.
        if (screen.isDark() && !isClosed) for (const name of ["e", "u"]) reader.write(null, { ctrl: true, name });   // to the end of the line, and all before it away
        screen.light();
      }
      signal.throwIfAborted();
      return undefined;
    },
    print(line) {
      if (!io.interactive) { io.output.write(`${line}\n`); return; }
      io.output.write(`\r\u001b[K${line}\n`);   // clears the prompt sign; readline draws it again
      reader.prompt(true);
    },
    close: () => reader.close(),
  };
}

type Screen = { readonly output: Writable; readonly dark: () => void; readonly light: () => void; readonly isDark: () => boolean };

/** The terminal as readline writes to it: while it is dark, what is typed leaves no trace on it. */
function createScreen(terminal: Writable & { readonly columns?: number }): Screen {
  let isDark = false;
  const output = new Writable({ decodeStrings: false, write(text: string | Buffer, _encoding, done) { if (!isDark) terminal.write(text); done(); } });
  // readline breaks long lines by it.
  Object.defineProperty(output, "columns", { get: () => terminal.columns });
  terminal.on("resize", () => output.emit("resize"));
  return { output, isDark: () => isDark, dark: () => { isDark = true; }, light: () => { isDark = false; } };
}

/** No terminal, as under systemd: never a prompt, and the end of standard input does not end the daemon. */
export function createSilentPrompter(): Prompter {
  return {
    interactive: false,
    next: (signal) => new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason as Error);
      else signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    }),
  };
}
