/** Facts beside a log line. Words that people said and audio never belong here, except at `debug`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** `debug` and `info` are for developers, `warn` is one failed operation, `error` a whole feature that is gone. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** syslog severities, as `sd-daemon(3)` prefixes (`<6>` …): journald reads them off the start of a line. */
const journaldPrefix: Readonly<Record<LogLevel, string>> = { debug: "<7>", info: "<6>", warn: "<4>", error: "<3>" };

/**
 * One line per event: `message key=value …`.
 * @param write receives each line without its newline
 * @param style "journald" adds severity prefixes, "plain" adds the level's name
 */
export function createLogger(write: (line: string) => void, options: { readonly level: LogLevel; readonly style: "plain" | "journald" }): Logger {
  const least = logLevels.indexOf(options.level);
  const at = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (logLevels.indexOf(level) < least) return;
    const head = options.style === "journald" ? journaldPrefix[level] : level === "info" ? "" : `${level}: `;
    write(`${head}${oneLine(message)}${fields === undefined ? "" : formatFields(fields)}`);
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function formatFields(fields: LogFields): string {
  return Object.entries(fields).filter(([, value]) => value !== undefined).map(([key, value]) => ` ${key}=${formatValue(value)}`).join("");
}

function formatValue(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : value.toFixed(1);
  if (typeof value === "string") return /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(oneLine(value));
  return oneLine(JSON.stringify(value) ?? String(value));
}

/** Control characters of a hostile device name must not forge log lines or move a terminal's cursor. */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  return clean.length > 2000 ? `${clean.slice(0, 2000)}…` : clean;
}
