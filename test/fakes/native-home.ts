// One source on its own, without a broker: messages in, drafts out, and the lines to the devices that came of them.
import { type DeviceLine, lineTo } from "../../src/act/device-adapter.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { DeviceDraft, HomeSource, ReportProblem, SourceChange } from "../../src/home/home-source.ts";

export type NativeHome = {
  readonly source: HomeSource;
  readonly problems: string[];
  /** Everything that the source wanted to ask, in order: "topic payload". */
  readonly asked: string[];
  readonly hear: (topic: string, payload: unknown, retained?: boolean) => SourceChange;
  readonly drafts: () => readonly DeviceDraft[];
  /** The draft whose id ends so. */
  readonly draft: (idEnd: string) => DeviceDraft;
  readonly line: (idEnd: string) => DeviceLine;
  /** What is sent for a command: "topic payload". */
  readonly sent: (idEnd: string, command: CommandAction) => readonly string[];
};

export function nativeHome(create: (settings: { readonly report: ReportProblem }) => HomeSource): NativeHome {
  const problems: string[] = [];
  const asked: string[] = [];
  const source = create({ report: (topic, problem) => problems.push(`${topic}: ${problem}`) });
  const drafts = () => [...source.drafts()];
  const draft = (idEnd: string) => {
    const found = drafts().filter(({ device }) => device.id.endsWith(idEnd));
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} drafts end with ${idEnd}: ${drafts().map(({ device }) => device.id).join(" ")}`);
    return found[0];
  };
  const line = (idEnd: string) => lineTo(draft(idEnd).device.binding);
  return {
    source, problems, asked, drafts, draft, line,
    hear(topic, payload, retained = true) {
      const change = source.receive({ topic, payload: typeof payload === "string" ? payload : JSON.stringify(payload), retained });
      asked.push(...(change.ask ?? []).map((question) => `${question.topic} ${question.payload}`.trim()));
      return change;
    },
    sent: (idEnd, command) => line(idEnd).commandMessages(command, undefined, "it").map(({ topic, payload }) => `${topic} ${payload}`.trim()),
  };
}

/** A draft in short: name, kind and capabilities. */
export function inShort({ device, name }: DeviceDraft): readonly [id: string, name: string | undefined, kind: string, capabilities: string] {
  return [device.id, name, device.kind, device.capabilities.map((capability) => capability.kind === "reading" ? capability.quantity || "reading" : capability.kind).join(" ")];
}
