// The house of each language's dialogues. English talks are held in the house of all tests.
import type { DeviceId, Home } from "../../src/home/home.ts";
import type { DeviceState, HomeStates } from "../../src/home/state.ts";
import { areaId, homeOf, testArea, testDevice, testHome, testStates } from "../fixtures/home.ts";

export type DialogueHome = { readonly home: Home; readonly states: HomeStates };

type Names = Readonly<Record<"kitchen" | "bedroom" | "livingRoom" | "hall" | "ceiling" | "bar" | "lamp" | "coffee" | "television" | "fan" | "left" | "right" | "front" | "back" | "cooler", string>>;

function houseOf(names: Names): DialogueHome {
  const area = (name: string) => ({ area: name });
  const home = homeOf([
    testDevice(names.ceiling, "light", { id: "kitchen_ceiling", ...area(names.kitchen) }), testDevice(names.bar, "light", { id: "kitchen_bar", ...area(names.kitchen) }), testDevice(names.coffee, "switch", { id: "coffee", ...area(names.kitchen) }),
    testDevice(names.ceiling, "light", { id: "bedroom_ceiling", ...area(names.bedroom) }), testDevice(names.lamp, "light", { id: "lamp", ...area(names.bedroom) }), testDevice(names.cooler, "climate", { id: "cooler", ...area(names.bedroom) }),
    testDevice(names.television, "mediaPlayer", { id: "television", ...area(names.livingRoom) }), testDevice(names.fan, "fan", { id: "fan", ...area(names.livingRoom) }),
    testDevice(names.left, "cover", { id: "left", deviceClass: "curtain", ...area(names.livingRoom) }), testDevice(names.right, "cover", { id: "right", deviceClass: "curtain", ...area(names.livingRoom) }),
    testDevice(names.front, "lock", { id: "front", ...area(names.hall) }), testDevice(names.back, "lock", { id: "back", ...area(names.kitchen) }),
  ], [names.kitchen, names.bedroom, names.livingRoom, names.hall].map((name) => ({ ...testArea(name), id: areaId(name) })));
  const states: Readonly<Record<string, DeviceState>> = {
    kitchen_ceiling: { on: true, brightnessPct: 80 }, kitchen_bar: { on: false }, coffee: { on: false }, bedroom_ceiling: { on: false }, lamp: { on: false, brightnessPct: 50 }, cooler: { setpointC: 24, mode: "cool" },
    television: { on: true, volumePct: 40, playback: "playing" }, fan: { on: false }, left: { opening: "closed", positionPct: 0 }, right: { opening: "closed", positionPct: 0 }, front: { lock: "locked" }, back: { lock: "unlocked" },
  };
  return { home, states: new Map(Object.entries(states) as [DeviceId, DeviceState][]) };
}

export const dialogueHomes: Readonly<Record<string, DialogueHome>> = {
  en: { home: testHome, states: testStates },
  de: houseOf({ kitchen: "Küche", bedroom: "Schlafzimmer", livingRoom: "Wohnzimmer", hall: "Flur", ceiling: "Deckenlampe", bar: "Theke", lamp: "Leselampe", coffee: "Kaffeemaschine", television: "Fernseher", fan: "Ventilator", left: "Linker Vorhang", right: "Rechter Vorhang", front: "Haustür", back: "Hintertür", cooler: "Schlafzimmer Klimaanlage" }),
  "zh-TW": houseOf({ kitchen: "廚房", bedroom: "臥室", livingRoom: "客廳", hall: "玄關", ceiling: "吊燈", bar: "吧台燈", lamp: "檯燈", coffee: "咖啡機", television: "電視", fan: "風扇", left: "左窗簾", right: "右窗簾", front: "大門", back: "後門", cooler: "臥室冷氣" }),
  "zh-CN": houseOf({ kitchen: "厨房", bedroom: "卧室", livingRoom: "客厅", hall: "玄关", ceiling: "吊灯", bar: "吧台灯", lamp: "台灯", coffee: "咖啡机", television: "电视", fan: "风扇", left: "左窗帘", right: "右窗帘", front: "大门", back: "后门", cooler: "卧室空调" }),
};
