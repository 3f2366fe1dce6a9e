// (pure) Home Assistant's filters and tests with regular expressions. SOURCE: Home Assistant "Templating", regular expressions.
import type { TemplateFunction } from "./template-functions.ts";
import { compileRegex, type Match, type Regex } from "./template-regex.ts";
import { bounded, boundedList, isTrue, numberFrom, plainText, TemplateFailure, type TemplateValue, type Work } from "./template-values.ts";

function regexFrom(find: TemplateValue, ignoreCase: TemplateValue): Regex {
  return compileRegex(find === undefined ? "" : plainText(find), isTrue(ignoreCase));
}

function* matchesOf(regex: Regex, text: string, work: Work): Generator<Match> {
  for (let from = 0; from <= text.length;) {
    const match = regex.find(text, from, false, work);
    if (match === undefined) return;
    yield match;
    from = match.end > match.start ? match.end : match.end + 1;
  }
}

/** As Python's `findall`: the whole match without groups, the group with one, all of them with several. */
function findAll(value: TemplateValue, [find, ignoreCase]: readonly TemplateValue[], work: Work): readonly TemplateValue[] {
  const regex = regexFrom(find, ignoreCase);
  const text = plainText(value);
  const found = [...matchesOf(regex, text, work)].map(({ start, end, groups }) => {
    if (groups.length === 0) return text.slice(start, end);
    return groups.length === 1 ? groups[0] ?? "" : groups.map((group) => group ?? "");
  });
  return boundedList(found);
}

function replaceAll(value: TemplateValue, [find, replacement = "", ignoreCase]: readonly TemplateValue[], work: Work): string {
  const text = plainText(value);
  const regex = regexFrom(find, ignoreCase);
  let [result, from] = ["", 0];
  for (const match of matchesOf(regex, text, work)) {
    result = bounded(result + text.slice(from, match.start) + withGroups(plainText(replacement), match, regex));
    from = match.end;
  }
  return bounded(result + text.slice(from));
}

/** `\1` and `\g<name>` stand for what a group matched. */
function withGroups(replacement: string, { groups }: Match, { groupNames }: Regex): string {
  return replacement.replace(/\\(?:(\d{1,2})|g<(\w{1,64})>|(.))/g, (_, index: string | undefined, name: string | undefined, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped === "n" ? "\n" : escaped;
    const at = index ?? (/^\d+$/.test(name ?? "") ? name : groupNames.get(name ?? ""));
    if (at === undefined || Number(at) < 1 || Number(at) > groups.length) throw new TemplateFailure("regex_replace: no such group");
    return groups[Number(at) - 1] ?? "";
  });
}

/** "match" means at the start, "search" anywhere. */
export function regexFinds(value: TemplateValue, [find, ignoreCase]: readonly TemplateValue[], work: Work, anchored: "match" | "search"): boolean {
  return regexFrom(find, ignoreCase).find(plainText(value), 0, anchored === "match", work) !== undefined;
}

export const regexFilters: readonly (readonly [string, TemplateFunction])[] = [
  ["regex_match", { params: ["find", "ignorecase"], run: (value, args, work) => regexFinds(value, args, work, "match") }],
  ["regex_search", { params: ["find", "ignorecase"], run: (value, args, work) => regexFinds(value, args, work, "search") }],
  ["regex_replace", { params: ["find", "replace", "ignorecase"], run: replaceAll }],
  ["regex_findall", { params: ["find", "ignorecase"], run: findAll }],
  ["regex_findall_index", { params: ["find", "index", "ignorecase"], run: (value, [find, index = 0, ignoreCase], work) => findAll(value, [find, ignoreCase], work).at(numberFrom(index)) }],
];
