// Ten thousand commands that are out to get in, judged by predicates that share no code with the policy.
import { describe, expect, it } from "vitest";
import { settleConfirmation } from "../../src/decide/answer.ts";
import { isApproved } from "../../src/decide/approval.ts";
import type { PolicyRules, SetGuard } from "../../src/decide/guards.ts";
import type { PinDesk } from "../../src/decide/pin-desk.ts";
import { createPolicy, type Evidence } from "../../src/decide/policy.ts";
import type { Command, CommandAction } from "../../src/home/command.ts";
import { type DeviceId, deviceKinds } from "../../src/home/home.ts";
import { type AdversarialHome, type AimedCommand, adversarialCommand, adversarialHome, commandTypes, type Suspect, type Truth } from "../fakes/adversarial-home.ts";
import { pickFrom, seededRandom } from "../fakes/seeded-random.ts";

const rounds = 10_000;
const seed = 20_260;

/** Would somebody get in, water or gas flow, the alarm go off duty, or the street wake up? Told for each truth by itself. */
function isDangerous(action: CommandAction, { truth, device }: Suspect): boolean {
  if (action.type === "state.get" || truth === "plain") return false;
  const isShut = (action.type === "opening.set" && action.open === false) || action.type === "opening.stop" || (action.type === "position.set" && !(action.positionPct > 0 || Number.isNaN(action.positionPct))) || (action.type === "position.change" && !(action.deltaPct > 0 || Number.isNaN(action.deltaPct)));
  const isOff = action.type === "onOff.set" && !action.on;
  if (truth === "lock") return !(action.type === "lock.set" && action.locked);
  if (truth === "entrance") return device.kind !== "cover" || !isShut;
  if (truth === "valve") return !(isShut || isOff);
  if (truth === "siren") return !isOff;
  return !(action.type === "alarm.set" && action.mode !== "disarmed") && !(action.type === "onOff.set" && action.on);
}

const groupOf: Readonly<Record<Exclude<Truth, "plain">, "unlock" | "entrance" | "valve" | "disarm" | "siren">> = { lock: "unlock", entrance: "entrance", valve: "valve", alarm: "disarm", siren: "siren" };

function isQuietNow({ quietHours }: PolicyRules, minute: number): boolean {
  if (quietHours === undefined) return false;
  // Minute by minute around the clock, as a person would count it.
  for (let at = quietHours.fromMinute, steps = 0; steps < 1440; at = (at + 1) % 1440, steps++) {
    if (at === minute) return true;
    if ((at + 1) % 1440 === quietHours.toMinute) return false;
  }
  return true;
}

type Case = { readonly command: AimedCommand; readonly rules: PolicyRules; readonly evidence: Evidence; readonly world: AdversarialHome };

function randomCase(random: () => number): Case {
  const world = adversarialHome(random);
  const maybe = <T>(chance: number, make: () => T): T | undefined => random() < chance ? make() : undefined;
  const guard = () => maybe(0.3, () => pickFrom(["yes", "pin", "never"] as const, random));
  const groups = (): Partial<Record<"unlock" | "entrance" | "valve" | "disarm" | "siren", SetGuard | undefined>> => ({ unlock: guard(), entrance: guard(), valve: guard(), disarm: guard(), siren: guard() });
  const minute = () => Math.floor(random() * 1440);
  const rules: PolicyRules = {
    guard: maybe(0.5, groups) ?? {},
    site: { guard: maybe(0.3, groups) ?? {}, neverByVoice: maybe(0.3, () => [pickFrom(deviceKinds, random), pickFrom(deviceKinds, random)]) ?? [] },
    quietHours: maybe(0.4, () => ({ fromMinute: minute(), toMinute: minute(), kinds: [pickFrom(deviceKinds, random), pickFrom(deviceKinds, random), "lock"], guard: pickFrom(["yes", "never"] as const, random) })),
    askBelow: 0.7,
  };
  const evidence: Evidence = {
    home: world.home, matchedBy: pickFrom(["template", "template", "model"] as const, random), confidence: maybe(0.7, () => pickFrom([0.99, 0.5, Number.NaN], random)),
    minuteOfDay: minute(), pin: pickFrom(["unset", "ready", "locked"] as const, random), atMs: 0,
  };
  return { command: adversarialCommand(random), rules, evidence, world };
}

