// Printing: colours only on a terminal that wants them.
import { isAbsolute, relative } from 'node:path';

const colored = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

const wrap = (open: number, close: number) => (text: string) =>
  colored ? `\u001b[${open}m${text}\u001b[${close}m` : text;

export const bold = wrap(1, 22);
export const dim = wrap(2, 22);
export const green = wrap(32, 39);

/** A line of the command's result. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** A line beside the result: progress, warnings, errors. On a terminal it replaces the live bar, which then moves down. */
export function note(line: string): void {
  process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${line}\n`);
}

/** Columns aligned by padding; the last one as it is. */
export function table(rows: readonly (readonly string[])[], indent = ''): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        indent + row.map((cell, i) => (i < row.length - 1 ? cell.padEnd(widths[i]! + 2) : cell)).join(''),
    )
    .join('\n');
}

export function group(value: number): string {
  return value.toLocaleString('en-US');
}

/** How the user called this program, for commands to copy: `npx trainyard` inside npm, else `trainyard`. */
export function programName(): string {
  return process.env.npm_config_user_agent ? 'npx trainyard' : 'trainyard';
}

/** Relative to the current folder when it is inside. */
export function shortPath(path: string): string {
  const short = relative('.', path) || '.';
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}
