// (pure) Python's two ways to put values into a text: "%.1f" % value and "{:.1f}".format(value).
import { numberFrom, plainText, TemplateFailure, type TemplateValue } from "./template-values.ts";

/** Widest field and most digits; nothing in a payload is wider. */
const maxWidth = 64;
const maxDigits = 20;

type Spec = { readonly flags: string; readonly width: number; readonly precision: number | undefined; readonly type: string };

/** SOURCE: Python 3 library, "printf-style String Formatting". */
export function formatPercent(format: string, args: readonly TemplateValue[]): string {
  let next = 0;
  return format.replace(/%(?:(%)|([-+ 0#]{0,5})(\d{0,4})(?:\.(\d{1,4}))?([diouxXeEfFgGs]))/g, (_, percent: string | undefined, flags = "", width = "", precision, type = "") => {
    if (percent !== undefined) return "%";
    if (next >= args.length) throw new TemplateFailure("format: too few values");
    return field(args[next++], { flags, width: Number(width), precision: precision === undefined ? undefined : Number(precision), type });
  });
}

/** SOURCE: Python 3 library, "Format Specification Mini-Language"; values by order only. */
export function formatBraces(format: string, args: readonly TemplateValue[]): string {
  let next = 0;
  return format.replace(/\{\{|\}\}|\{(\d{0,2})(?::([-+ #0<>]{0,5})(\d{0,4})(?:\.(\d{1,4}))?([bdoxXeEfFgGs%]?))?\}/g, (all: string, index = "", flags = "", width = "", precision, type = "") => {
    if (all === "{{" || all === "}}") return all.charAt(0);
    const at = index === "" ? next++ : Number(index);
    if (at >= args.length) throw new TemplateFailure("format: too few values");
    const value = args[at];
    const spec = { flags: flags.replace("<", "-"), width: Number(width), precision: precision === undefined ? undefined : Number(precision) };
    if (type === "%") return `${field(numberFrom(value) * 100, { ...spec, type: "f" })}%`;
    const byDefault = typeof value !== "number" ? "s" : precision === undefined ? "r" : "g";
    return field(value, { ...spec, type: type === "" ? byDefault : type });
  });
}

function field(value: TemplateValue, { flags, width, precision, type }: Spec): string {
  if (width > maxWidth || (precision ?? 0) > maxDigits) throw new TemplateFailure("format: a field that is too wide");
  const text = written(value, { flags, width, precision, type });
  const signed = /[+]/.test(flags) && type !== "s" && !text.startsWith("-") ? `+${text}` : text;
  if (flags.includes("-")) return signed.padEnd(width);
  if (!flags.includes("0") || type === "s") return signed.padStart(width);
  const sign = /^[+-]/.exec(signed)?.[0] ?? "";
  return sign + signed.slice(sign.length).padStart(width - sign.length, "0");
}

function written(value: TemplateValue, { flags, precision, type }: Spec): string {
  const based = (base: number, prefix: string) => (flags.includes("#") ? prefix : "") + Math.trunc(numberFrom(value)).toString(base);
  switch (type) {
    case "s": return plainText(value).slice(0, precision);
    case "r": return plainText(value);
    case "d": case "i": case "u": return String(Math.trunc(numberFrom(value)));
    case "x": return based(16, "0x");
    case "X": return based(16, "0x").toUpperCase();
    case "o": return based(8, "0o");
    case "b": return based(2, "0b");
    case "e": case "E": return numberFrom(value).toExponential(precision ?? 6);
    case "g": case "G": return String(Number(numberFrom(value).toPrecision(Math.max(1, precision ?? 6))));
    default: return numberFrom(value).toFixed(precision ?? 6);
  }
}
