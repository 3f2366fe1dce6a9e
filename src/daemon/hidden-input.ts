// Lines that are typed without being shown.
import { createInterface } from "node:readline";
import { type Readable, Writable } from "node:stream";
import { orAbort } from "../base/async.ts";
import { onAbort } from "../base/abort.ts";

/**
 * Asks for one line after another and gives them, undefined for each that did not come. Nothing of them is shown,
 * and no history keeps them; from a pipe they are read as they are.
 * @param output where the questions are shown, if a person sits there
 */
export async function readHidden(io: { readonly input: Readable & { readonly isTTY?: boolean }; readonly output: Writable }, questions: readonly string[], signal: AbortSignal): Promise<readonly (string | undefined)[]> {
  const isPerson = io.input.isTTY === true;
  const nowhere = new Writable({ write(_chunk, _encoding, done) { done(); } });
  const reader = createInterface({ input: io.input, ...(isPerson ? { output: nowhere } : {}), terminal: isPerson, historySize: 0 });
  const letGo = onAbort(signal, () => reader.close());
  reader.on("SIGINT", () => reader.close());
  try {
    const lines = reader[Symbol.asyncIterator]();
    const answers: (string | undefined)[] = [];
    for (const question of questions) {
      if (isPerson) io.output.write(question);
      const { value, done } = await orAbort(lines.next(), signal);
      if (isPerson) io.output.write("\n");
      answers.push(done === true ? undefined : String(value));
    }
    return answers;
  } finally {
    letGo();
    reader.close();
  }
}
