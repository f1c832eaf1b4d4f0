// Every environment, step for step, against trajectories recorded from Gymnasium 1.4.
import { describe, expect, it } from 'vitest';
import { type Comparison, readGolden, type Run, replay } from '../../test/golden.js';
import { type Env, make, unwrapped } from './index.js';

interface Recording {
  kwargs: Record<string, unknown>;
  max_episode_steps: number | null;
  runs: Run[];
}

const exact: Partial<Comparison> = {
  observationMismatches: 0,
  rewardMismatches: 0,
  flagMismatches: 0,
};

function compare(id: string, recording = id, options = {}): Comparison {
  const { runs, max_episode_steps } = readGolden<Recording>(recording);
  const env: Env = make(id, options);
  expect(env.spec?.maxEpisodeSteps ?? null).toBe(max_episode_steps);
  const inner = unwrapped(env) as { state?: ArrayLike<number> };
  const state = runs[0]!.state ? () => Array.from(inner.state!) : undefined;
  const comparison = replay(env, runs, { state });
  if (process.env.SHOW_PARITY) console.log(recording, comparison);
  return comparison;
}

describe('classic control', () => {
  it.each(['CartPole-v0', 'CartPole-v1'])('%s', (id) => {
    const comparison = compare(id);
    expect(comparison).toMatchObject(exact);
    expect(comparison.maxStateError).toBeLessThan(1e-12);
  });
});
