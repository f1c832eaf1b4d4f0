// Rows of metrics.jsonl and timing.jsonl, each looked at before it is believed.
import { existsSync } from 'node:fs';
import { UserError } from '../io/errors.js';
import { readLines } from '../io/files.js';
import type { MetricsRow, TimingRow } from './callbacks/metrics-writer.js';

/** @throws {UserError} that names the line that is damaged. */
export function readMetrics(path: string): Generator<MetricsRow> {
  return readRows(path, isMetricsRow, '{"step": number, name: number, …}');
}

/** @throws {UserError} that names the line that is damaged. */
export function readTiming(path: string): Generator<TimingRow> {
  return readRows(path, isTimingRow, '{"step": number, "seconds": number, "stepsPerSecond": number}');
}

/** Objects of a file of JSON lines; a last line that is being written, or was when the process died, is left out. */
function* readRows<T>(path: string, fits: (value: unknown) => value is T, shape: string): Generator<T> {
  if (!existsSync(path)) return;
  let number = 0;
  for (const line of readLines(path)) {
    number++;
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      // Not JSON: refused below, with the line.
    }
    if (!fits(row)) {
      const found = line.length > 60 ? `${line.slice(0, 60)}…` : line;
      throw new UserError(`'${path}' is damaged: line ${number} should be ${shape}, it is ${found}`, {
        kind: 'failure',
      });
    }
    yield row;
  }
}

/** JSON has no NaN: what is not finite is null. */
function isMetricsRow(value: unknown): value is MetricsRow {
  if (!isRow(value)) return false;
  for (const name in value) if (typeof value[name] !== 'number' && value[name] !== null) return false;
  return true;
}

function isTimingRow(value: unknown): value is TimingRow {
  return isRow(value) && typeof value.seconds === 'number' && typeof value.stepsPerSecond === 'number';
}

function isRow(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { step } = value as Record<string, unknown>;
  return Number.isSafeInteger(step) && (step as number) >= 0;
}
