// (pure) Which devices a sentence of Home Assistant's files is about: the named one, or all of a domain in a room.
import type { DeviceKind } from "../home/home.ts";
import type { Said } from "./choice.ts";
import type { HaGiven } from "./ha-given.ts";
import type { HaMeaning } from "./ha-meanings.ts";
import type { HaBlock } from "./ha-source.ts";
import type { KindWord, SlotSpec, Target } from "./intent.ts";
import type { NameSpan } from "./names.ts";
import type { SlotValue } from "./slots.ts";
import type { FilledSlot } from "./template-match.ts";
import { type Normalise, textOf } from "./words.ts";

type Setting = { readonly meaning: HaMeaning; readonly kinds: readonly DeviceKind[]; readonly block: HaBlock; readonly given: HaGiven; readonly around: Said; readonly normalise: Normalise };
type Placed = { readonly target: Target; readonly slots: Readonly<Record<string, SlotSpec>>; readonly filled: readonly FilledSlot[] };

/** The target and its slots; undefined where a name or a room that the file itself gives is none of this home. */
export function targetOf(setting: Setting): Placed | undefined {
  const { meaning, kinds, block, given } = setting;
  const filled: FilledSlot[] = [];
  const name = nameOf(setting);
  const area = areaOf(setting);
  if (name === "unknown" || area === "unknown") return undefined;
  const nouns = nounsOf(setting);
  if (name !== undefined) filled.push({ name: "name", start: name.start, end: name.end, value: { list: "name", spans: nouns.length === 0 ? name.spans : name.spans.map((span) => withNouns(span, nouns)) } });
  if (area !== undefined) filled.push({ name: "area", ...area });
  if (name === undefined && nouns.length > 0) filled.push({ name: "kind", start: 0, end: 0, value: { list: "kind", nouns, many: true, perhapsMany: true } });
  const quantity = meaning.fields?.["quantity"];
  const one = meaning.one === true && area === undefined;
  return {
    target: {
      name: name === undefined ? undefined : "name",
      kind: name === undefined && nouns.length > 0 ? "kind" : undefined,
      kinds, deviceClass: undefined,
      quantity: name === undefined && typeof quantity === "string" ? { is: "value", value: quantity } : undefined,
      area: area !== undefined ? { is: "slot", slot: "area" } : block.here && !given.has("name") ? { is: "here" } : undefined,
      otherwise: "home", count: one ? "one" : "all",
    },
    slots: { name: { list: "name" }, area: { list: "area" }, kind: { list: "kind", only: undefined } },
    filled,
  };
}

/** A name that was said, or that the file gives; "all" is Home Assistant's word for no name. */
function nameOf({ given, around, normalise }: Setting): { readonly start: number; readonly end: number; readonly spans: readonly NameSpan[] } | "unknown" | undefined {
  const said = given.said("name", "name");
  if (said !== undefined) return { start: said.start, end: said.end, spans: said.value.spans };
  const [written] = given.words("name");
  if (written === undefined || written === "all") return undefined;
  const words = (normalise(written) ?? []).map(textOf);
  const spans = around.index.namesAt(words, 0).filter(({ end }) => end === words.length);
  return spans.length === 0 ? "unknown" : { start: 0, end: 0, spans };
}

function areaOf({ given, around, normalise }: Setting): { readonly start: number; readonly end: number; readonly value: SlotValue } | "unknown" | undefined {
  const said = given.said("area", "area") ?? given.said("floor", "area");
  if (said !== undefined) return { start: said.start, end: said.end, value: said.value };
  const [written] = [...given.words("area"), ...given.words("floor")];
  if (written === undefined) return undefined;
  const words = (normalise(written) ?? []).map(textOf);
  const [span] = around.index.areasAt(words, 0).filter(({ end }) => end === words.length);
  return span === undefined ? "unknown" : { start: 0, end: 0, value: { list: "area", spans: [span] } };
}

/** Kinds narrowed to the device classes that are meant; none where all are. */
function nounsOf({ kinds, block, given }: Setting): readonly KindWord[] {
  const deviceClasses = [...given.words("device_class"), ...block.requires["device_class"] ?? []];
  return deviceClasses.length === 0 ? [] : kinds.map((kind) => ({ kind, deviceClasses, one: [], many: [] }));
}

/** Only devices of these classes may be meant by the name. */
function withNouns(span: NameSpan, nouns: readonly KindWord[]): NameSpan {
  return { ...span, groups: span.groups.map((group) => ({ ...group, nouns })) };
}
