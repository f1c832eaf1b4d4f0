// Which states are judged and counted where episodes end.
import { describe, expect, it } from 'vitest';
import type { Env } from '../../envs/index.js';
import '../../envs/small-worlds/index.js';
import { replay, rollout } from '../../../test/intrinsic.js';
import { Box, Discrete } from '../../spaces/index.js';
import { algorithm } from '../index.js';
import { stateHash } from './state-hash.js';

/** Four steps to the right and the end: terminated, or cut off. The state tells the step. */
class Corridor implements Env<Float32Array, number> {
  readonly observationSpace = new Box({ low: 0, high: 9, shape: [1] });
  readonly actionSpace = new Discrete(2);
  private at = 0;
  constructor(private readonly end: 'terminated' | 'truncated') {}
  reset() {
    this.at = 0;
    return { observation: Float32Array.of(0), info: {} };
  }
  step() {
    this.at++;
    const over = this.at === 4;
    return {
      ...{ observation: Float32Array.of(this.at), reward: 0, info: {} },
      ...{ terminated: over && this.end === 'terminated', truncated: over && this.end === 'truncated' },
    };
  }
}

describe.each(['terminated', 'truncated'] as const)('where episodes are %s', (end) => {
  it.each([
    ['dqn', { ...replay, hiddenSizes: [4] }],
    ['ppo', { ...rollout, batchSize: 16 }],
    ['a2c', rollout],
  ])('%s counts the last state, not the first of the next episode', async (id, config) => {
    const agent = algorithm(id).create(new Corridor(end), { ...config, intrinsic: 'count' });
    await agent.learn({ totalSteps: 160 });
    const { arrays } = agent.saveState();
    const visits = (name: string) =>
      Array.from(
        Object.entries(arrays).find(([key]) => new RegExp(`visits\\W${name}$`).test(key))![1] as Float64Array,
      );
    const keys = [1, 2, 3, 4].map((x) => stateHash(Float32Array.of(x)));
    expect(visits('states').sort()).toEqual([...keys].sort());
    expect(visits('visits')).toEqual([40, 40, 40, 40]);
  });
});
