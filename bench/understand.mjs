// Times the template parser: reading and building, the index of a home, a change in it, and one sentence on homes of four sizes.
// usage: node bench/understand.mjs [--language en] [--json]      (after npm run build)
//
// The sizes take turns sentence by sentence, so that a busy machine and a warming compiler meet all alike; each sentence is said
// three times and the time in the middle counts. "Same" are sentences
// about devices that every one of the homes has; "any" are sentences about devices from all over each home, whose names in
// large homes have more words; "misheard" are those with other letters in the names. The bars: p99 2 ms, flat within 1.2, a change in a home of 1,000 devices 200 ms.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.env.SOTTO_DIST ?? join(root, "dist");
const { readIntents } = await import(join(dist, "understand/load-intents.js"));
const { createTemplateParser } = await import(join(dist, "understand/template-parser.js"));

const { values: options } = parseArgs({ options: { language: { type: "string", default: "en" }, json: { type: "boolean", default: false } } });
const sizes = [10, 100, 1_000, 10_000];
const rounds = 4_000;
/** Enough for the compiler of V8 to settle. */
const warmUpRounds = 2_000;
const changes = 30;

/** Rooms, things and sentences of each language. */
const wordings = {
  en: {
    rooms: ["Kitchen", "Bedroom", "Hall", "Office", "Cellar", "Attic", "Garage", "Den", "Loft", "Porch"], name: (room, thing) => `${room} ${thing}`,
    things: [["Ceiling Light", "light"], ["Wall Lamp", "light"], ["Window Blind", "cover"], ["Side Door", "lock"], ["Corner Fan", "fan"], ["Wall Plug", "switch"]],
    said: {
      light: ({ name, area, level }) => [`turn on the ${name}`, `please set ${name} to ${level} percent`, `turn off the ${area} lights`],
      cover: ({ name }) => [`close the ${name}`, `open ${name}`], lock: ({ name }) => [`lock the ${name}`, `is the ${name} locked?`], fan: ({ name }) => [`turn off the ${name}`],
      switch: ({ name, area }) => [`switch ${name} off and turn on the lights in the ${area}`, `turn on ${name}`],
    },
    misheard: [["Kitchen", "Kitchin"], ["Bedroom", "Bed Room"], ["Office", "Offis"], ["Cellar", "Seller"], ["Attic", "Attick"], ["Garage", "Garash"], ["Porch", "Portch"], ["Ceiling", "Sealing"], ["Window", "Windo"], ["Corner", "Cornar"], ["Side", "Syde"], ["Wall", "Wal"]],
  },
  "zh-TW": chinese(["廚房", "臥室", "客廳", "書房", "地下室", "閣樓", "車庫", "浴室", "走廊", "陽台"], { ceiling: "吸頂燈", lamp: "壁燈", blind: "窗簾", door: "側門", fan: "吊扇", plug: "插座" }, { on: "打開", off: "關閉" }),
  "zh-CN": chinese(["厨房", "卧室", "客厅", "书房", "地下室", "阁楼", "车库", "浴室", "走廊", "阳台"], { ceiling: "吸顶灯", lamp: "壁灯", blind: "窗帘", door: "侧门", fan: "吊扇", plug: "插座" }, { on: "打开", off: "关闭" }),
};
const capabilities = {
  light: [{ kind: "onOff" }, { kind: "brightness" }, { kind: "color" }], cover: [{ kind: "opening", canStop: true }, { kind: "position" }],
  lock: [{ kind: "lock" }], fan: [{ kind: "onOff" }, { kind: "fanSpeed" }], switch: [{ kind: "onOff" }],
};
const wording = wordings[options.language] ?? wordings.en;
const { signal } = new AbortController();

const started = performance.now();
const intents = await readIntents(join(root, "intents", options.language));
const loaded = performance.now();
const parse = createTemplateParser(intents);
const built = performance.now();
const homes = sizes.map(homeOf);
const ask = (text, home, heardInAreaId) => parse(text, { home, heardInAreaId, signal });

const firstMs = [];
for (const home of homes) {
  const from = performance.now();
  await ask(sentence(first(home), 0), home);
  firstMs.push(performance.now() - from);
}
const same = homes.map(() => []);
const any = homes.map(() => []);
const misheard = homes.map(() => []);
const missed = homes.map(() => 0);
const missedMisheard = homes.map(() => 0);
for (let round = -warmUpRounds; round < rounds; round++) {
  for (const [index, home] of homes.entries()) {
    const devices = home.list;
    const near = devices[Math.abs(round) % sizes[0]];
    const far = devices[(Math.abs(round) * 7919) % devices.length];
    for (const [device, tooks] of [[near, same[index]], [far, any[index]]]) {
      const text = sentence(described(device, home), Math.abs(round));
      const { result, tookMs } = await timed(text, home, device.areaId);
      if (round >= 0) tooks.push(tookMs);
      if (round >= 0 && result.kind !== "commands") missed[index]++;
    }
    if (wording.misheard !== undefined) {
      const text = heardAs(sentence(described(far, home), Math.abs(round)));
      const { result, tookMs } = await timed(text, home, far.areaId);
      if (round >= 0) misheard[index].push(tookMs);
      if (round >= 0 && result.kind !== "commands") missedMisheard[index]++;
    }
  }
}
const changeMs = [];
for (const home of homes) changeMs.push(await changedMs(home));

