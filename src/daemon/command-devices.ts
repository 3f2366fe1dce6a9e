// `sotto devices`: the home as a table, with where each fact came from.
import { createLogger, oneLine } from "../base/log.ts";
import type { Device, Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import type { CommandLine } from "./cli.ts";
import { describeAbilities, describeShortState } from "./device-words.ts";
import { type Inventory, takeInventory } from "./inventory.ts";
import { loadConfig } from "./load-config.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";
import { renderTable } from "./text-table.ts";

/** Prints every device, sorted by room, then what is hidden and what was left out with the reason. */
export async function runDevices(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  const loaded = await loadConfig(shell, line.config);
  const log = createLogger((text) => printLine(shell.errors, text), { level: "warn", style: "plain" });
  const inventory = await takeInventory(loaded, (error) => log.warn(error.message, { code: error.code }), signal);
  const lines = line.json ? jsonLines(inventory) : tableLines(inventory, { columns: shell.columns, prefix: loaded.config.mqtt.discoveryPrefix });
  for (const text of lines) printLine(shell.output, text);
  return 0;
}

const columns = [
  { title: "ROOM", least: 8 }, { title: "NAME", least: 14 }, { title: "KIND", least: 6 }, { title: "CAN", least: 14 },
  { title: "STATE", least: 8 }, { title: "ID", least: 10 }, { title: "TOLD BY", least: 14 },
] as const;

/** The whole answer for a person (pure). */
export function tableLines({ home, states, hidden, leftOut, hints, broker }: Inventory, { columns: width, prefix }: { readonly columns: number | undefined; readonly prefix: string }): readonly string[] {
  const sorted = sortByRoom([...home.devices.values()], home);
  const rows = sorted.map((device) => rowOf(device, home, states.get(device.id)));
  const faulty = sorted.filter(({ facts }) => facts?.problem !== undefined);
  const [readOnly, partly] = [faulty.filter((device) => !canBeCommanded(device)), faulty.filter(canBeCommanded)];
  const withProblem = (devices: readonly Device[]) => devices.map(({ name, facts }) => `${name}: ${facts?.problem ?? ""}`);
  const cut = (text: string) => width === undefined || text.length <= width ? text : `${text.slice(0, width - 1)}…`;
  const section = (title: string, lines: readonly string[]) => lines.length === 0 ? [] : ["", title, ...lines.map((text) => `  ${oneLine(text)}`)];
  if (rows.length === 0 && hidden.length === 0 && leftOut.length === 0) return [`No device has announced itself at ${broker} under ${prefix}/.`, ...hints];
  const rooms = new Set(sorted.flatMap(({ areaId }) => areaId ?? [])).size;
  return [
    ...renderTable(columns, rows, width),
    ...section("Only to be asked, not commanded:", withProblem(readOnly)),
    ...section("To be commanded, but not all of it is understood:", withProblem(partly)),
    ...section("Hidden by home.yaml:", sortByRoom(hidden, home).map(({ name, kind, id }) => `${name} (${kind}, ${id})`)),
    ...section("Announced, and left out:", leftOut.map(({ topic, problem }) => `${topic}: ${problem}`)),
    ...section("In home.yaml, and matching nothing:", hints),
    "",
    cut(`${counted(rows.length, "device")} in ${counted(rooms, "room")}; ${readOnly.length} only to be asked, ${hidden.length} hidden, ${leftOut.length} left out`),
  ];
}

function canBeCommanded({ capabilities }: Device): boolean {
  return capabilities.some(({ kind }) => kind !== "reading" && kind !== "event");
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function rowOf(device: Device, home: Home, state: DeviceState | undefined): readonly string[] {
  return [roomOf(device, home), device.name, device.kind + (device.deviceClass === "" ? "" : ` (${device.deviceClass})`), describeAbilities(device), describeShortState(state), device.id, factsOf(device)].map(oneLine);
}

function roomOf({ areaId }: Device, { areas }: Home): string {
  return areaId === undefined ? "–" : areas.get(areaId)?.name ?? areaId;
}

/** `discovery, homeassistant/light/x/config; room from its name; name from home.yaml`. */
function factsOf({ facts }: Device): string {
  if (facts === undefined) return "";
  const room = facts.areaFrom === undefined ? [] : [`room ${{ announced: "announced", group: "from a group", name: "from its name", "home.yaml": "from home.yaml" }[facts.areaFrom]}`];
  return [`${facts.source}, ${facts.topic}`, ...room, ...(facts.nameFrom === "home.yaml" && facts.source !== "home.yaml" ? ["name from home.yaml"] : [])].join("; ");
}

/** Devices without a room come last. */
export function sortByRoom(devices: readonly Device[], home: Home): readonly Device[] {
  const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const room = (device: Device) => device.areaId === undefined ? undefined : roomOf(device, home);
  return [...devices].sort((one, other) => {
    const [first, second] = [room(one), room(other)];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined) || order.compare(one.name, other.name);
    return order.compare(first, second) || order.compare(one.name, other.name);
  });
}

/** One object for each device, hidden ones too, and one for each announcement that was left out (pure). */
export function jsonLines({ home, states, hidden, leftOut }: Inventory): readonly string[] {
  const object = (device: Device, isHidden: boolean) => {
    const area = device.areaId === undefined ? undefined : home.areas.get(device.areaId);
    const { binding: _, areaId: __, ...facts } = device;
    return JSON.stringify({ type: "device", ...facts, hidden: isHidden, area: area === undefined ? null : { ...area, floor: area.floorId === undefined ? undefined : home.floors?.get(area.floorId)?.name }, state: states.get(device.id) ?? null });
  };
  return [
    ...sortByRoom([...home.devices.values()], home).map((device) => object(device, false)),
    ...hidden.map((device) => object(device, true)),
    ...leftOut.map((fault) => JSON.stringify({ type: "leftOut", ...fault })),
  ];
}
