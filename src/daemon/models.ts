// models/manifest.json → the file that each role uses, verified.
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { AssistantError, isAbort, messageOf } from "../base/errors.ts";
import { isModelPath } from "./config.ts";
import { hashFile, isStamped, removeStamp, writeStamp } from "./model-stamp.ts";
import { nearestWord } from "./nearest-word.ts";

export const modelRoles = ["vad", "stt", "llm", "wake", "tts"] as const;
export type ModelRole = (typeof modelRoles)[number];

const plainName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w.-]*$/));

const entrySchema = v.pipe(v.strictObject({
  id: plainName,
  role: v.picklist(modelRoles),
  /** A bare name: it becomes part of a path. */
  file: plainName,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  url: v.pipe(v.string(), v.url(), v.startsWith("https://")),
  /** SPDX id. A field that must be there, because some models may not be used commercially. */
  license: v.pipe(v.string(), v.minLength(1)),
  source: v.pipe(v.string(), v.url()),
  languages: v.pipe(v.array(v.string()), v.minLength(1)),
  default: v.optional(v.boolean(), false),
}), v.readonly());

const manifestSchema = v.strictObject({ models: v.array(entrySchema) });

export type ModelEntry = v.InferOutput<typeof entrySchema>;
export type Manifest = readonly ModelEntry[];

/**
 * The models that Sotto knows.
 * @throws MODEL_INVALID when the text is no manifest; it comes with Sotto, so that is an installation gone wrong
 */
export function parseManifest(text: string): Manifest {
  try {
    return v.parse(manifestSchema, JSON.parse(text)).models;
  } catch (error) {
    const where = error instanceof v.ValiError ? `${v.getDotPath(error.issues[0]) ?? ""}: ` : "";
    throw new AssistantError("MODEL_INVALID", `models/manifest.json: ${where}${messageOf(error)}. Install Sotto again.`, { cause: error });
  }
}

/**
 * Reads `models/manifest.json` below `packageRoot`.
 * @throws MODEL_INVALID
 */
export async function readManifest(packageRoot: URL): Promise<Manifest> {
  const file = new URL("models/manifest.json", packageRoot);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new AssistantError("MODEL_INVALID", `${file.pathname}: ${messageOf(error)}. Install Sotto again.`, { cause: error });
  });
  return parseManifest(text);
}

/** @throws MODEL_UNKNOWN with the ids that there are */
export function findModel(manifest: Manifest, id: string): ModelEntry {
  const found = manifest.find((entry) => entry.id === id);
  if (found === undefined) throw new AssistantError("MODEL_UNKNOWN", unknownModel(manifest, id));
  return found;
}

function unknownModel(manifest: Manifest, id: string): string {
  const ids = manifest.map((entry) => entry.id);
  const near = nearestWord(id, ids);
  const suggestion = near === undefined ? "" : `Did you mean ${near}? `;
  return `${JSON.stringify(id.slice(0, 80))} is no model of models/manifest.json. ${suggestion}It has ${ids.join(", ")}; a path of your own contains a / or ends in .gguf or .bin.`;
}

/** What `sotto models pull` without a name brings. */
export function defaultModels(manifest: Manifest): Manifest {
  return manifest.filter((entry) => entry.default);
}

export type InstalledModel =
  | { readonly kind: "installed"; readonly path: string; /** Undefined for a file of the user's own. */ readonly id: string | undefined }
  /** `message` is one sentence that names the command to run. */
  | { readonly kind: "missing"; readonly code: "MODEL_MISSING" | "MODEL_INVALID" | "MODEL_UNKNOWN"; readonly message: string };

export type ModelRequest = {
  readonly manifest: Manifest;
  /** Where pulled models are. */
  readonly directory: string;
  /** An id of the manifest or a path, as the config names it; undefined for the role's default. */
  readonly configured: string | undefined;
  /** What the role's default must know, as in the manifest; English when undefined. */
  readonly language?: string | undefined;
  readonly signal: AbortSignal;
};

/**
 * The file that a role uses. A file of the manifest must have the right size and a stamp of its hash; one without a
 * stamp (copied there by hand) is hashed once, which takes a while. A path of the user's own must only exist.
 */
export async function installedModel(role: ModelRole, request: ModelRequest): Promise<InstalledModel> {
  const { configured, manifest } = request;
  if (configured !== undefined && isModelPath(configured)) return ownModel(role, configured);
  const entry = configured === undefined ? defaultModel(role, request) : manifest.find(({ id }) => id === configured);
  if (entry === undefined) {
    if (configured !== undefined) return { kind: "missing", code: "MODEL_UNKNOWN", message: unknownModel(manifest, configured) };
    return { kind: "missing", code: "MODEL_MISSING", message: `no model is the default for ${role}: name one in the config` };
  }
  if (entry.role !== role) return { kind: "missing", code: "MODEL_UNKNOWN", message: `model ${entry.id} is for ${entry.role}, not for ${role}: see \`sotto models list\`` };
  return manifestModel(entry, request.directory, request.signal);
}