const rightPin: PinDesk = { status: () => "ready", check: async (digits) => digits === "4711" ? "right" : "wrong" };
const desk = { words: { yes: ["yes"], no: ["no"] }, pin: rightPin, atMs: () => 0 };

/** What a decision would have happen, at the most: what is allowed, and what an answer would allow. */
function touchedBy(decision: ReturnType<ReturnType<typeof createPolicy>>, { suspects }: AdversarialHome): readonly Suspect[] {
  return decision.kind === "refuse" ? [] : ([...decision.command.deviceIds] as DeviceId[]).map((id) => suspects.get(id)).filter((one) => one !== undefined);
}

function valuesOf({ deviceIds: _ids, ...rest }: Command): string {
  return JSON.stringify(rest);
}

/** The house rules that this decision breaks, each in a few words. */
function broken({ command, rules, evidence, world }: Case, decision: ReturnType<ReturnType<typeof createPolicy>>): readonly string[] {
  const touched = touchedBy(decision, world);
  const isQuestion = command.type === "state.get";
  const asksByPin = decision.kind === "confirm" && decision.guard === "pin";
  const hasPin = evidence.pin !== "unset";
  const dangerous = touched.filter((one) => isDangerous(command, one));
  const laidDown = ({ truth, device }: Suspect) => device.rules?.guard ?? (truth === "plain" ? undefined : rules.guard[groupOf[truth]]);
  const atSite = ({ truth }: Suspect) => truth === "plain" ? undefined : rules.site.guard[groupOf[truth]];
  const rows: readonly (readonly [string, boolean])[] = [
    ["something dangerous without a question", decision.kind === "allow" && dangerous.length > 0],
    ["a device that was not asked for", decision.kind !== "refuse" && ([...decision.command.deviceIds] as DeviceId[]).some((id) => !command.deviceIds.includes(id) || !world.home.devices.has(id))],
    ["a device twice", decision.kind !== "refuse" && new Set(decision.command.deviceIds).size !== decision.command.deviceIds.length],
    ["another command than was asked for", valuesOf(decision.command) !== valuesOf(command)],
    ["something protected in a group", command.scope !== "named" && !isQuestion && touched.some(({ truth, device }) => truth !== "plain" && !(command.type === "lock.set" && command.locked && device.kind === "lock"))],
    ["something that is never by voice", !isQuestion && touched.some(({ device }) => device.rules?.neverByVoice === true || rules.site.neverByVoice.includes(device.kind))],
    ["a guard of never", dangerous.some((one) => laidDown(one) === "never" || atSite(one) === "never")],
    ["a plain device with a guard of never", !isQuestion && touched.some(({ truth, device }) => truth === "plain" && device.rules?.guard === "never")],
    ["a yes where the PIN was laid down", decision.kind !== "refuse" && !asksByPin && dangerous.some((one) => laidDown(one) === "pin" || atSite(one) === "pin")],
    ["a yes where there is a PIN and nothing else was laid down", !asksByPin && hasPin && dangerous.some((one) => (one.truth === "lock" || one.truth === "entrance" || one.truth === "alarm") && laidDown(one) === undefined)],
    ["a question for a PIN that is not there", asksByPin && evidence.pin !== "ready"],
    ["quiet hours", !isQuestion && rules.quietHours?.guard === "never" && isQuietNow(rules, evidence.minuteOfDay) && dangerous.some(({ device, truth }) => truth !== "siren" && rules.quietHours?.kinds.includes(device.kind) === true && !isCalming(command))],
    ["a guess on something protected", decision.kind === "allow" && evidence.matchedBy === "model" && !isQuestion && touched.some(({ truth }) => truth !== "plain")],
    ["a question that is not answered", isQuestion && decision.kind !== "allow" && command.deviceIds.some((id) => world.home.devices.has(id))],
    ["something that can still be written into", decision.kind !== "refuse" && ![decision, decision.command, decision.command.deviceIds].slice(decision.kind === "allow" ? 1 : 0).every(Object.isFrozen)],
    ["an allowed command without a stamp", decision.kind === "allow" && !isApproved(decision.command)],
    ["a stamp before the answer", decision.kind !== "allow" && isApproved(decision.command)],
  ];
  return rows.filter(([, isBroken]) => isBroken).map(([what]) => what);
}

