import { describe, expect, it } from "vitest";
import { configCandidates, directoriesFor } from "../../src/daemon/paths.ts";

const linux = (env: Record<string, string>) => ({ platform: "linux", env, homeDirectory: "/home/ada" }) as const;

describe("directories", () => {
  it("follow XDG's defaults where nothing is set", () => {
    expect(directoriesFor(linux({}))).toEqual({
      config: ["/home/ada/.config/sotto", "/etc/sotto"],
      state: "/home/ada/.local/state/sotto",
      cache: "/home/ada/.cache/sotto",
      runtime: undefined,
      credentials: undefined,
      models: "/home/ada/.local/share/sotto/models",
    });
  });
  it("follow the XDG variables", () => {
    const found = directoriesFor(linux({ XDG_CONFIG_HOME: "/c", XDG_CONFIG_DIRS: "/x:/y", XDG_STATE_HOME: "/s", XDG_CACHE_HOME: "/k", XDG_DATA_HOME: "/d", XDG_RUNTIME_DIR: "/run/user/1" }));
    expect(found).toEqual({ config: ["/c/sotto", "/x/sotto", "/y/sotto", "/etc/sotto"], state: "/s/sotto", cache: "/k/sotto", runtime: "/run/user/1/sotto", credentials: undefined, models: "/d/sotto/models" });
  });
  it("ignore relative XDG paths, as the specification demands", () => {
    expect(directoriesFor(linux({ XDG_CONFIG_HOME: "c", XDG_STATE_HOME: "", XDG_CONFIG_DIRS: "x:/y" }))).toMatchObject({ config: ["/home/ada/.config/sotto", "/y/sotto", "/etc/sotto"], state: "/home/ada/.local/state/sotto" });
  });
  it("are systemd's under systemd, the first of several", () => {
    const found = directoriesFor(linux({
      STATE_DIRECTORY: "/var/lib/sotto:/var/lib/other", CONFIGURATION_DIRECTORY: "/etc/sotto:/etc/other", CACHE_DIRECTORY: "/var/cache/sotto",
      RUNTIME_DIRECTORY: "/run/sotto", CREDENTIALS_DIRECTORY: "/run/credentials/sotto.service", XDG_STATE_HOME: "/ignored",
    }));
    expect(found).toEqual({
      config: ["/etc/sotto", "/etc/other"], state: "/var/lib/sotto", cache: "/var/cache/sotto", runtime: "/run/sotto",
      credentials: "/run/credentials/sotto.service", models: "/var/lib/sotto/models",
    });
  });
  it("are the platform's own on macOS and Windows", () => {
    expect(directoriesFor({ platform: "darwin", env: {}, homeDirectory: "/Users/ada" }).models).toBe("/Users/ada/Library/Application Support/sotto/models");
    expect(directoriesFor({ platform: "win32", env: { APPDATA: "C:\\R", LOCALAPPDATA: "C:\\L" }, homeDirectory: "C:\\Users\\ada" })).toMatchObject({ config: ["C:\\R\\sotto"], models: "C:\\L\\sotto\\models" });
  });
  it("say where a config may lie", () => {
    expect(configCandidates(linux({}))).toEqual(["/home/ada/.config/sotto/config.yaml", "/etc/sotto/config.yaml"]);
  });
});
