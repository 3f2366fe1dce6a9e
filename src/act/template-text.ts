// (pure) What templates do with texts. SOURCE: Python 3 library, methods of str; Jinja 3 filters.
import { boundedList, maxTextLength, numberFrom, plainText, TemplateFailure, type TemplateValue } from "./template-values.ts";

export function replaceText(value: TemplateValue, [from = "", to = "", count]: readonly TemplateValue[]): string {
  const text = plainText(value);
  const [old, replacement] = [plainText(from), plainText(to)];
  if (old === "") return text;
  const parts = text.split(old);
  // Checked before it is built: one long replacement for each of many matches would be enough to fill the memory.
  if (text.length + (parts.length - 1) * replacement.length > maxTextLength) throw new TemplateFailure("the text grows too long in replace()");
  const most = count === undefined ? parts.length : Math.max(0, numberFrom(count));
  return parts.reduce((joined, part, index) => index === 0 ? part : joined + (index <= most ? replacement : old) + part, "");
}

export function splitText(value: TemplateValue, [separator, most]: readonly TemplateValue[]): readonly string[] {
  const text = plainText(value);
  const limit = most === undefined ? -1 : Math.trunc(numberFrom(most));
  const parts = separator === undefined || separator === null ? text.trim().split(/\s+/).filter((part) => part !== "") : text.split(plainText(separator));
  boundedList(parts);
  const between = separator === undefined || separator === null ? " " : plainText(separator);
  return limit < 0 || parts.length <= limit + 1 ? parts : [...parts.slice(0, limit), parts.slice(limit).join(between)];
}

export function stripText(value: TemplateValue, chars: TemplateValue, ends: { readonly start: boolean; readonly end: boolean }): string {
  const text = plainText(value);
  const drop = chars === undefined || chars === null ? " \t\n\r\f\v" : plainText(chars);
  let [from, to] = [0, text.length];
  while (ends.start && from < to && drop.includes(text.charAt(from))) from++;
  while (ends.end && to > from && drop.includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Jinja's filter begins a word after a blank, a hyphen or a bracket, Python's method after anything but a letter. */
export function titleText(value: TemplateValue, wordStart: RegExp): string {
  return plainText(value).toLowerCase().replace(wordStart, (start) => start.toUpperCase());
}

export function capitalizeText(value: TemplateValue): string {
  const text = plainText(value);
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}
