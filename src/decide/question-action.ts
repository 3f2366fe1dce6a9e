// (pure) What would happen, in one word, for the question before it.
import type { CommandAction } from "../home/command.ts";
import type { Device } from "../home/home.ts";
import type { QuestionAction } from "./decision.ts";
import { type GuardGroup, harmsOf } from "./guard-groups.ts";

const actionOfHarm: Readonly<Record<GuardGroup, QuestionAction>> = { unlock: "unlock", entrance: "open", valve: "open", disarm: "disarm", siren: "turnOn" };

/** The harm that all of the guarded devices share, else what the command says. */
export function askedAction(command: CommandAction, guarded: readonly Device[]): QuestionAction {
  if (command.type === "lock.open") return "open";
  const actions = new Set(guarded.flatMap((device) => harmsOf(command, device).map((group) => actionOfHarm[group])));
  const [only] = actions;
  // A gate with a lock on it may be both; what is opened by a name is told as opening.
  if (actions.size === 1 && only !== undefined) return only;
  return actions.size > 1 ? "open" : actionOfCommand(command);
}

function actionOfCommand(command: CommandAction): QuestionAction {
  switch (command.type) {
    case "onOff.set": return command.on ? "turnOn" : "turnOff";
    case "lock.set": return command.locked ? "lock" : "unlock";
    case "opening.set": return command.open ? "open" : "close";
    case "opening.stop": return "stop";
    case "alarm.set": return command.mode === "disarmed" ? "disarm" : "arm";
    case "scene.activate": return "start";
    case "activity.set": return command.activity === "start" || command.activity === "dock" ? command.activity : command.activity === "locate" ? "do" : "stop";
    case "playback.set": return command.action === "play" ? "start" : command.action === "stop" || command.action === "pause" ? "stop" : "change";
    case "state.get": return "do";
    default: return "change";
  }
}
