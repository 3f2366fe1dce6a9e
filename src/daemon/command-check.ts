import { AssistantError } from "../base/errors.ts";
import { guardGroups } from "../decide/guard-groups.ts";
import type { CommandLine } from "./cli.ts";
import { type HomeFile, type HomeFilePlace, loadHomeFile } from "./home-file.ts";
import { type LoadedConfig, loadConfig } from "./load-config.ts";
import { primaryLanguage } from "./language-codes.ts";
import { describeForeign, loadUnderstanding } from "./load-understanding.ts";
import { installedModel, readManifest } from "./models.ts";
import { readMqttPassword, readStoredPin } from "./secret.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

/** `sotto check`: reads the config, the password file, the PIN, the intents and the models, and starts nothing. */
export async function runCheck(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  const loaded = await loadConfig(shell, line.config);
  printLine(shell.output, `config   ${loaded.file ?? "none, the defaults hold"}: ok`);
  const mistakes = [
    await report(shell, "home", async () => homeLine(await loadHomeFile(loaded))),
    ...await reportIntents(shell, loaded),
    await report(shell, "secrets", async () => (await readMqttPassword(loaded.config.mqtt, loaded.directories.credentials))?.warning ?? "ok"),
    await report(shell, "pin", () => describePin(loaded)),
  ];
  const manifest = await readManifest(shell.packageRoot);
  const { transcribe, understand } = loaded.config;
  const roles = [["stt", transcribe.model], ...(understand.llm.enabled ? [["llm", understand.llm.model] as const] : [])] as const;
  for (const [role, configured] of roles) {
    const model = await installedModel(role, { manifest, directory: loaded.modelsDirectory, configured, signal, language: role === "llm" ? undefined : transcribe.language ?? primaryLanguage(understand.language) });
    printLine(shell.output, `${role.padEnd(8)} ${model.kind === "installed" ? `${model.path}: ok` : model.message}`);
    // A model that was never pulled is no mistake in the config; one that was named and is not there is.
    if (model.kind === "missing" && (configured !== undefined || model.code === "MODEL_INVALID")) mistakes.push(true);
  }
  return mistakes.some(Boolean) ? 1 : 0;
}

/** The language, and whatever sentence files of Home Assistant there are. @returns for each whether it is a mistake */
async function reportIntents(shell: Shell, loaded: LoadedConfig): Promise<readonly boolean[]> {
  const lines: (readonly [string, boolean])[] = [];
  const wrong = await report(shell, "intents", async () => {
    const understanding = await loadUnderstanding(shell, loaded, "thorough");
    lines.push(...understanding.foreign.problems.map((problem) => [problem, true] as const), ...describeForeign(understanding, loaded).map((line) => [line, false] as const));
    return understanding.shipped === undefined ? `of ${loaded.config.understand.language} do not come with Sotto` : `${understanding.shipped} in ${loaded.intentsDirectory}: ok`;
  });
  for (const [line] of lines) printLine(shell.output, `sentences ${line}`);
  return [wrong, ...lines.map(([, mistake]) => mistake)];
}

function homeLine({ form, place }: HomeFile & { readonly place: HomeFilePlace }): string {
  if (!place.exists) return "no home.yaml: ok";
  return `${place.file}: ok, ${form.floors.length} floors, ${form.areas.length} rooms, ${Object.keys(form.devices).length} devices, ${form.generic.length} written by hand`;
}

/** @throws CONFIG_INVALID when the config asks for a PIN and there is none: what needs it would be refused */
async function describePin({ config, directories }: LoadedConfig): Promise<string> {
  const stored = await readStoredPin(config.decide, directories);
  if (stored !== undefined) return stored.warning ?? `${stored.file}: ok`;
  const groups = guardGroups.filter((group) => config.decide.guard[group] === "pin" || config.site.guard[group] === "pin");
  if (groups.length > 0) throw new AssistantError("CONFIG_INVALID", `none is set, and guard.${groups.join(", guard.")} asks for one. Run: sotto pin set default`);
  return "none: unlocking and opening need a spoken yes";
}

/** Prints what `look` found. @returns whether it is a mistake */
async function report(shell: Shell, what: string, look: () => Promise<string>): Promise<boolean> {
  try {
    printLine(shell.output, `${what.padEnd(8)} ${await look()}`);
    return false;
  } catch (error) {
    if (!(error instanceof AssistantError)) throw error;
    printLine(shell.output, `${what.padEnd(8)} ${error.message} [${error.code}]`);
    return true;
  }
}
