/**
 * Levenshtein's distance: letters to insert, delete or replace. (pure)
 * @param most gives up beyond this, as soon as no way is left, and returns Infinity
 */
export function editDistance(from: string, to: string, most = Infinity): number {
  if (Math.abs(from.length - to.length) > most) return Infinity;
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const replace = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      line.push(Math.min(replace, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    if (Math.min(...line) > most) return Infinity;
    above = line;
  }
  const distance = above[to.length] ?? 0;
  return distance > most ? Infinity : distance;
}
