import { parseArgs } from "node:util";
import { AssistantError, isAbort, messageOf } from "../base/errors.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

const usage = `Sotto, a private voice for the home

  sotto run [--config FILE]                the daemon: listens, understands, acts
  sotto say "turn on the lamp" [--json]    runs typed text through the chain and shows each stage
  sotto explain "…" [--json]               how a sentence is taken, what it could be otherwise, or why nothing fits; acts on nothing
  sotto listen --wav FILE [--json]         the same for a recording
  sotto devices [--json]                   the home as a table: rooms, names, what each device can do, and who told so
  sotto home export [FILE] [--force]       writes a home.yaml to edit, with every device in it; - is the terminal
  sotto home import FILE… [--out FILE]     a home.yaml from Home Assistant's .storage folder, its states, or a list of a home
  sotto check [--config FILE]              validates the config, home.yaml, the intents and the models, and starts nothing
  sotto models list|pull|verify [ID …]     the models: what there is, download, check
  sotto leave [ID]                         takes this Sotto out of Home Assistant and the broker: before uninstalling
  sotto pin set FILE|default               lays down the PIN that unlocking then needs; pin check tries one
  sotto docs                               writes config.example.yaml and the README's tables anew

  --config FILE   a config other than the one in ~/.config/sotto or /etc/sotto
  --room AREA     say, explain, listen: the room that it is said in
  --out FILE      home import: where to write it; without it, the terminal
  --json          say, explain, listen, devices, models list: one JSON object per line
  --version, --help`;

const options = {
  config: { type: "string" }, wav: { type: "string" }, room: { type: "string" }, out: { type: "string" }, json: { type: "boolean", default: false }, force: { type: "boolean", default: false },
  version: { type: "boolean", default: false }, help: { type: "boolean", short: "h", default: false },
} as const;

export type CommandLine = { readonly words: readonly string[]; readonly config: string | undefined; readonly wav: string | undefined; readonly room: string | undefined; readonly out: string | undefined; readonly json: boolean; readonly force: boolean };

/** Runs one command of the command line to its end and gives its exit code. Expected failures are one line on stderr. */
export async function runCommandLine(shell: Shell, signal: AbortSignal): Promise<ExitCode> {
  try {
    const { values, positionals } = parse(shell.arguments);
    if (values.help) { printLine(shell.output, usage); return 0; }
    if (values.version) return (await import("./command-version.ts")).runVersion(shell);
    const [command = "run", ...words] = positionals;
    return await runCommand(shell, command, { words, config: values.config, wav: values.wav, room: values.room, out: values.out, json: values.json, force: values.force }, signal);
  } catch (error) {
    if (isAbort(error, signal)) return 0;
    if (!(error instanceof AssistantError)) throw error;
    printLine(shell.errors, `${error.message} [${error.code}]`);
    return error.code === "USAGE" ? 2 : 1;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new AssistantError("USAGE", `${messageOf(error)}\n\n${usage}`, { cause: error });
  }
}

/** Each command is loaded when it is asked for: `sotto check` must not pay for llama.cpp. */
async function runCommand(shell: Shell, command: string, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  switch (command) {
    case "run": return (await import("./command-run.ts")).runDaemon(shell, line, signal);
    case "say": return (await import("./command-say.ts")).runSay(shell, line, signal);
    case "explain": return (await import("./command-explain.ts")).runExplain(shell, line, signal);
    case "listen": return (await import("./command-say.ts")).runListen(shell, line, signal);
    case "devices": return (await import("./command-devices.ts")).runDevices(shell, line, signal);
    case "home": return (await import("./command-home.ts")).runHome(shell, line, signal);
    case "check": return (await import("./command-check.ts")).runCheck(shell, line, signal);
    case "models": return (await import("./command-models.ts")).runModels(shell, line, signal);
    case "leave": return (await import("./command-leave.ts")).runLeave(shell, line, signal);
    case "pin": return (await import("./command-pin.ts")).runPin(shell, line, signal);
    case "docs": return (await import("./command-docs.ts")).runDocs(shell, signal);
    default: throw new AssistantError("USAGE", `there is no command "${command}"\n\n${usage}`);
  }
}
