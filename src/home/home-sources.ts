// (pure) All the ways in which devices announce themselves, the preferred first.
import { createDiscoverySource } from "./discovery-source.ts";
import type { TemplateProblem } from "./home-assistant-device.ts";
import type { HomeSource, ReportProblem } from "./home-source.ts";
import { createHomieSource } from "./homie-source.ts";
import { createShellySource } from "./shelly-source.ts";
import { createTasmotaSource } from "./tasmota-source.ts";

export type HomeSourcesSettings = {
  /** Home Assistant's discovery prefix. */
  readonly discoveryPrefix: string;
  readonly templateProblem: TemplateProblem;
  readonly report: ReportProblem;
  /** Announcements with this hardware id are Sotto's own and no devices. */
  readonly ownHardwareId?: string;
};

/** What a device says natively is richer than the copy that a bridge announces for Home Assistant, and goes first. */
export function createHomeSources({ discoveryPrefix, templateProblem, report, ownHardwareId }: HomeSourcesSettings): readonly HomeSource[] {
  return [
    createTasmotaSource({ report }),
    createShellySource({ report }),
    createHomieSource({ report }),
    createDiscoverySource({ prefix: discoveryPrefix, templateProblem, report, ...(ownHardwareId === undefined ? {} : { ownHardwareId }) }),
  ];
}
