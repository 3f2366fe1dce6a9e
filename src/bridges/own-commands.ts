// (pure) What comes in on Sotto's own command topics: its own settings and things to say, nothing that moves a device.
import { longestText } from "./turn-story.ts";
import { plainText } from "./plain-text.ts";

/** The keys that take commands, each below its own topic. */
export const commandKeys = ["mute", "volume", "sensitivity", "say", "repeat"] as const;
export type CommandKey = (typeof commandKeys)[number];

export type OwnCommand =
  | { readonly kind: "settings"; readonly changes: { readonly muted?: boolean; readonly volumePct?: number; readonly sensitivityPct?: number } }
  /** One line of at most `longestText` characters; "" when there is nothing to say. */
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "repeat" };

export type ReadCommand = OwnCommand | { readonly kind: "problem"; readonly problem: string };

/** A payload of that key's command topic. Never throws. */
export function readOwnCommand(key: CommandKey, payload: string): ReadCommand {
  switch (key) {
    case "mute": return payload === "ON" || payload === "OFF" ? { kind: "settings", changes: { muted: payload === "ON" } } : problem("expected ON or OFF");
    case "volume": return percent(payload, (volumePct) => ({ volumePct }));
    case "sensitivity": return percent(payload, (sensitivityPct) => ({ sensitivityPct }));
    case "say": return sayable(payload);
    case "repeat": return payload === "PRESS" ? { kind: "repeat" } : problem("expected PRESS");
  }
}

function percent(payload: string, changes: (value: number) => Extract<OwnCommand, { kind: "settings" }>["changes"]): ReadCommand {
  // Home Assistant sends "40", and "40.0" where a script calculated it.
  const value = /^\d{1,3}(\.\d{1,6})?$/.test(payload) ? Number(payload) : Number.NaN;
  return value >= 0 && value <= 100 ? { kind: "settings", changes: changes(Math.round(value)) } : problem("expected a number from 0 to 100");
}

/** Two code units are the most that a character takes here, so longer payloads need no look. */
function sayable(payload: string): ReadCommand {
  if (payload.length > longestText * 2 || [...payload].length > longestText) return problem(`expected ${longestText} characters at most`);
  return { kind: "say", text: plainText(payload, longestText) };
}

function problem(text: string): ReadCommand {
  return { kind: "problem", problem: text };
}
