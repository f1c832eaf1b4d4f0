// Every byte of a finished run that must not depend on interruptions.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';

/** Name of each file, or of a fact about the folder, and what it holds. */
export type Outcome = Record<string, string>;

export function outcomeOf(folder: string): Outcome {
  const checkpoints = stepsIn(join(folder, 'checkpoints'));
  const last = join('checkpoints', checkpoints.at(-1) ?? 'none');
  const best = join('checkpoints', 'best', stepsIn(join(folder, 'checkpoints', 'best')).at(-1) ?? 'none');
  const outcome: Outcome = {
    checkpoints: checkpoints.join(' '),
    best,
    leftovers: leftovers(folder),
    state: stateOf(join(folder, last, 'state.json')),
  };
  const files = ['metrics.jsonl', 'evaluation.json', 'config.json'];
  for (const place of [last, best]) files.push(join(place, 'weights.safetensors'));
  files.push(join(last, 'state.safetensors'));
  for (const file of files) outcome[file] = digest(join(folder, file));
  return outcome;
}

/** The names of what differs. */
export function differences(one: Outcome, other: Outcome): string[] {
  return Object.keys({ ...one, ...other }).filter((name) => one[name] !== other[name]);
}

function stepsIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.startsWith('step-'))
    .sort();
}

function leftovers(folder: string): string {
  const names = fs.readdirSync(folder, { recursive: true }).map(String);
  return names.filter((name) => name.includes('.partial-') || name.includes('run.lock')).join(' ');
}

/** The clock, and the lengths of files that depend on it, are left out. */
function stateOf(path: string): string {
  if (!fs.existsSync(path)) return 'missing';
  const state = JSON.parse(fs.readFileSync(path, 'utf8'));
  const { metrics } = state.run.callbacks.metrics;
  state.run.callbacks.metrics = { metrics };
  return createHash('sha256').update(JSON.stringify(state)).digest('hex');
}

function digest(path: string): string {
  if (!fs.existsSync(path)) return 'missing';
  return createHash('sha256').update(fs.readFileSync(path)).digest('hex');
}
