// (pure) What of a turn is told to Home Assistant: what was understood and what became of it, never what was said.
import type { DispatchReport } from "../act/outcome.ts";
import type { Decision } from "../decide/decision.ts";
import type { Command } from "../home/command.ts";
import { devicesOf, type Home } from "../home/home.ts";
import type { ParseResult } from "../understand/command-parser.ts";
import type { EventType } from "./announcement.ts";
import { areaOf, commandSummary, valuesOf } from "./command-summary.ts";
import { domainOf, publicIntent } from "../home/home-assistant-intent.ts";
import { kindOf } from "./event-entities.ts";
import { plainName, plainText } from "./plain-text.ts";

/** Longest state that Home Assistant keeps. SOURCE homeassistant/const.py, MAX_LENGTH_STATE_STATE. Characters. */
export const longestText = 255;

/** How a turn may end, as the sensor tells it. */
export const outcomes = ["done", "moving", "unconfirmed", "refused", "declined", "not_understood", "nothing_heard", "failed", "aborted"] as const;
export type Outcome = (typeof outcomes)[number];

/** What happens in a turn, as far as it matters here. */
export type TurnNews =
  | { readonly type: "turn.started"; readonly turnId: string }
  | { readonly type: "parsed"; readonly turnId: string; readonly text: string; readonly result: ParseResult }
  | { readonly type: "decided"; readonly turnId: string; readonly command: Command; readonly decision: Decision }
  | { readonly type: "acted"; readonly turnId: string; readonly command: Command; readonly report: DispatchReport }
  | { readonly type: "replied"; readonly turnId: string; readonly text: string }
  | { readonly type: "failed"; readonly turnId: string; readonly code: string }
  | { readonly type: "turn.ended"; readonly turnId: string; readonly result: string };

/** What is to be told, before anybody knows of topics. */
export type Told =
  | { readonly kind: "heard"; readonly text: string }
  | { readonly kind: "command"; readonly attributes: Readonly<Record<string, unknown>> }
  | { readonly kind: "outcome"; readonly attributes: Readonly<Record<string, unknown>> }
  | { readonly kind: "event"; readonly command: Command; readonly intent: string | undefined; readonly attributes: Readonly<Record<string, unknown>> };

type Asked = { readonly command: Command; readonly intent: string | undefined; readonly result: EventType | undefined; readonly results: Readonly<Record<string, string>> };

/** The turn so far. */
export type TurnStory = { readonly turnId: string; readonly asked: readonly Asked[]; readonly reason: string | undefined; readonly code: string | undefined };

export const noStory: TurnStory = { turnId: "", asked: [], reason: undefined, code: undefined };

/** The story after `news`, and what that gives to tell. News of a turn whose start was missed begins a story as well. */
export function continueStory(before: TurnStory, news: TurnNews, home: Home): { readonly story: TurnStory; readonly told: readonly Told[] } {
  const story = news.turnId === before.turnId ? before : { ...noStory, turnId: news.turnId };
  switch (news.type) {
    case "parsed": return parsed(story, news, home);
    case "decided": return news.decision.kind === "refuse" ? settled(story, { command: news.command, result: "refused", results: {} }, home) : { story, told: [] };
    case "acted": return settled(story, { command: news.command, ...outcomeOf(news, home) }, home);
    case "failed": return { story: { ...story, code: news.code }, told: [] };
    case "turn.ended": return ended(story, news.result, home);
    default: return { story, told: [] };
  }
}

function parsed(story: TurnStory, { text, result }: Extract<TurnNews, { type: "parsed" }>, home: Home) {
  const heard: Told = { kind: "heard", text: plainText(text, longestText) };
  if (result.kind === "notUnderstood") return { story: { ...story, reason: result.reason }, told: [heard] };
  const asked = result.commands.map((command, index): Asked => ({ command, intent: result.matches[index]?.intent, result: undefined, results: {} }));
  const command: Told = { kind: "command", attributes: {
    summary: plainText(asked.map((one) => commandSummary(one.command, home)).join("; "), longestText),
    understood_by: result.matchedBy,
    commands: asked.slice(0, mostListed).map((one) => ({ ...factsOf(one, home), ...(one.intent === undefined ? {} : { sentence: plainName(one.intent) }) })),
  } };
  return { story: { ...story, asked }, told: [heard, command, ...asked.map((one) => eventOf(one, "recognized", home))] };
}

