import { expect, test } from "vitest";
import { intentTable } from "../../src/understand/intent-table.ts";
import { english } from "./english.ts";

test("the table has a row for each intent, and no bar breaks a cell", () => {
  const lines = intentTable(english).split("\n");
  expect(lines).toContain("| lock_name | SottoLock | `(lock\\|lock up\\|bolt\\|secure) {name} [<at>]` | 3 |");
  expect(lines.length).toBe(english.intents.length + 2);
  expect(lines.every((line) => line.replaceAll("\\|", "").split("|").length === 6)).toBe(true);
});
