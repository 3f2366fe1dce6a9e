// (pure) What the operators of templates make of two values. SOURCE: Python 3, Jinja 3.
import { formatPercent } from "./template-format.ts";
import { bounded, boundedList, compare, contains, costOf, isEqual, isMap, numberFrom, spend, TemplateFailure, textFrom, type TemplateValue, type Work } from "./template-values.ts";

export function combined(operator: string, a: TemplateValue, b: TemplateValue, work: Work): TemplateValue {
  switch (operator) {
    case "==": return isEqual(a, b, work);
    case "!=": return !isEqual(a, b, work);
    case "~": return bounded(textFrom(a) + textFrom(b));
    case "+": return add(a, b, work);
    case "in": return contains(b, a, work);
    case "not in": return !contains(b, a, work);
    case "<": return compare(a, b) < 0;
    case ">": return compare(a, b) > 0;
    case "<=": return compare(a, b) <= 0;
    case ">=": return compare(a, b) >= 0;
    case "%": if (typeof a === "string" && !/^[-+\d.\s]+$/.test(a)) return bounded(formatPercent(a, Array.isArray(b) ? b : [b])); return arithmetic(operator, numberFrom(a), numberFrom(b));
    default: return arithmetic(operator, numberFrom(a), numberFrom(b));
  }
}

export function isOrdering(operator: string): boolean {
  return operator === "<" || operator === ">" || operator === "<=" || operator === ">=";
}

function add(a: TemplateValue, b: TemplateValue, work: Work): TemplateValue {
  spend(work, costOf(a) + costOf(b));
  if (Array.isArray(a) && Array.isArray(b)) return boundedList([...a, ...b]);
  if (isMap(a) || isMap(b)) throw new TemplateFailure("maps cannot be added");
  return typeof a === "string" && typeof b === "string" ? bounded(a + b) : numberFrom(a) + numberFrom(b);
}

function arithmetic(operator: string, a: number, b: number): number {
  const result = operator === "-" ? a - b : operator === "*" ? a * b : operator === "/" ? a / b : operator === "//" ? Math.floor(a / b)
    : operator === "%" ? a - b * Math.floor(a / b) : operator === "**" ? a ** b : Number.NaN;
  if (!Number.isFinite(result)) throw new TemplateFailure(`${operator} gives no number`);
  return result;
}
