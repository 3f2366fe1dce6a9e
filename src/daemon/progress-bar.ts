// How far a download is, in one line (pure).

export type Progress = {
  readonly label: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Undefined until enough was seen to tell. */
  readonly bytesPerSecond: number | undefined;
};

const widestBar = 30;
const narrowestBar = 5;

/** `tiny.en  ██████░░░░  62 %  19.9 of 32.2 MB  3.1 MB/s  4 s left`, never wider than `columns`: the bar gives way first. */
export function renderProgress(progress: Progress, columns: number): string {
  const share = progress.totalBytes === 0 ? 1 : Math.min(1, Math.max(0, progress.doneBytes / progress.totalBytes));
  const words = [
    `${Math.floor(share * 100)} %`,
    `${megabytes(progress.doneBytes)} of ${megabytes(progress.totalBytes)} MB`,
    ...speedWords(progress),
  ].join("  ");
  const room = columns - progress.label.length - words.length - 4;
  const line = room < narrowestBar ? `${progress.label}  ${words}` : `${progress.label}  ${bar(share, Math.min(room, widestBar))}  ${words}`;
  return line.slice(0, Math.max(0, columns));
}

function bar(share: number, width: number): string {
  const filled = Math.floor(share * width);
  return "█".repeat(filled) + "░".repeat(width - filled);
}

function speedWords({ doneBytes, totalBytes, bytesPerSecond }: Progress): readonly string[] {
  if (bytesPerSecond === undefined || doneBytes >= totalBytes) return [];
  if (bytesPerSecond < 1) return ["waiting"];
  return [`${megabytes(bytesPerSecond)} MB/s`, `${duration((totalBytes - doneBytes) / bytesPerSecond)} left`];
}

/** `4 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return whole < 360_000 ? `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min` : "more than 100 h";
}

/** A million bytes, as disks and browsers count them. */
export function megabytes(bytes: number): string {
  const millions = bytes / 1e6;
  return millions < 100 ? millions.toFixed(1) : millions.toFixed(0);
}

/** Bytes per second over the last few seconds; undefined during the first half second. */
export type RateMeter = (doneBytes: number, atMs: number) => number | undefined;

const windowMs = 5000;
const leastMs = 500;

/** A meter that remembers what was done when. A jump back (a download that starts again) starts it again too. */
export function createRateMeter(): RateMeter {
  let seen: { readonly doneBytes: number; readonly atMs: number }[] = [];
  return (doneBytes, atMs) => {
    if (doneBytes < (seen.at(-1)?.doneBytes ?? 0)) seen = [];
    seen.push({ doneBytes, atMs });
    while (seen.length > 2 && atMs - (seen[0]?.atMs ?? atMs) > windowMs) seen.shift();
    const first = seen[0];
    if (first === undefined || atMs - first.atMs < leastMs) return undefined;
    return ((doneBytes - first.doneBytes) / (atMs - first.atMs)) * 1000;
  };
}

export type ProgressPrinter = { readonly show: (doneBytes: number) => void; /** Ends the line. */ readonly finish: () => void };

const redrawMs = 100;
const stepPct = 10;

/**
 * Prints progress: one line that is drawn over on a terminal, a line for each tenth elsewhere.
 * @param columns the terminal's width; undefined when there is no terminal
 */
export function createProgressPrinter(facts: { readonly label: string; readonly totalBytes: number }, terminal: { readonly columns: number | undefined; readonly write: (text: string) => void; readonly nowMs: () => number }): ProgressPrinter {
  const meter = createRateMeter();
  let drawnAtMs = -Infinity;
  let printedStep = -1;
  let doneBytes = 0;
  const draw = (columns: number, bytesPerSecond: number | undefined) =>
    terminal.write(`\r\u001b[K${renderProgress({ ...facts, doneBytes, bytesPerSecond }, columns - 1)}`);
  return {
    show(bytes) {
      doneBytes = bytes;
      const atMs = terminal.nowMs();
      if (atMs - drawnAtMs < redrawMs) return;
      drawnAtMs = atMs;
      const bytesPerSecond = meter(bytes, atMs);
      const step = Math.floor((bytes / facts.totalBytes) * (100 / stepPct));
      if (terminal.columns !== undefined) draw(terminal.columns, bytesPerSecond);
      else if (step > printedStep) terminal.write(`${renderProgress({ ...facts, doneBytes, bytesPerSecond }, 200)}\n`);
      printedStep = Math.max(step, printedStep);
    },
    finish() {
      if (terminal.columns === undefined) return;
      draw(terminal.columns, undefined);
      terminal.write("\n");
    },
  };
}
