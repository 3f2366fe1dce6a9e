import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "../../src/daemon/cli.ts";
import { pinMatches, readPinHash } from "../../src/decide/pin-hash.ts";

let folder = "";
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), "sotto-pin-")); });
afterEach(() => rm(folder, { recursive: true }));

/** Runs `sotto …`. `person`: the keys are pressed at a terminal; else the text comes from a pipe. */
async function sotto(args: readonly string[], keys: string, who: "person" | "pipe" = "pipe") {
  const input = Object.assign(new PassThrough(), { isTTY: who === "person", setRawMode: () => input });
  const [output, errors] = [new PassThrough(), new PassThrough()];
  let shown = "";
  for (const stream of [output, errors]) stream.on("data", (data: Buffer) => { shown += data.toString(); });
  if (who === "pipe") input.end(keys);
  else input.write(keys);
  const code = await runCommandLine({
    arguments: args, surroundings: { platform: "linux", env: {}, homeDirectory: folder }, workingDirectory: folder, input, output, errors, interactive: who === "person", requestStop: () => undefined,
    packageRoot: pathToFileURL(`${join(import.meta.dirname, "..", "..")}/`), processId: 1, isAlive: () => false, killGroup: () => undefined, columns: undefined,
  }, new AbortController().signal);
  return { code, shown };
}
const isStored = async (file: string, digits: string) => {
  const hash = readPinHash((await readFile(file, "utf8")).trim());
  return hash !== undefined && pinMatches(digits, hash);
};

describe("sotto pin set", () => {
  it.each([["a pipe", "839204\n", "pipe"], ["a pipe without a newline", "839204", "pipe"], ["a terminal, typed twice", "839204\r839204\r", "person"]] as const)("stores a hash of what comes from %s, for this user alone, and shows nothing of it", async (_what, keys, who) => {
    const { code, shown } = await sotto(["pin", "set", "pin"], keys, who);
    expect(shown).toContain(`decide: { pinFile: "${join(folder, "pin")}" }`);
    expect(shown).not.toMatch(/8\s*3\s*9\s*2/);
    expect(code).toBe(0);
    expect((await stat(join(folder, "pin"))).mode & 0o777).toBe(0o600);
    expect([await isStored(join(folder, "pin"), "839204"), await isStored(join(folder, "pin"), "839205")]).toEqual([true, false]);
  });
  it.each([["too short", "123\n"], ["too long", "12345678901\n"], ["words", "one two three four\n"], ["nothing", ""], ["a minus", "-1234\n"]])("refuses a PIN that is %s, and writes nothing", async (_what, keys) => {
    expect((await sotto(["pin", "set", "pin"], keys)).code).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });
  it("refuses two that differ", async () => {
    const { code, shown } = await sotto(["pin", "set", "pin"], "839204\r839205\r", "person");
    expect([code, await readdir(folder)]).toEqual([1, []]);
    expect(shown).toContain("not the same");
  });
  it("sets nothing when it is left with Ctrl-C or Ctrl-D", async () => {
    for (const key of ["\u0003", "\u0004"]) expect((await sotto(["pin", "set", "pin"], `8392${key === "\u0003" ? "" : "\r"}${key}`, "person")).code).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });
  it("takes no PIN from the command line, and does not repeat it", async () => {
    for (const args of [["pin", "set", "839204"], ["pin", "set", "pin", "839204"], ["pin", "check", "8392 04"]]) {
      const { code, shown } = await sotto(args, "");
      expect(code).toBe(2);
      expect(shown).not.toMatch(/8392/);
    }
  });
  it("puts the default where the config is, or where the config says", async () => {
    await sotto(["pin", "set", "default"], "839204\n");
    expect(await isStored(join(folder, ".config", "sotto", "pin"), "839204")).toBe(true);
    await writeFile(join(folder, "config.yaml"), "decide: { pinFile: ./mine }\n");
    const { shown } = await sotto(["pin", "set", "default", "--config", "config.yaml"], "1234\n");
    expect(await isStored(join(folder, "mine"), "1234")).toBe(true);
    expect(shown).not.toContain("it counts once");
  });
  it("replaces a link rather than writing through it, and an old PIN as a whole", async () => {
    await writeFile(join(folder, "other"), "precious", { mode: 0o644 });
    await symlink(join(folder, "other"), join(folder, "pin"));
    await sotto(["pin", "set", "pin"], "1234\n");
    await sotto(["pin", "set", "pin"], "839204\n");
    expect([await readFile(join(folder, "other"), "utf8"), await isStored(join(folder, "pin"), "839204"), (await readdir(folder)).sort()]).toEqual(["precious", true, ["other", "pin"]]);
  });
  it("says what it cannot write to", async () => {
    await writeFile(join(folder, "file"), "");
    const { code, shown } = await sotto(["pin", "set", "file/pin"], "1234\n");
    expect([code, shown]).toEqual([1, expect.stringMatching(/cannot write .*file\/pin.*\[CONFIG_UNREADABLE\]/)]);
  });
});

describe("sotto pin check", () => {
  it.each([["839204", 0, "That is the PIN."], ["839205", 1, "That is not the PIN."], ["", 1, "That is not the PIN."]] as const)("answers %j with %d", async (typed, code, text) => {
    await sotto(["pin", "set", "pin"], "839204\n");
    const result = await sotto(["pin", "check", "pin"], `${typed}\n`);
    expect([result.code, result.shown.trim()]).toEqual([code, text]);
  });
  it("says that none is set", async () => {
    const { code, shown } = await sotto(["pin", "check"], "1234\n");
    expect([code, shown]).toEqual([1, expect.stringContaining("No PIN is set")]);
  });
  it.each([[["pin"]], [["pin", "burn"]], [["pin", "set"]]])("%j is no command", async (args) => { expect((await sotto(args, "")).code).toBe(2); });
});

describe("sotto check", () => {
  it("says that there is no PIN, that there is one, and that one is missing", async () => {
    expect((await sotto(["check"], "")).shown).toContain("pin      none: unlocking and opening need a spoken yes");
    await sotto(["pin", "set", "pin"], "1234\n");
    await writeFile(join(folder, "with.yaml"), "decide: { pinFile: pin }\n");
    expect((await sotto(["check", "--config", "with.yaml"], "")).shown).toContain(`pin      ${join(folder, "pin")}: ok`);
    await writeFile(join(folder, "wants.yaml"), "decide: { guard: { valve: pin } }\nsite: { guard: { siren: pin } }\n");
    const wants = await sotto(["check", "--config", "wants.yaml"], "");
    expect([wants.code, wants.shown]).toEqual([1, expect.stringContaining("pin      none is set, and guard.valve, guard.siren asks for one")]);
    await writeFile(join(folder, "bare.yaml"), "decide: { pinFile: bare }\n");
    await writeFile(join(folder, "bare"), "839204", { mode: 0o600 });
    const bare = await sotto(["check", "--config", "bare.yaml"], "");
    expect([bare.code, bare.shown]).toEqual([1, expect.stringContaining("is no hash of a PIN")]);
    expect(bare.shown).not.toContain("839204");
  });
});