const rows = sizes.map((size, index) => ({
  devices: size, firstMs: firstMs[index], changeMs: changeMs[index], sameP50Ms: at(same[index], 0.5), sameP99Ms: at(same[index], 0.99), anyP50Ms: at(any[index], 0.5), anyP99Ms: at(any[index], 0.99), notUnderstood: missed[index],
  ...wording.misheard === undefined ? {} : { misheardP50Ms: at(misheard[index], 0.5), misheardP99Ms: at(misheard[index], 0.99), misheardNotUnderstood: missedMisheard[index] },
}));
const flat = (key) => Math.max(...rows.map((row) => row[key])) / Math.min(...rows.map((row) => row[key]));
if (options.json) console.log(JSON.stringify({ language: options.language, readMs: loaded - started, buildMs: built - loaded, rows, flatP50: flat("sameP50Ms"), flatP99: flat("sameP99Ms") }));
else {
  console.log(`intents/${options.language}: ${intents.intents.length}, sentence templates ${intents.intents.reduce((sum, { sentences }) => sum + sentences.length, 0)}; read and check ${(loaded - started).toFixed(0)} ms, parser ${(built - loaded).toFixed(0)} ms`);
  console.log("devices | index and first sentence | after a change, median | same: p50 p99 ms | any: p50 p99 ms | not understood");
  for (const row of rows) console.log([String(row.devices).padStart(7), `${row.firstMs.toFixed(1)} ms`.padStart(24), `${row.changeMs.toFixed(1)} ms`.padStart(22), `${row.sameP50Ms.toFixed(3)} ${row.sameP99Ms.toFixed(3)}`.padStart(16), `${row.anyP50Ms.toFixed(3)} ${row.anyP99Ms.toFixed(3)}`.padStart(15), row.notUnderstood].join(" | "));
  if (wording.misheard !== undefined) {
    console.log("devices | with a name misheard: p50 p99 ms | not understood");
    for (const row of rows) console.log([String(row.devices).padStart(7), `${row.misheardP50Ms.toFixed(3)} ${row.misheardP99Ms.toFixed(3)}`.padStart(30), row.misheardNotUnderstood].join(" | "));
    console.log(`slowest size to quickest: p50 ${flat("misheardP50Ms").toFixed(2)}, p99 ${flat("misheardP99Ms").toFixed(2)}`);
  }
  console.log(`the same sentences, slowest size to quickest: p50 ${flat("sameP50Ms").toFixed(2)}, p99 ${flat("sameP99Ms").toFixed(2)}`);
}

/** Each sentence three times in a row, of which the one in the middle counts: what else the machine does is no cost of a sentence. */
async function timed(text, home, areaId) {
  let result;
  const tooks = [];
  for (let turn = 0; turn < 3; turn++) {
    const from = performance.now();
    result = await ask(text, home, areaId);
    tooks.push(performance.now() - from);
  }
  return { result, tookMs: tooks.sort((one, other) => one - other)[1] };
}

/** The first sentence after one device was given another name: a new snapshot of the home, with all else the same objects. */
async function changedMs(home) {
  const tooks = [];
  let now = home;
  for (let turn = 0; turn < changes; turn++) {
    const device = home.list[(turn * 37) % home.list.length];
    const devices = new Map(now.devices).set(device.id, { ...device, name: `${device.name} ${turn}` });
    now = { areas: home.areas, devices };
    const from = performance.now();
    await ask(sentence(first(home), turn), now);
    tooks.push(performance.now() - from);
  }
  return at(tooks, 0.5);
}

function at(values, share) {
  return [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))];
}

/** The names in it as Whisper or a keyboard may give them. */
function heardAs(text) {
  return wording.misheard.reduce((heard, [name, said]) => heard.replaceAll(name, said), text);
}

function first(home) {
  return described(home.list[0], home);
}

function described(device, home) {
  return { ...device, area: home.areas.get(device.areaId).name };
}

function sentence({ name, kind, area }, turn) {
  const own = wording.said[kind]({ name, area, level: turn % 100 });
  return own[turn % own.length];
}

function chinese(rooms, things, { on, off }) {
  return {
    rooms, name: (room, thing) => room + thing,
    things: [[things.ceiling, "light"], [things.lamp, "light"], [things.blind, "cover"], [things.door, "lock"], [things.fan, "fan"], [things.plug, "switch"]],
    said: {
      light: ({ name, area }) => [`${on}${name}`, `${off}${name}`, `${off}${area}的${things.ceiling.at(-1)}`], cover: ({ name }) => [`${on}${name}`, `${off}${name}`],
      lock: ({ name }) => [`${name}鎖了嗎`.replace("鎖", on === "打開" ? "鎖" : "锁").replace("嗎", on === "打開" ? "嗎" : "吗")], fan: ({ name }) => [`${off}${name}`], switch: ({ name }) => [`${on}${name}`],
    },
  };
}

function homeOf(count) {
  const areas = new Map();
  const devices = new Map();
  const { rooms, things, name } = wording;
  for (let index = 0; index < count; index++) {
    const number = Math.floor(index / things.length);
    const areaName = `${rooms[number % rooms.length]}${number < rooms.length ? "" : ` ${Math.floor(number / rooms.length)}`}`;
    const areaId = `area${number}`;
    areas.set(areaId, { id: areaId, name: areaName, aliases: [] });
    const [thing, kind] = things[index % things.length];
    devices.set(`device${index}`, { id: `device${index}`, name: name(areaName, thing), aliases: [], areaId, kind, deviceClass: kind === "cover" ? "blind" : "", capabilities: capabilities[kind], binding: { adapter: "homeAssistant", component: kind, config: {} } });
  }
  return { areas, devices, list: [...devices.values()] };
}
