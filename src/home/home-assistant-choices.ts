// (pure) What an announced entity lets one choose from: modes, presets, options. Words stay as they were announced.
import { flagOf, textOf, type EntityConfig } from "./config-values.ts";
import type { Activity } from "./home.ts";
import { alarmModes, type AlarmMode } from "./state.ts";

/** Most choices kept of one list, and the longest of them in characters: nobody says more, and each becomes a spoken word. */
const maxChoices = 200;
const maxChoiceLength = 64;

/** The words listed under `key`, each once; numbers and truths as Python writes them, a single one as a list of one. */
export function choicesOf(config: EntityConfig, key: string): readonly string[] {
  const listed = Array.isArray(config[key]) ? config[key].slice(0, 2 * maxChoices) : [config[key]];
  const words = new Set(listed.flatMap((option: unknown) => textOf({ option }, "option") ?? []));
  return [...words].filter((word) => word.trim() !== "" && word.length <= maxChoiceLength).slice(0, maxChoices);
}

/** SOURCE: climate.mqtt, `modes`. */
export function climateModesOf(config: EntityConfig): readonly string[] {
  return config["modes"] === undefined ? ["auto", "off", "cool", "heat", "dry", "fan_only"] : choicesOf(config, "modes");
}

/** The mode that "on" means: heating before anything that cools or only blows. */
export function onModeOf(config: EntityConfig): string | undefined {
  return ["heat", "heat_cool", "auto", "cool"].find((mode) => climateModesOf(config).includes(mode)) ?? climateModesOf(config).find((mode) => mode !== "off");
}

/** SOURCE: climate.mqtt, `fan_modes`. */
export function fanModesOf(config: EntityConfig): readonly string[] {
  return config["fan_modes"] === undefined ? ["auto", "low", "medium", "high"] : choicesOf(config, "fan_modes");
}

const vacuumFeatures: Readonly<Record<Activity, string>> = { start: "start", pause: "pause", stop: "stop", dock: "return_home", locate: "locate" };

/** SOURCE: vacuum.mqtt, `supported_features` and its default. */
export function vacuumActivities(config: EntityConfig): readonly Activity[] {
  const features = config["supported_features"] === undefined ? ["start", "stop", "return_home", "status", "clean_spot"] : choicesOf(config, "supported_features");
  return (["start", "pause", "stop", "dock", "locate"] as const).filter((activity) => features.includes(vacuumFeatures[activity]));
}

export const alarmFeatures: Readonly<Record<Exclude<AlarmMode, "disarmed">, string>> = {
  home: "arm_home", away: "arm_away", night: "arm_night", vacation: "arm_vacation", bypass: "arm_custom_bypass",
};

/** The modes that need no code: one that the panel asks for is not ours to know. SOURCE: alarm_control_panel.mqtt. */
export function alarmModesOf(config: EntityConfig): readonly AlarmMode[] {
  const features = config["supported_features"] === undefined ? Object.values(alarmFeatures) : choicesOf(config, "supported_features");
  const hasCode = textOf(config, "code") !== undefined;
  return alarmModes.filter((mode) => mode === "disarmed"
    ? !(hasCode && flagOf(config, "code_disarm_required", true))
    : features.includes(alarmFeatures[mode]) && !(hasCode && flagOf(config, "code_arm_required", true)));
}
