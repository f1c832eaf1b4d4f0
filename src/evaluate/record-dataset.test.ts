// Legal actions in recordings, and what learners from the values of next actions make of them.
import { describe, expect, it } from 'vitest';
import { BC, CQL, DQN, RandomAgent } from '../agents/index.js';
import { OfflineEnv, Taxi } from '../envs/index.js';
import { Dataset } from '../memory/index.js';
import { recordDataset } from './record-dataset.js';

const dataset = recordDataset(new RandomAgent('Taxi-v4'), 'Taxi-v4', { steps: 450 });
const { nextActionMasks, ...unmasked } = dataset.columns;
const { actionMasks: _, ...plain } = unmasked;
const without = new Dataset(dataset.origin, plain);

describe('recordings of worlds with masks', () => {
  it('hold the legal actions of both states, and act by them', () => {
    const { actionMasks, observations, nextObservations, actions, truncations, terminations } =
      dataset.columns;
    const legalIn = new Map<number, string>();
    for (let i = 0; i < dataset.size; i++) {
      const mask = actionMasks!.subarray(6 * i, 6 * i + 6);
      expect(mask[actions[i]!]).toBe(1);
      legalIn.set(observations[i]!, mask.join());
    }
    expect([...legalIn.values()].some((mask) => mask.includes('0'))).toBe(true);
    let known = 0;
    for (let i = 0; i < dataset.size; i++) {
      const expected = legalIn.get(nextObservations[i]!);
      if (expected === undefined || terminations[i] === 1) continue;
      expect(nextActionMasks!.subarray(6 * i, 6 * i + 6).join()).toBe(expected);
      known += truncations[i] === 1 ? 0 : 1;
    }
    expect(known).toBeGreaterThan(400);
    // The time limit cuts after 200 steps: a new episode has begun by the time its masks are asked for.
    expect(truncations[199]).toBe(1);
    const state = nextObservations[199]!;
    const taxi = new Taxi() as unknown as { state: number; actionMask(): Uint8Array };
    taxi.state = state;
    expect(nextActionMasks!.subarray(6 * 199, 6 * 200)).toEqual(taxi.actionMask());
  });

  it.each([
    ['the environment', () => 'Taxi-v4' as const],
    ['its stand-in', () => new OfflineEnv(dataset)],
  ])('reach the memory of learners in %s', (_, env) => {
    const { memory } = new CQL(env(), { batchSize: 8 }, { dataset });
    for (let i = 0; i < dataset.size; i++) {
      const mask = new Uint8Array(6);
      memory.nextMasks!.gather([i], mask);
      expect([...mask]).toEqual([...nextActionMasks!.subarray(6 * i, 6 * i + 6)]);
    }
  });

  it('are needed by who bootstraps from the next actions, not by a clone', () => {
    const refused = /tells which actions are legal, the dataset does not.*next_action_masks/;
    expect(() => new DQN('Taxi-v4', {}, { dataset: without })).toThrow(refused);
    expect(() => new DQN(new Taxi({ actionMask: false }), {}, { dataset: without })).not.toThrow();
    expect(() => new BC('Taxi-v4', {}, { dataset: without })).not.toThrow();
  });
});
