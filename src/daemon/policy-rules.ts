// (pure) What the config says of safety, as the policy takes it.
import type { PolicyRules } from "../decide/guards.ts";
import type { Config } from "./config.ts";

export function policyRules({ decide, site }: Pick<Config, "decide" | "site">): PolicyRules {
  const { from, to, kinds, then } = decide.quietHours;
  return {
    guard: decide.guard,
    site: { guard: site.guard, neverByVoice: site.neverByVoice },
    quietHours: from === undefined || to === undefined ? undefined : { fromMinute: minuteOf(from), toMinute: minuteOf(to), kinds, guard: then },
    askBelow: decide.askBelowConfidence,
  };
}

/** Local time, 0..1439. */
export function minuteOfDay(now: Date): number {
  return now.getHours() * 60 + now.getMinutes();
}

/** "22:30" → 1350 */
function minuteOf(time: string): number {
  const [hours = "", minutes = ""] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}
