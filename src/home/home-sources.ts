// (pure) All the ways in which devices announce themselves, the preferred first.
import { createDiscoverySource } from "./discovery-source.ts";
import type { TemplateProblem } from "./home-assistant-device.ts";
import { createStatestreamSource } from "./statestream-source.ts";
import type { HomeSource, ReportProblem } from "./home-source.ts";
import { createHomieSource } from "./homie-source.ts";
import { createShellySource } from "./shelly-source.ts";
import { createTasmotaSource } from "./tasmota-source.ts";
import { createZigbee2mqttSource } from "./zigbee2mqtt-source.ts";

export type HomeSourcesSettings = {
  /** Home Assistant's discovery prefix. */
  readonly discoveryPrefix: string;
  readonly templateProblem: TemplateProblem;
  readonly report: ReportProblem;
  /** `base_topic` of Home Assistant's mqtt_statestream. Default "statestream". */
  readonly statestreamTopic?: string;
  /** Announcements with this hardware id are Sotto's own and no devices. */
  readonly ownHardwareId?: string;
};

/** What a device says natively is richer than the copy that a bridge announces for Home Assistant, and goes first. */
export function createHomeSources({ discoveryPrefix, statestreamTopic = "statestream", templateProblem, report, ownHardwareId }: HomeSourcesSettings): readonly HomeSource[] {
  const natives = [createZigbee2mqttSource({ report }), createTasmotaSource({ report }), createShellySource({ report }), createHomieSource({ report })];
  const isClaimed = (hardwareIds: readonly string[]) => hardwareIds.length > 0 && natives.some((source) => [...source.claims()].some((id) => hardwareIds.includes(id)));
  return [
    ...natives,
    createDiscoverySource({ prefix: discoveryPrefix, templateProblem, report, isClaimed, ...(ownHardwareId === undefined ? {} : { ownHardwareId }) }),
    createStatestreamSource({ base: statestreamTopic, discoveryPrefix, report }),
  ];
}
