// (pure) One announced entity → a device of the home, without its name and area, which depend on the others.
import type { HomeAssistantComponent } from "./binding.ts";
import { objectOf, readingFilterOf, slugOf, textOf, topicOf, type EntityConfig } from "./config-values.ts";
import { capabilitiesOf } from "./home-assistant-capabilities.ts";
import { alarmModesOf } from "./home-assistant-choices.ts";
import type { AnnouncedEntity } from "./home-assistant-config.ts";
import { lightSchemaOf } from "./home-assistant-light.ts";
import { isOnlyRead, wiresOf } from "./home-assistant-wires.ts";
import { type DeviceDraft, deviceIdOf } from "./home-source.ts";
import type { CapabilityKind, DeviceKind } from "./home.ts";
import { readingFilterProblem, topicProblem } from "./mqtt-topic.ts";

/** Why a template cannot be used, or undefined when it can. */
export type TemplateProblem = (template: string) => string | undefined;

export type DraftResult = { readonly draft: DeviceDraft | undefined; readonly problems: readonly string[] };

/**
 * Checks an entity and says what it can do. What cannot be commanded safely or correctly (a hostile topic, a command
 * template that cannot be read) becomes read-only; a value whose template cannot be read is not told; what can neither be
 * commanded nor read is left out. Each reason is a problem to report, and goes with the device.
 */
export function draftDevice(entity: AnnouncedEntity, topic: string, templateProblem: TemplateProblem): DraftResult {
  const { component, config } = entity;
  const wires = wiresOf(component, config);
  const unsupported = unsupportedReason(component, config);
  if (unsupported !== undefined) return { draft: undefined, problems: [unsupported] };
  const forbidding = [...topicFaults(config, wires.commandTopics), ...topicFaults(config, wires.stateTopics, isOnlyRead(wires) ? readingFilterProblem : topicProblem), ...templateFaults(config, wires.commandTemplates, templateProblem), ...commandFaults(component, config)];
  const unread = templateFaults(config, wires.stateTemplates, templateProblem);
  const all = capabilitiesOf(component, config);
  if (all.length === 0 && forbidding.length === 0) forbidding.push({ key: "", text: missingIn(component) });
  const readable = wires.stateTopics.some((key) => (isOnlyRead(wires) ? readingFilterOf : topicOf)(config, key) !== undefined);
  const problems = [...forbidding, ...unread, ...availabilityFaults(config, templateProblem), ...codeNotes(component, config)].map(({ text }) => text);
  if (all.length === 0 && !readable) return { draft: undefined, problems };
  const usable = all.filter(({ kind }) => !isReading(kind) || !unread.some(({ key }) => readingTemplates.has(key)));
  const device = {
    id: deviceIdOf(entity.key),
    kind: kindOf(component),
    deviceClass: slugOf(textOf(config, "device_class") ?? "").slice(0, 32),
    capabilities: forbidding.length === 0 ? usable : usable.filter(({ kind }) => isReading(kind)),
    binding: { adapter: "homeAssistant", component, config } as const,
  };
  const { name, deviceName, suggestedArea, hardwareIds } = entity;
  const draft: DeviceDraft = {
    device, name, deviceName, hardwareIds, topic,
    area: suggestedArea === undefined ? undefined : { name: suggestedArea, from: "announced" },
    ...(problems.length === 0 ? {} : { problem: problems.join("; ").slice(0, 500) }),
  };
  return { draft, problems };
}

/** What is wrong, said in full, and with which config key, if it is with one. */
type Fault = { readonly key: string; readonly text: string };

function isReading(kind: CapabilityKind): boolean {
  return kind === "reading" || kind === "event";
}

/** Templates through which a capability that is only read gets its value. */
const readingTemplates: ReadonlySet<string> = new Set(["value_template", "current_temperature_template", "current_humidity_template"]);

