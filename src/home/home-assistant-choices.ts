// (pure) What an announced entity lets one choose from: modes, presets, options. Words stay as they were announced.
import { flagOf, textOf, textsOf, type EntityConfig } from "./config-values.ts";
import type { Activity } from "./home.ts";
import { alarmModes, type AlarmMode } from "./state.ts";

/** Most choices kept of one list, and the longest of them in characters: nobody says more, and each becomes a spoken word. */
const maxChoices = 200;
const maxChoiceLength = 64;

function choices(words: readonly string[]): readonly string[] {
  return [...new Set(words)].filter((word) => word.trim() !== "" && word.length <= maxChoiceLength).slice(0, maxChoices);
}

/** SOURCE: climate.mqtt, `modes`. */
export function climateModesOf(config: EntityConfig): readonly string[] {
  return config["modes"] === undefined ? ["auto", "off", "cool", "heat", "dry", "fan_only"] : choices(textsOf(config, "modes"));
}

/** The mode that "on" means: heating before anything that cools or only blows. */
export function onModeOf(config: EntityConfig): string | undefined {
  return ["heat", "heat_cool", "auto", "cool"].find((mode) => climateModesOf(config).includes(mode)) ?? climateModesOf(config).find((mode) => mode !== "off");
}

/** SOURCE: climate.mqtt, `fan_modes`. */
export function fanModesOf(config: EntityConfig): readonly string[] {
  return config["fan_modes"] === undefined ? ["auto", "low", "medium", "high"] : choices(textsOf(config, "fan_modes"));
}

export function presetsOf(config: EntityConfig): readonly string[] {
  return choices(textsOf(config, "preset_modes"));
}

/** Options may be announced as numbers. */
export function optionsOf(config: EntityConfig): readonly string[] {
  const listed = config["options"];
  return Array.isArray(listed) ? choices(listed.flatMap((option) => textOf({ option }, "option") ?? [])) : [];
}

const vacuumFeatures: Readonly<Record<Activity, string>> = { start: "start", pause: "pause", stop: "stop", dock: "return_home", locate: "locate" };

/** SOURCE: vacuum.mqtt, `supported_features` and its default. */
export function vacuumActivities(config: EntityConfig): readonly Activity[] {
  const named = textOf(config, "supported_features");
  const features = config["supported_features"] === undefined ? ["start", "stop", "return_home", "status", "clean_spot"]
    : named === undefined ? textsOf(config, "supported_features") : [named];
  return (["start", "pause", "stop", "dock", "locate"] as const).filter((activity) => features.includes(vacuumFeatures[activity]));
}

export const alarmFeatures: Readonly<Record<Exclude<AlarmMode, "disarmed">, string>> = {
  home: "arm_home", away: "arm_away", night: "arm_night", vacation: "arm_vacation", bypass: "arm_custom_bypass",
};

/** The modes that need no code: one that the panel asks for is not ours to know. SOURCE: alarm_control_panel.mqtt. */
export function alarmModesOf(config: EntityConfig): readonly AlarmMode[] {
  const features = config["supported_features"] === undefined ? Object.values(alarmFeatures) : textsOf(config, "supported_features");
  const hasCode = textOf(config, "code") !== undefined;
  return alarmModes.filter((mode) => mode === "disarmed"
    ? !(hasCode && flagOf(config, "code_disarm_required", true))
    : features.includes(alarmFeatures[mode]) && !(hasCode && flagOf(config, "code_arm_required", true)));
}
