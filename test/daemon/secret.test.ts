import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPin, pinMatches, writePinHash } from "../../src/decide/pin-hash.ts";
import { defaultConfig } from "../../src/daemon/config-file.ts";
import { readMqttPassword, readSecret, readStoredPin } from "../../src/daemon/secret.ts";

let folder = "";
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), "sotto-secret-")); });
afterAll(() => rm(folder, { recursive: true }));
async function secret(content: string | Buffer, mode = 0o600): Promise<string> {
  const file = join(folder, "password");
  await writeFile(file, content);
  await chmod(file, mode);
  return file;
}

describe("a secret", () => {
  it.each([["hunter2", "hunter2"], ["hunter2\n", "hunter2"], ["hunter2\r\n", "hunter2"], [" with spaces ", " with spaces "], ["ünïcode", "ünïcode"]])("in a file that holds %j is %j", async (content, expected) => {
    expect(await readSecret(await secret(content))).toEqual({ text: expected, warning: undefined });
  });
  it.each([0o644, 0o640, 0o604])("that others may read (%o) brings a warning that does not repeat it", async (mode) => {
    const { warning } = await readSecret(await secret("hunter2", mode));
    expect(warning).toContain("chmod 600");
    expect(warning).not.toContain("hunter2");
  });
  it.each([["is empty", ""], ["is a newline", "\n"], ["has two lines", "a\nb\n"], ["is large", "x".repeat(5000)], ["is binary", Buffer.from([0xff, 0xfe, 0x80])], ["holds a NUL", "a\0b"]])("in a file that %s is refused", async (_, content) => {
    await expect(readSecret(await secret(content))).rejects.toMatchObject({ code: "CONFIG_UNREADABLE", message: expect.stringContaining("password alone") });
  });
  it("in a file that is missing is refused by its name", async () => {
    await expect(readSecret(join(folder, "none"))).rejects.toMatchObject({ code: "CONFIG_UNREADABLE", message: expect.stringContaining(join(folder, "none")) });
  });
});

describe("the broker's password", () => {
  const mqtt = { ...defaultConfig().mqtt, username: "sotto" };
  it("is in the file that the config names", async () => {
    expect(await readMqttPassword({ ...mqtt, passwordFile: await secret("one") }, undefined)).toMatchObject({ text: "one" });
  });
  it("is systemd's credential otherwise, whose mode is not ours to judge", async () => {
    const credentials = join(folder, "credentials");
    await mkdir(credentials);
    await writeFile(join(credentials, "mqtt-password"), "two", { mode: 0o444 });
    expect(await readMqttPassword(mqtt, credentials)).toEqual({ text: "two", warning: undefined });
  });
  it("is none where neither is there", async () => {
    expect(await readMqttPassword(mqtt, undefined)).toBeUndefined();
    expect(await readMqttPassword(mqtt, join(folder, "nowhere"))).toBeUndefined();
  });
});

describe("the PIN", () => {
  const none = { credentials: undefined, config: [] };
  it("is a hash in the file that the config names, with a warning when others may read it", async () => {
    const file = await secret(`${writePinHash(await hashPin("4711"))}\n`, 0o644);
    const stored = await readStoredPin({ pinFile: file }, none);
    expect(stored).toMatchObject({ file, warning: expect.stringContaining("chmod 600") });
    expect(stored !== undefined && await pinMatches("4711", stored.hash)).toBe(true);
  });
  it("is systemd's credential otherwise", async () => {
    const credentials = join(folder, "pin-credentials");
    await mkdir(credentials);
    await writeFile(join(credentials, "sotto-pin"), writePinHash(await hashPin("4711")), { mode: 0o444 });
    expect(await readStoredPin({}, { credentials, config: [] })).toMatchObject({ file: join(credentials, "sotto-pin"), warning: undefined });
  });
  it("is the one beside the config where nothing else is said", async () => {
    const config = join(folder, "pin-config");
    await mkdir(config);
    await writeFile(join(config, "pin"), writePinHash(await hashPin("4711")), { mode: 0o600 });
    expect(await readStoredPin({}, { credentials: undefined, config: [config] })).toMatchObject({ file: join(config, "pin"), warning: undefined });
    const named = await secret(writePinHash(await hashPin("1234")), 0o600);
    expect(await readStoredPin({ pinFile: named }, { credentials: undefined, config: [config] })).toMatchObject({ file: named });
  });
  it("is none where neither is there", async () => {
    expect([await readStoredPin({}, none), await readStoredPin({}, { credentials: join(folder, "nowhere"), config: [join(folder, "nowhere")] })]).toEqual([undefined, undefined]);
  });
  it("that was written down as it is, is refused and not repeated", async () => {
    const error = await readStoredPin({ pinFile: await secret("839204\n") }, none).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "CONFIG_UNREADABLE", message: expect.stringContaining("sotto pin set") });
    expect(String(error)).not.toContain("839204");
  });
  it("whose file is missing is an error, not a house without a PIN", async () => {
    await expect(readStoredPin({ pinFile: join(folder, "none") }, none)).rejects.toMatchObject({ code: "CONFIG_UNREADABLE" });
  });
});
