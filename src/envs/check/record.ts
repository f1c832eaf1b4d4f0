// Plays an environment and writes down what happened, so that two plays can be compared.
import { Generator } from '../../random/index.js';
import type { Env } from '../env.js';
import { sampleAction } from './actions.js';
import type { Findings } from './findings.js';

/** What happened, number by number; as text the infos, and observations of no fixed size. */
export interface Recording {
  numbers: number[];
  infos: string[];
}

/** Resets with the seed, then plays. */
export function recordEpisodes(env: Env, seed: number, steps: number, findings: Findings): Recording {
  const recording: Recording = { numbers: [], infos: [] };
  note(recording, env, env.reset({ seed }));
  return recordSteps(env, new Generator(seed), steps, findings, recording);
}

/** Plays on from where the environment stands. */
export function recordSteps(
  env: Env,
  rng: Generator,
  steps: number,
  findings: Findings,
  recording: Recording = { numbers: [], infos: [] },
): Recording {
  for (let t = 0; t < steps; t++) {
    const result = env.step(sampleAction(env, rng, findings));
    const { reward, terminated, truncated } = result;
    note(recording, env, result);
    recording.numbers.push(reward, Number(terminated), Number(truncated));
    if (terminated || truncated) note(recording, env, env.reset());
  }
  return recording;
}

function note(
  recording: Recording,
  env: Env,
  { observation, info }: { observation: unknown; info: unknown },
): void {
  const { observationSpace: space } = env;
  if (space.hasFixedSize) for (const x of space.flatten(observation)) recording.numbers.push(x);
  else recording.infos.push(fingerprint(observation));
  recording.infos.push(fingerprint(info));
}

export function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i]) && a[i] !== b[i]) return false;
  return true;
}

/** A value as text: equal for equal values, whatever they are made of. */
export function fingerprint(value: unknown): string {
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name}[${Array.from(value as unknown as ArrayLike<number>)}]`;
  }
  if (Array.isArray(value)) return `[${value.map(fingerprint)}]`;
  if (typeof value !== 'object' || value === null)
    return Object.is(value, -0) ? '-0' : `${typeof value} ${String(value)}`;
  if (value instanceof Map || value instanceof Set)
    return `${value.constructor.name}${fingerprint([...value])}`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  // RecordEpisodeStatistics reports the seconds that an episode took.
  const timeless = entries.map(([key, part]): [string, unknown] => [
    key,
    key === 'episode' ? { ...Object(part), t: 0 } : part,
  ]);
  return `{${timeless.map(([key, part]) => `${key}: ${fingerprint(part)}`)}}`;
}
