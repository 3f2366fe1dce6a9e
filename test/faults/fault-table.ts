// The report as a table.
import { faultKinds } from "./fault-kinds.ts";
import { type FaultReport, plus } from "./fault-run.ts";
import { type Count, nothing } from "./ledger.ts";

const columns: readonly (readonly [string, keyof Count])[] = [
  ["commands", "commands"], ["arrived", "arrived"], ["confirmed", "confirmed"], ["refused", "refused"], ["lost and told", "lostAndTold"], ["not judged", "unobserved"],
  ["in flight", "inFlight"], ["late", "late"], ["duplicate", "duplicate"], ["silently lost", "silentlyLost"], ["retained", "retained"], ["no expiry", "withoutExpiry"],
];

export function totalOf({ counts }: FaultReport): Count {
  return [...counts.values()].reduce(plus, nothing());
}

export function faultTable(report: FaultReport, { seed, lanes }: { readonly seed: number; readonly lanes: number }): string {
  const line = (name: string, faults: number, count: Count) => [name, String(faults), ...columns.map(([, key]) => String(count[key]))];
  const all = [...report.faults.values()].reduce((sum, one) => sum + one, 0);
  const rows = [
    ["fault", "faults", ...columns.map(([head]) => head)],
    ...faultKinds.map((kind) => line(kind, report.faults.get(kind) ?? 0, report.counts.get(kind) ?? nothing())),
    line("all", all, totalOf(report)),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const text = rows.map((row) => row.map((cell, column) => column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)).join("  ")).join("\n");
  // A client that sets no expiry at all would fill the screen with that.
  const telling = report.stories.filter((story) => !story.startsWith("withoutExpiry"));
  const stories = (telling.length > 0 ? telling : report.stories).slice(0, 10).map((story) => `\n${story}`).join("");
  return `${text}${stories}\nseed ${seed}, ${lanes} brokers side by side, ${Math.round(report.tookMs / 1000)} s`;
}
