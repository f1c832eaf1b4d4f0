// Reads the reference vectors in test/golden, and replays recorded trajectories of environments.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Env } from '../src/envs/index.js';

export function readGolden<T>(name: string): T {
  const file = new URL(`./golden/${name}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString()) as T;
}

type Value = number | number[];

export interface Run {
  seed: number;
  reset_obs: Value[];
  reset_state?: number[][];
  /** Step before which each reset happened. */
  reset_at: number[];
  actions: Value[];
  obs: Value[];
  state?: number[][];
  rewards: number[];
  terminated: number[];
  truncated: number[];
}

/** How far a replay is from its record: numbers of differing entries and the largest differences. */
export interface Comparison {
  steps: number;
  observationMismatches: number;
  maxObservationError: number;
  rewardMismatches: number;
  maxRewardError: number;
  flagMismatches: number;
  /** Relative to max(1, |value|). */
  maxStateError: number;
}

/** Replays every run: one seeded reset, then unseeded ones whenever an episode ended. */
export function replay(
  env: Env,
  runs: Run[],
  { action = (value: Value): unknown => value, state }: ReplayOptions = {},
): Comparison {
  const result: Comparison = {
    steps: 0,
    observationMismatches: 0,
    maxObservationError: 0,
    rewardMismatches: 0,
    maxRewardError: 0,
    flagMismatches: 0,
    maxStateError: 0,
  };
  const compare = (
    observation: unknown,
    expected: Value,
    actualState: number[],
    expectedState?: number[],
  ) => {
    flat(expected).forEach((value, k) => {
      const error = Math.abs(flat(observation)[k]! - value);
      if (error !== 0) result.observationMismatches++;
      result.maxObservationError = Math.max(result.maxObservationError, error);
    });
    expectedState?.forEach((value, k) => {
      const error = Math.abs(actualState[k]! - value) / Math.max(1, Math.abs(value));
      result.maxStateError = Math.max(result.maxStateError, error);
    });
  };
  for (const run of runs) {
    let episode = 0;
    const reset = (seed?: number) => {
      const { observation } = env.reset({ seed });
      compare(observation, run.reset_obs[episode]!, state?.() ?? [], state && run.reset_state?.[episode]);
      episode++;
    };
    for (let t = 0; t < run.actions.length; t++) {
      if (t === run.reset_at[episode]) reset(t === 0 ? run.seed : undefined);
      const { observation, reward, terminated, truncated } = env.step(action(run.actions[t]!));
      result.steps++;
      compare(observation, run.obs[t]!, state?.() ?? [], state && run.state?.[t]);
      const rewardError = Math.abs(reward - run.rewards[t]!);
      if (rewardError !== 0) result.rewardMismatches++;
      result.maxRewardError = Math.max(result.maxRewardError, rewardError);
      if (Number(terminated) !== run.terminated[t] || Number(truncated) !== run.truncated[t])
        result.flagMismatches++;
    }
  }
  return result;
}

export interface ReplayOptions {
  /** From the recorded action to the environment's. */
  action?: (value: Value) => unknown;
  /** The environment's inner state, compared with the recorded one. */
  state?: () => number[];
}

function flat(value: unknown): number[] {
  return typeof value === 'number' ? [value] : Array.from(value as ArrayLike<number>, Number);
}
