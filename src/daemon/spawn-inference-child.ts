import { fork } from "node:child_process";
import type { StartChild } from "./engine-host.ts";
import type { FromChild } from "./inference-protocol.ts";

/** The most text of a dying child that is kept for its error message, in characters. */
const lastWordsLength = 2000;

/**
 * Starts `inference-child.js` as a process of its own.
 * @param entry the compiled file
 * @param environment only what native libraries need; secrets of the daemon stay here
 * @param onStderr what the native libraries print; never words that people said
 */
export function spawnInferenceChild(entry: URL, environment: Readonly<Record<string, string | undefined>>, onStderr: (text: string) => void): StartChild {
  return ({ onMessage, onExit }) => {
    let lastWords = "";
    let ended = false;
    const child = fork(entry, [], { serialization: "advanced", stdio: ["ignore", "pipe", "pipe", "ipc"], env: { ...environment }, execArgv: [] });
    const end = (how: string) => { if (!ended) { ended = true; onExit(lastWords === "" ? how : `${how}: ${lastWords.trim().split("\n").at(-1) ?? ""}`); } };
    child.stdout?.on("data", (data: Buffer) => onStderr(data.toString()));
    child.stderr?.on("data", (data: Buffer) => {
      lastWords = (lastWords + data.toString()).slice(-lastWordsLength);
      onStderr(data.toString());
    });
    child.on("message", (message) => onMessage(message as FromChild));
    child.on("error", (error) => end(error.message));
    child.on("exit", (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
    return {
      send: (message) => { if (child.connected) child.send(message, (error) => { if (error !== null) end(error.message); }); },
      kill: () => { child.kill("SIGKILL"); },
    };
  };
}
