// (pure) What is planned, and what becomes of it, in words.
import type { Plan, ScheduleReport } from "../act/outcome.ts";
import { capabilityNeeded, type DeviceCommand, type ScheduleCommand } from "../home/command.ts";
import { devicesOf, type Home } from "../home/home.ts";
import type { Intents } from "../understand/intent.ts";
import type { PlanTexts, ScheduleKey } from "../understand/read-plan-texts.ts";
import { fill, sentence, type Values } from "./reply-text.ts";
import type { SpokenNames } from "./spoken-names.ts";
import { valuesAfter } from "./state-words.ts";
import { momentWords, whenWords } from "./when-words.ts";

/** More than anyone follows by ear. */
const mostTold = 4;

export type PlanReplies = {
  readonly acted: (command: ScheduleCommand, report: ScheduleReport | undefined, home: Home) => string;
  readonly missed: (plan: Plan, home: Home) => string;
  /** `said`: what became of it, or why it was not let through. */
  readonly failed: (plan: Pick<Plan, "commands">, said: string, home: Home) => string;
};

/** `plans`: the language's texts for them. */
export function createPlanReplies(intents: Intents, plans: PlanTexts, names: SpokenNames, now: () => Date): PlanReplies {
  const texts = { plans, replies: intents.replies };
  const text = (key: ScheduleKey, values: Values = {}, count = 1) => fill(plans.schedules[key], count, values);
  const doing = (commands: readonly DeviceCommand[], home: Home) => names.list(commands.map((command) => doWords(command, home, { intents, plans, names })), "and");
  const told = (key: ScheduleKey, plan: Plan, home: Home) => text(key, { when: plan.when.type === "in" && key !== "added" ? momentWords(plan.dueMs, texts, now()) : whenWords(plan.when, texts, now()), do: doing(plan.commands, home) });
  return {
    acted(command, report, home) {
      const { result, plans: about, isKept } = report ?? { result: "none", plans: [], isKept: undefined };
      const some = about.slice(0, mostTold);
      const more = about.length > mostTold ? [text("more", { count: about.length - mostTold })] : [];
      const notKept = isKept === false ? [text("notKept")] : [];
      switch (result) {
        case "added": return sentence([...some.map((plan) => told("added", plan, home)), ...notKept]);
        case "listed": return sentence([...some.map((plan) => told("listed", plan, home)), ...more]);
        case "cancelled": return sentence([...(about.length > 1 ? [text("cancelledAll", { count: about.length }, about.length)] : some.map((plan) => told("cancelled", plan, home))), ...notKept]);
        case "none": return sentence([text(isNarrowed(command) ? "noneMeant" : "none")]);
        case "several": return sentence([text("several", { plans: some.map((plan) => `${doing(plan.commands, home)} ${plan.when.type === "in" ? momentWords(plan.dueMs, texts, now()) : whenWords(plan.when, texts, now())}`).join(", ") })]);
        case "unknownState": return sentence([text("unknownState", { name: command.type === "schedule.add" ? namesOf(command.commands, home, names) : "" })]);
        case "tooMany": case "elsewhere": return sentence([text(result)]);
        // The command itself was not let through, which was said.
        case "notDone": return "";
      }
    },
    missed: (plan, home) => sentence([text("missed", { when: momentWords(plan.dueMs, texts, now()), do: doing(plan.commands, home) })]),
    failed: (plan, said, home) => sentence([text("failed", { do: doing(plan.commands, home), said })]),
  };
}

function isNarrowed(command: ScheduleCommand): boolean {
  return command.type !== "schedule.add" && (command.aboutIds !== undefined || command.minutesOfDay !== undefined);
}

function namesOf(commands: readonly DeviceCommand[], home: Home, names: SpokenNames): string {
  return names.devices(devicesOf(home, [...new Set(commands.flatMap(({ deviceIds }) => deviceIds))]), "named");
}

type Wording = { readonly intents: Intents; readonly plans: PlanTexts; readonly names: SpokenNames };

/** "turn off the heater". One that is gone since is just "the device". */
function doWords(command: DeviceCommand, home: Home, { intents, plans, names }: Wording): string {
  const devices = devicesOf(home, command.deviceIds);
  const [first] = devices;
  const [value] = Object.entries(command).filter(([key]) => key !== "type" && key !== "deviceIds" && key !== "scope").map(([, one]) => one as unknown);
  const text = own(plans.do, `${command.type}.${String(value)}`) ?? own(plans.do, command.type) ?? plans.do.other;
  const values = first === undefined ? {} : valuesAfter(command, capabilityNeeded(command), first, {}, intents.replies);
  const by = "deltaPct" in command ? command.deltaPct : "deltaC" in command ? command.deltaC : undefined;
  return fill({ one: text, two: text, many: text }, 1, { ...values, by, name: first === undefined ? names.one(intents.replies.devices.one) : names.devices(devices, command.scope) });
}

function own(texts: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}
