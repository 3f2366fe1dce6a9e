// (pure) Of a language's files those that are about times and plans; a language may have none of them yet.
import { basename } from "node:path";
import type { Intent, Intents } from "./intent.ts";
import { readPlanTexts } from "./read-plan-texts.ts";
import { readTimes } from "./read-times.ts";
import type { Normalise } from "./words.ts";
import type { Problem, TextFile } from "./yaml-file.ts";

/** Whoever can be told of a plan has to be answered: with times or intents of plans there have to be texts. */
export function readPlans(files: readonly TextFile[], intents: readonly Intent[], normalise: Normalise, problems: Problem[]): Pick<Intents, "times" | "plans"> {
  const fileCalled = (name: string) => files.find(({ path }) => basename(path) === name);
  const [timesFile, plansFile] = [fileCalled("_times.yaml"), fileCalled("_plans.yaml")];
  const times = timesFile === undefined ? undefined : readTimes(timesFile, normalise, problems);
  const plans = plansFile === undefined ? undefined : readPlanTexts(plansFile, problems);
  const needsTexts = timesFile !== undefined || intents.some(({ command: { type } }) => type.startsWith("schedule.") || type.startsWith("alert."));
  if (plansFile === undefined && needsTexts) problems.push({ place: { path: "_plans.yaml", line: 1, column: 1 }, message: "no such file, expected it beside _times.yaml and the intents of plans and alerts" });
  return { ...(times === undefined ? {} : { times }), ...(plans === undefined ? {} : { plans }) };
}