function isCalming(action: CommandAction): boolean {
  return (action.type === "onOff.set" && !action.on) || action.type === "opening.stop" || (action.type === "activity.set" && action.activity !== "start" && action.activity !== "locate") || (action.type === "playback.set" && (action.action === "pause" || action.action === "stop"))
    || (action.type === "mute.set" && action.muted) || ((action.type === "volume.change" || action.type === "fanSpeed.change") && action.deltaPct <= 0) || (action.type === "volume.set" && action.volumePct <= 0) || (action.type === "fanSpeed.set" && action.speedPct <= 0);
}

describe(`${rounds} adversarial commands`, () => {
  const random = seededRandom(seed);
  const cases = Array.from({ length: rounds }, () => randomCase(random));
  const decisions = cases.map((one) => createPolicy(one.rules)(one.command, one.evidence));

  it("break no house rule", () => {
    const failures = cases.flatMap((one, index) => {
      const decision = decisions[index];
      return decision === undefined ? [] : broken(one, decision).map((what) => `${index}: ${what}: ${JSON.stringify({ command: one.command, decision, rules: one.rules, devices: touchedBy(decision, one.world), pin: one.evidence.pin })}`);
    });
    expect(failures.slice(0, 3)).toEqual([]);
  });
  it("are all of the kinds that there are, and dangerous in their thousands", () => {
    expect(new Set(cases.map(({ command }) => command.type)).size).toBe(commandTypes.length);
    const dangerous = cases.filter(({ command, world }) => command.deviceIds.some((id) => { const one = world.suspects.get(id); return one !== undefined && isDangerous(command, one); }));
    expect(dangerous.length).toBeGreaterThan(5000);
    for (const kind of ["allow", "confirm", "refuse"] as const) expect(decisions.filter((decision) => decision.kind === kind).length).toBeGreaterThan(1000);
    expect(decisions.filter((decision) => decision.kind === "confirm" && decision.guard === "pin").length).toBeGreaterThan(300);
  });
  it("hold up no plain thing: what can do no harm, and has no rule, is done", () => {
    const wrong = cases.filter(({ command, rules, evidence, world }, index) => {
      const all = command.deviceIds.map((id) => world.suspects.get(id));
      const isPlain = all.every((one) => one !== undefined && one.truth === "plain" && one.device.rules === undefined && one.device.kind === "light");
      return isPlain && rules.site.neverByVoice.length === 0 && rules.quietHours === undefined && evidence.confidence === undefined && decisions[index]?.kind !== "allow";
    });
    expect(wrong).toEqual([]);
  });
  it("are approved by the right answer to the right question, and by no other", async () => {
    const wrongAnswers = ["", "no", "maybe", "yes no", "yes but later", "0000", "47111", "4711 yes", "the weather"];
    const wrong: string[] = [];
    for (const [index, decision] of decisions.entries()) {
      if (decision.kind !== "confirm") continue;
      const answers = [...wrongAnswers, "yes", "4711"];
      const said = pickFrom(answers, random);
      const { approved } = await settleConfirmation(decision, said, desk);
      const isRight = decision.guard === "yes" ? said === "yes" : said === "4711";
      if ((approved !== undefined) !== isRight) wrong.push(`${index}: ${decision.guard} ${said}`);
      if (approved !== undefined && JSON.stringify(approved) !== JSON.stringify(decision.command)) wrong.push(`${index}: another command`);
    }
    expect(wrong).toEqual([]);
  });
});