function missingIn(component: HomeAssistantComponent): string {
  switch (component) {
    case "sensor": case "binary_sensor": return "it has no state_topic";
    case "event": return "it has no state_topic or no event_types";
    case "select": return "it has no command_topic that can be used, or no options";
    default: return "it has no command_topic that can be used";
  }
}

function unsupportedReason(component: HomeAssistantComponent, config: EntityConfig): string | undefined {
  return component === "light" && lightSchemaOf(config) === undefined
    ? "a light with this schema cannot be spoken to; \"default\", \"json\" and \"template\" can" : undefined;
}

/** Encodings in which the texts of commands are the same bytes as in UTF-8, as long as they are plain. */
const plainEncodings: ReadonlySet<string> = new Set(["", "utf-8", "utf8", "ascii", "us-ascii", "latin-1", "latin1", "iso-8859-1", "cp1252", "windows-1252"]);

function commandFaults(component: HomeAssistantComponent, config: EntityConfig): readonly Fault[] {
  const found: Fault[] = [];
  const encoding = textOf(config, "encoding");
  if (encoding !== undefined && !plainEncodings.has(encoding.toLowerCase())) found.push({ key: "encoding", text: `encoding ${JSON.stringify(encoding.slice(0, 32))} cannot be written` });
  const wantsCode = component === "lock" ? config["code_format"] !== undefined && config["code_format"] !== null : component === "alarm_control_panel" && alarmModesOf(config).length === 0;
  if (wantsCode) found.push({ key: "", text: `the ${component === "lock" ? "lock" : "alarm"} wants a code, which cannot be given by voice` });
  if (component === "light" && lightSchemaOf(config) === "template") {
    for (const key of ["command_on_template", "command_off_template"]) if (textOf(config, key) === undefined) found.push({ key, text: `${key} is missing` });
  }
  return found;
}

function codeNotes(component: HomeAssistantComponent, config: EntityConfig): readonly Fault[] {
  const modes = component === "alarm_control_panel" ? alarmModesOf(config) : [];
  if (modes.length === 0 || textOf(config, "code") === undefined || modes.includes("disarmed")) return [];
  return [{ key: "", text: "the alarm wants a code to be disarmed, which cannot be given by voice" }];
}

function availabilityFaults(config: EntityConfig, templateProblem: TemplateProblem): readonly Fault[] {
  const listed = Array.isArray(config["availability"]) ? config["availability"].map((item) => objectOf(item) ?? {}) : [];
  return [
    ...topicFaults(config, ["availability_topic"]), ...templateFaults(config, ["availability_template"], templateProblem),
    ...listed.flatMap((item) => [...topicFaults(item, ["topic"]), ...templateFaults(item, ["value_template"], templateProblem)])
      .map(({ key, text }) => ({ key, text: `availability ${text}` })),
  ];
}

function topicFaults(config: EntityConfig, keys: readonly string[], problemOf = topicProblem): readonly Fault[] {
  return faults(config, keys, (key, topic) => { const problem = problemOf(topic); return problem === undefined ? undefined : `${key} ${problem}`; });
}

function templateFaults(config: EntityConfig, keys: readonly string[], templateProblem: TemplateProblem): readonly Fault[] {
  return faults(config, keys, (key, template) => { const problem = templateProblem(template); return problem === undefined ? undefined : `${key}: ${problem}`; });
}

function faults(config: EntityConfig, keys: readonly string[], textFor: (key: string, value: string) => string | undefined): readonly Fault[] {
  return keys.flatMap((key) => {
    const value = config[key];
    if (value === undefined || value === null) return [];
    const text = typeof value === "string" ? textFor(key, value) : `${key} is not text`;
    return text === undefined ? [] : [{ key, text }];
  });
}

function kindOf(component: HomeAssistantComponent): DeviceKind {
  switch (component) {
    case "binary_sensor": return "binarySensor";
    case "lawn_mower": return "lawnMower";
    case "alarm_control_panel": return "alarm";
    default: return component;
  }
}
