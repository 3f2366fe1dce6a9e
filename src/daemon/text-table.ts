// A table of text that fits a terminal (pure).

export type Column = {
  readonly title: string;
  /** It is not made narrower than this while others can give way, in columns of the terminal. */
  readonly least: number;
};

const gap = "  ";

/**
 * The lines of a table. Where it is too wide, the widest columns give way first; where that is not enough, columns on the
 * right are left out.
 * @param columns of the terminal; undefined: as wide as it gets, for a file or a pipe
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number | undefined): readonly string[] {
  const wanted = columns.map(({ title }, index) => rows.reduce((most, row) => Math.max(most, textWidth(row[index] ?? "")), textWidth(title)));
  const widths = width === undefined ? wanted : fit(wanted, columns.map(({ least }) => least), width);
  return [columns.map(({ title }) => title), ...rows].map((row) => widths.map((columnWidth, index) => padded(row[index] ?? "", columnWidth)).join(gap).trimEnd());
}

function fit(wanted: readonly number[], least: readonly number[], width: number): readonly number[] {
  const gaps = gap.length * (wanted.length - 1);
  const sum = (widths: readonly number[]) => widths.reduce((total, one) => total + one, gaps);
  if (wanted.length === 1) return wanted.map((one) => Math.min(one, width));
  if (sum(wanted.map((one, index) => Math.min(one, least[index] ?? 0))) > width) return fit(wanted.slice(0, -1), least, width);
  const widths = [...wanted];
  while (sum(widths) > width) {
    const slack = widths.map((one, index) => one - (least[index] ?? 0));
    const widest = slack.indexOf(Math.max(...slack));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function padded(text: string, width: number): string {
  const cut = textWidth(text) <= width ? text : `${headOf(text, width - 1)}…`;
  return cut + " ".repeat(Math.max(0, width - textWidth(cut)));
}

function headOf(text: string, width: number): string {
  let head = "";
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    head += character;
  }
  return head;
}

/** Columns that a terminal needs for a text. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** SOURCE Unicode Standard Annex 11: ideographs, kana, Hangul and emoji are two columns wide; marks stand on what is before them. */
function characterWidth(character: string): number {
  if (/[\p{M}\p{Cf}]/u.test(character)) return 0;
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u.test(character) ? 2 : 1;
}
