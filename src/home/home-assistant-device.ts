// (pure) One announced entity → a device of the home, without its name and area, which depend on the others.
import type { HomeAssistantComponent } from "./binding.ts";
import { slugOf, textOf, topicOf, type EntityConfig } from "./config-values.ts";
import { capabilitiesOf } from "./home-assistant-capabilities.ts";
import { templateKeys, topicKeys } from "./home-assistant-abbreviations.ts";
import type { AnnouncedEntity } from "./home-assistant-config.ts";
import { lightSchemaOf } from "./home-assistant-light.ts";
import { type DeviceDraft, deviceIdOf } from "./home-source.ts";
import type { DeviceKind } from "./home.ts";
import { topicProblem } from "./mqtt-topic.ts";

/** Why a template cannot be used, or undefined when it can. */
export type TemplateProblem = (template: string) => string | undefined;

export type DraftResult = { readonly draft: DeviceDraft | undefined; readonly problems: readonly string[] };

/**
 * Checks an entity and says what it can do. What cannot be commanded safely or correctly (a hostile topic, an unreadable
 * template) becomes read-only; what can neither be commanded nor read is left out. Each reason is a problem to report.
 */
export function draftDevice(entity: AnnouncedEntity, topic: string, templateProblem: TemplateProblem): DraftResult {
  const { component, config } = entity;
  const problems = [...topicProblems(config), ...templateProblems(config, templateProblem)];
  const unsupported = unsupportedReason(component, config);
  if (unsupported !== undefined) return { draft: undefined, problems: [unsupported] };
  const able = capabilitiesOf(component, config);
  if (able.length === 0 && problems.length === 0) problems.push(isReadOnlyKind(component) ? "it has no state_topic" : "it has no command_topic that can be used");
  const readable = topicOf(config, "state_topic") !== undefined || topicOf(config, "position_topic") !== undefined;
  if (able.length === 0 && !readable) return { draft: undefined, problems };
  const capabilities = problems.length === 0 ? able : able.filter((capability) => capability.kind === "reading");
  const device = {
    id: deviceIdOf(entity.key),
    kind: kindOf(component),
    deviceClass: slugOf(textOf(config, "device_class") ?? "").slice(0, 32),
    capabilities,
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

function isReadOnlyKind(component: HomeAssistantComponent): boolean {
  return component === "sensor" || component === "binary_sensor";
}

function unsupportedReason(component: HomeAssistantComponent, config: EntityConfig): string | undefined {
  if (component === "light" && lightSchemaOf(config) !== "default" && lightSchemaOf(config) !== "json") {
    return "a light with this schema cannot be spoken to; \"default\" and \"json\" can";
  }
  if (component === "lock" && config["code_format"] !== undefined && config["code_format"] !== null) return "the lock wants a code, which cannot be given by voice";
  return undefined;
}

function topicProblems(config: EntityConfig): string[] {
  return faults(config, topicKeys, topicProblem).map(({ key, problem }) => `${key} ${problem}`);
}

function templateProblems(config: EntityConfig, templateProblem: TemplateProblem): string[] {
  return faults(config, templateKeys, templateProblem).map(({ key, problem }) => `${key}: ${problem}`);
}

function faults(config: EntityConfig, keys: readonly string[], problemOf: (text: string) => string | undefined) {
  return keys.flatMap((key) => {
    const value = config[key];
    if (value === undefined || value === null) return [];
    const problem = typeof value === "string" ? problemOf(value) : "is not text";
    return problem === undefined ? [] : [{ key, problem }];
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
