// The import rules between rooms, and the few house rules that a machine can check.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const source = join(root, "src");

/** Who may import whom. `types` rooms may be imported with `import type` only. */
const rooms: Readonly<Record<string, { readonly values: readonly string[]; readonly types: readonly string[] }>> = {
  base: { values: [], types: [] },
  home: { values: ["base"], types: [] },
  hear: { values: ["base"], types: [] },
  transcribe: { values: ["base", "hear"], types: [] },
  understand: { values: ["base", "home"], types: [] },
  decide: { values: ["base", "home"], types: [] },
  act: { values: ["base", "home", "decide"], types: [] },
  speak: { values: ["base", "home"], types: ["understand", "act", "decide"] },
  bridges: { values: ["base", "home"], types: ["act", "decide", "understand"] },
  virtual: { values: ["base"], types: [] },
  daemon: { values: ["base", "home", "hear", "transcribe", "understand", "decide", "act", "speak", "virtual", "bridges"], types: [] },
};

type Import = { readonly file: string; readonly room: string; readonly target: string; readonly typeOnly: boolean };
const files = (readdirSync(source, { recursive: true }) as string[]).filter((file) => /\.c?ts$/.test(file)).map((file) => file.replaceAll("\\", "/"));
const text = (file: string) => readFileSync(join(source, file), "utf8");

function importsOf(file: string): readonly Import[] {
  const pattern = /^\s*(import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)/gm;
  return [...text(file).matchAll(pattern)].map((match) => ({ file, room: file.split("/")[0] ?? "", target: match[3] ?? match[4] ?? "", typeOnly: match[2] !== undefined }));
}
const imports = files.flatMap(importsOf);
const roomOf = (entry: Import) => relative(source, join(source, entry.file, "..", entry.target)).replaceAll("\\", "/").split("/")[0] ?? "";

describe("the rooms", () => {
  it("are the ones this table knows", () => {
    expect(new Set(files.map((file) => file.split("/")[0]))).toEqual(new Set([...Object.keys(rooms), "main.ts"]));
  });
  it("import only the rooms they may", () => {
    const wrong = imports.filter((entry) => entry.target.startsWith(".") && entry.file !== "main.ts").filter((entry) => {
      const target = roomOf(entry);
      const allowed = rooms[entry.room];
      if (target === entry.room) return false;
      return !(allowed?.values.includes(target) || (entry.typeOnly && allowed?.types.includes(target)));
    });
    expect(wrong.map((entry) => `${entry.file} imports ${entry.target}`)).toEqual([]);
  });
});

describe("an approval", () => {
  it("is made in decide/ and nowhere else", () => {
    const makers = files.filter((file) => /import[^;]*\bapprove\b[^;]*from/.test(text(file)) || /as (unknown as )?Approved\b/.test(text(file)));
    expect(makers.filter((file) => !file.startsWith("decide/"))).toEqual([]);
  });
});

describe("a bridge", () => {
  it("has no words for commanding a device", () => {
    const commanding = files.filter((file) => file.startsWith("bridges/") && /\.publish\(|\.ask\(|\bdispatch\w*\(|\bapprove\b|\bApproved\b|Policy\b/.test(text(file)));
    expect(commanding).toEqual([]);
  });
});

describe("only one file", () => {
  it.each([
    ["mqtt", ["act/mqtt-bus.ts"]], ["aedes", ["virtual/broker.ts"]], ["node-llama-cpp", ["understand/llama-engine.ts"]],
    ["smart-whisper", ["transcribe/smart-whisper.ts"]], ["node-record-lpcm16", ["hear/recorder.ts"]], ["say", ["speak/say-voice.ts"]],
  ])("imports %s", (name, allowed) => {
    const importers = new Set(files.filter((file) => new RegExp(`(from|import\\(|require\\(|resolve\\()\\s*"${name}"`).test(text(file))));
    expect([...importers].filter((file) => !(allowed as readonly string[]).includes(file))).toEqual([]);
  });
  it("touches process, besides the entry of the inference child", () => {
    const touching = files.filter((file) => /(?<![\w."'`-])process\.(?!\w*["'`])\w+/.test(text(file).replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, "")));
    expect(touching.sort()).toEqual(["daemon/inference-child.ts", "main.ts"]);
  });
});

describe("the source", () => {
  it("keeps its files small", () => {
    expect(files.filter((file) => text(file).split("\n").length > 220)).toEqual([]);
  });
  it("waits only in base/time.ts, so that every wait takes a signal", () => {
    expect(files.filter((file) => file !== "base/time.ts" && /\bset(Timeout|Interval)\(/.test(text(file)))).toEqual([]);
  });
  it("has no default exports, no any and no vague file names", () => {
    expect(files.filter((file) => /^export default|:\s*any\b|<any>|as any\b/m.test(text(file)))).toEqual([]);
    expect(files.filter((file) => /(^|\/)(.*(utils?|helpers?|manager|common)|index)\.ts$/.test(file))).toEqual([]);
  });
});