/** The role's default, or the first that knows the language where the default does not. */
function defaultModel(role: ModelRole, { manifest, language = "en" }: ModelRequest): ModelEntry | undefined {
  const usual = manifest.find((entry) => entry.role === role && entry.default);
  const knows = ({ languages }: ModelEntry) => languages.includes(language) || languages.includes("multilingual");
  return usual === undefined || knows(usual) ? usual : manifest.find((entry) => entry.role === role && knows(entry)) ?? usual;
}

async function ownModel(role: ModelRole, path: string): Promise<InstalledModel> {
  try {
    // Some engines take a folder of files.
    const facts = await stat(path);
    if (facts.isFile() && facts.size === 0) return { kind: "missing", code: "MODEL_INVALID", message: `the ${role} model ${path} is an empty file: copy it again, or leave the setting out and run \`sotto models pull\`` };
    return { kind: "installed", path, id: undefined };
  } catch (error) {
    return { kind: "missing", code: "MODEL_MISSING", message: `the ${role} model ${path} cannot be read (${messageOf(error)}): correct the path, or leave the setting out and run \`sotto models pull\`` };
  }
}

async function manifestModel(entry: ModelEntry, directory: string, signal: AbortSignal): Promise<InstalledModel> {
  const path = join(directory, entry.file);
  const state = await checkModel(entry, directory, { rehash: "whenUnstamped", signal });
  switch (state.kind) {
    case "ok": return { kind: "installed", path, id: entry.id };
    case "absent": return { kind: "missing", code: "MODEL_MISSING", message: `the ${entry.role} model ${entry.id} is not installed: run \`sotto models pull ${entry.id}\` (${Math.ceil(entry.bytes / 1e6)} MB)` };
    case "damaged": return { kind: "missing", code: "MODEL_INVALID", message: `${path} ${state.reason}: run \`sotto models pull ${entry.id}\`` };
  }
}

export type ModelState =
  | { readonly kind: "ok"; /** False when only size and stamp were looked at. */ readonly hashed: boolean }
  | { readonly kind: "absent"; /** What an unfinished pull left. */ readonly partBytes: number }
  | { readonly kind: "damaged"; readonly reason: string };

export type CheckOptions = { readonly rehash: "always" | "whenUnstamped"; readonly signal: AbortSignal; readonly onProgress?: (doneBytes: number) => void };

/** Whether a model's file is there and is the right one. Leaves a stamp where the hash was computed and is right. */
export async function checkModel(entry: ModelEntry, directory: string, options: CheckOptions): Promise<ModelState> {
  const path = join(directory, entry.file);
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) return { kind: "absent", partBytes: (await stat(`${path}.part`).catch(() => undefined))?.size ?? 0 };
  if (!facts.isFile()) return { kind: "damaged", reason: "is not a file" };
  if (facts.size !== entry.bytes) return { kind: "damaged", reason: `has ${facts.size} bytes instead of ${entry.bytes}` };
  if (options.rehash === "whenUnstamped" && await isStamped(path, entry.sha256)) return { kind: "ok", hashed: false };
  let sha256: string;
  try {
    sha256 = (await hashFile(path, options)).digest("hex");
  } catch (error) {
    if (isAbort(error, options.signal)) throw error;
    return { kind: "damaged", reason: `cannot be read (${messageOf(error)})` };
  }
  if (sha256 !== entry.sha256) {
    await removeStamp(path);
    return { kind: "damaged", reason: `has the SHA-256 ${sha256} instead of ${entry.sha256}` };
  }
  // A folder that only root may write still works, it is then hashed at every start.
  await writeStamp(path, entry.sha256).catch(() => undefined);
  return { kind: "ok", hashed: true };
}

/** Reads every installed model whole and compares its hash; the answer is in the order of the manifest. */
export async function verifyModels(manifest: Manifest, directory: string, options: { readonly signal: AbortSignal; readonly onProgress?: (entry: ModelEntry, doneBytes: number) => void }): Promise<readonly { readonly entry: ModelEntry; readonly state: ModelState }[]> {
  const verified = [];
  for (const entry of manifest) {
    const state = await checkModel(entry, directory, { rehash: "always", signal: options.signal, onProgress: (doneBytes) => options.onProgress?.(entry, doneBytes) });
    verified.push({ entry, state });
  }
  return verified;
}
