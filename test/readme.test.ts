// The README is for the person who installs it: what it promises must be there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { errorCodes } from "../src/base/errors.ts";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const scripts = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly scripts: Readonly<Record<string, string>> }).scripts;

it("has one row for each error code, and none for a code that does not exist", () => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
  expect([...rows].sort()).toEqual([...errorCodes].sort());
});
it("links to files that exist", () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path ?? "");
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
it("names npm scripts that exist", () => {
  const named = [...readme.matchAll(/npm (?:run )?(start|test|build|check|sotto|say|listen|models|docs|bench)\b/g)].map(([, name]) => name ?? "");
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  expect(named).toEqual(expect.arrayContaining(["start", "test", "bench"]));
});
it("leads to every section it links to", () => {
  const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title]) => (title ?? "").toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-"));
  const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor ?? "");
  expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});
