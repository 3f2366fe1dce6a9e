import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderConfigExample, renderConfigTable, withGenerated } from "../../src/daemon/config-docs.ts";
import { defaultConfig, parseConfig } from "../../src/daemon/config-file.ts";
import { configKeys } from "../../src/daemon/config-keys.ts";

const root = join(import.meta.dirname, "..", "..");

describe("the reference text", () => {
  it("of config.example.yaml is the one that the schema yields (npm run docs)", () => {
    expect(readFileSync(join(root, "config.example.yaml"), "utf8")).toBe(renderConfigExample());
  });
  it("of README is the one that the schema yields (npm run docs)", ({ skip }) => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const renewed = withGenerated(readme, "config", renderConfigTable());
    if (renewed === undefined) {
      console.warn("SKIPPED: the config table of README, because README.md has no <!-- config:start --> marks");
      skip();
    }
    expect(renewed).toBe(readme);
  });
  it("is a config, and says what goes without saying", () => {
    expect(parseConfig(renderConfigExample(), "/etc/sotto")).toEqual({ kind: "valid", config: defaultConfig() });
  });
  it("shows only examples that a config may hold", () => {
    const uncommented = renderConfigExample().replace(/^( *)# (\w+: \S*)$/gm, "$1$2").replace("mqtt://", "mqtts://");
    expect(uncommented).toContain("\n  passwordFile: /etc");
    expect(parseConfig(uncommented, "/etc/sotto")).toMatchObject({ kind: "valid" });
  });
  it("describes every key", () => {
    expect(configKeys.filter(({ description }) => description === "")).toEqual([]);
    expect(configKeys.filter(({ kind, standard, facts }) => kind === "value" && standard === undefined && (facts.example === undefined || facts.absent === undefined))).toEqual([]);
  });
  it("names the unit of every time", () => {
    expect(configKeys.filter(({ path, facts }) => path.endsWith("Ms") && facts.unit !== "ms")).toEqual([]);
  });
});

describe("a generated part of a file", () => {
  it("is replaced between its marks", () => {
    expect(withGenerated("a\n<!-- x:start -->\nold\n<!-- x:end -->\nb", "x", "new")).toBe("a\n<!-- x:start -->\nnew\n<!-- x:end -->\nb");
  });
  it("is missing where there are no marks", () => {
    expect(withGenerated("a <!-- y:start --> b", "x", "new")).toBeUndefined();
  });
});