/** The command is the very object that the parser gave; each is settled once. */
function settled(story: TurnStory, { command, result, results }: Pick<Asked, "command" | "results"> & { readonly result: EventType }, home: Home) {
  const index = story.asked.findIndex((one) => one.command === command && one.result === undefined);
  const one = story.asked[index];
  if (one === undefined) return { story, told: [] };
  const now: Asked = { ...one, result, results };
  return { story: { ...story, asked: story.asked.with(index, now) }, told: [eventOf(now, result, home)] };
}

function ended(story: TurnStory, result: string, home: Home) {
  // What was asked for and never carried out: a question without a yes, or a turn that broke off.
  const rest: EventType = result === "failed" || result === "aborted" ? "failed" : "declined";
  const open = story.asked.filter((one) => one.result === undefined);
  const outcome = outcomeOfTurn(result, story);
  const attributes = {
    outcome,
    devices: Object.fromEntries(story.asked.slice(0, mostListed).flatMap(({ results }) => Object.entries(results))),
    ...(story.reason === undefined ? {} : { reason: story.reason }),
    ...(story.code === undefined ? {} : { code: story.code }),
  };
  return { story: noStory, told: [...open.map((one) => eventOf(one, rest, home)), { kind: "outcome", attributes } as const] };
}

/** A turn's results as the sensor's words; a turn that went well is as good as its worst command. */
const turnOutcomes: Readonly<Record<string, Outcome>> = { refused: "refused", declined: "declined", notUnderstood: "not_understood", nothingHeard: "nothing_heard", failed: "failed", aborted: "aborted" };

function outcomeOfTurn(result: string, { asked }: TurnStory): Outcome {
  if (result !== "done") return turnOutcomes[result] ?? "failed";
  return worstFirst.find((outcome) => asked.some((one) => one.result === outcome)) ?? "done";
}

const worstFirst = ["failed", "unconfirmed", "moving"] as const;

/** Most devices and commands that are told one by one. */
const mostListed = 20;

/** What a device's outcome makes of a command; the others are as good as done. "moving": it has begun, as asked, and takes its time. */
const outcomeWords: Readonly<Record<string, (typeof worstFirst)[number]>> = { failed: "failed", unconfirmed: "unconfirmed", unknown: "unconfirmed", moving: "moving" };

/** A scene has nothing to confirm with: when its call went out, all was done that can be. */
function outcomeOf({ command, report: { outcomes: all } }: Extract<TurnNews, { type: "acted" }>, home: Home): { readonly result: EventType; readonly results: Readonly<Record<string, string>> } {
  const results = Object.fromEntries(all.slice(0, mostListed).map(({ deviceId, result }) => [plainName(home.devices.get(deviceId)?.name ?? deviceId), result]));
  const words = new Set(all.map((one) => command.type === "scene.activate" && one.result === "unconfirmed" ? "done" : outcomeWords[one.result]));
  return { result: worstFirst.find((word) => words.has(word)) ?? "done", results };
}

function eventOf(one: Asked, type: EventType, home: Home): Told {
  const results = Object.keys(one.results).length === 0 ? {} : { results: one.results };
  return { kind: "event", command: one.command, intent: one.intent, attributes: { event_type: type, ...factsOf(one, home), ...results } };
}

/** What automations may look at: which devices, where, and the values that were asked for. */
function factsOf({ command }: Asked, home: Home): Readonly<Record<string, unknown>> {
  const kind = kindOf(command, home);
  const area = areaOf(command, home);
  return {
    intent: publicIntent(command, kind),
    ...(kind === undefined ? {} : { domain: domainOf(kind) }),
    devices: devicesOf(home, command.deviceIds).slice(0, mostListed).map(({ name }) => plainName(name)),
    ...(area === undefined ? {} : { area }),
    ...valuesOf(command),
  };
}
