// Where things live on this machine (pure): systemd's directories first, then XDG, then the platform's own habit.
import { posix, win32 } from "node:path";

/** What of the machine decides about paths. `main.ts` fills it in from `process` and `os`. */
export type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
};

export type Directories = {
  /** Searched for `config.yaml`, in this order. */
  readonly config: readonly string[];
  /** Kept across restarts: models and saved engine state. */
  readonly state: string;
  /** May be deleted at any time. */
  readonly cache: string;
  /** Sockets and the like, gone after a reboot; undefined where the system has no such place. */
  readonly runtime: string | undefined;
  /** Where systemd puts what `LoadCredential=` names; undefined without systemd. */
  readonly credentials: string | undefined;
  /** Where `sotto models pull` puts models unless `models.directory` says otherwise. */
  readonly models: string;
};

const program = "sotto";

/** The config's file name in each of `Directories.config`. */
export const configFileName = "config.yaml";

/**
 * Every directory that Sotto uses, all absolute; nothing is created.
 * SOURCE systemd.exec(5): STATE_DIRECTORY and its like hold absolute paths, several separated by colons.
 * SOURCE XDG Base Directory Specification 0.8: a relative path there is invalid and must be ignored.
 */
export function directoriesFor(surroundings: Surroundings): Directories {
  const { env } = surroundings;
  const user = userDirectories(surroundings);
  const configured = systemdDirectories(env, "CONFIGURATION_DIRECTORY");
  const state = systemdDirectories(env, "STATE_DIRECTORY")[0];
  return {
    config: configured.length > 0 ? configured : user.config,
    state: state ?? user.state,
    cache: systemdDirectories(env, "CACHE_DIRECTORY")[0] ?? user.cache,
    runtime: systemdDirectories(env, "RUNTIME_DIRECTORY")[0] ?? user.runtime,
    credentials: systemdDirectories(env, "CREDENTIALS_DIRECTORY")[0],
    models: pathsOf(surroundings.platform).join(state ?? user.data, "models"),
  };
}

/** The files that may hold the config, the first that exists counts. */
export function configCandidates(surroundings: Surroundings): readonly string[] {
  const paths = pathsOf(surroundings.platform);
  return directoriesFor(surroundings).config.map((directory) => paths.join(directory, configFileName));
}

/** systemd speaks of Linux only, so a colon always separates and a path always starts with a slash. */
function systemdDirectories(env: Surroundings["env"], name: string): readonly string[] {
  return (env[name] ?? "").split(":").filter((path) => posix.isAbsolute(path));
}

type UserDirectories = Pick<Directories, "config" | "state" | "cache" | "runtime"> & { readonly data: string };

function userDirectories(surroundings: Surroundings): UserDirectories {
  switch (surroundings.platform) {
    case "win32": return windowsDirectories(surroundings);
    case "darwin": return macDirectories(surroundings.homeDirectory);
    default: return xdgDirectories(surroundings);
  }
}

function xdgDirectories({ env, homeDirectory }: Surroundings): UserDirectories {
  const base = (name: string, ...fallback: readonly string[]) => posix.join(absolute(env[name]) ?? posix.join(homeDirectory, ...fallback), program);
  const systemWide = (env["XDG_CONFIG_DIRS"] ?? "").split(":").filter((path) => posix.isAbsolute(path)).map((path) => posix.join(path, program));
  const runtime = absolute(env["XDG_RUNTIME_DIR"]);
  return {
    config: [base("XDG_CONFIG_HOME", ".config"), ...systemWide, posix.join("/etc", program)],
    data: base("XDG_DATA_HOME", ".local", "share"),
    state: base("XDG_STATE_HOME", ".local", "state"),
    cache: base("XDG_CACHE_HOME", ".cache"),
    runtime: runtime === undefined ? undefined : posix.join(runtime, program),
  };
}

function macDirectories(homeDirectory: string): UserDirectories {
  const support = posix.join(homeDirectory, "Library", "Application Support", program);
  return { config: [support], data: support, state: support, cache: posix.join(homeDirectory, "Library", "Caches", program), runtime: undefined };
}

function windowsDirectories({ env, homeDirectory }: Surroundings): UserDirectories {
  const roaming = win32.join(env["APPDATA"] ?? win32.join(homeDirectory, "AppData", "Roaming"), program);
  const local = win32.join(env["LOCALAPPDATA"] ?? win32.join(homeDirectory, "AppData", "Local"), program);
  return { config: [roaming], data: local, state: local, cache: win32.join(local, "cache"), runtime: undefined };
}

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && posix.isAbsolute(path) ? path : undefined;
}

function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === "win32" ? win32 : posix;
}
