// The convolutional extractor with pooling: its weights act on boards of any size.
import { describe, expect, it } from 'vitest';
import { make, makeVec } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { Generator } from '../../random/index.js';
import { Box, MultiBinary, type Space } from '../../spaces/index.js';
import { tensor } from '../../tensor/index.js';
import { agentFromBytes, DQN } from '../index.js';
import { extractor } from './index.js';

const cnn = { type: 'cnn', channels: 'first' };
const planes = (size: number) => new MultiBinary([2, size, size]) as Space;
const make2 = (options: object, space = planes(4)) =>
  extractor(space, { ...cnn, convolutions: [[3, 3, 1]], size: 5, ...options }, new Generator(1));

/** A board of two planes with a 1 in each, `[1, 2·size²]`. */
function board(size: number, [r1, c1]: number[], [r2, c2]: number[]) {
  const values = new Float32Array(2 * size * size);
  values[r1! * size + c1!] = 1;
  values[size * size + r2! * size + c2!] = 1;
  return tensor(values, { shape: [1, 2 * size * size] });
}

describe.each(['max', 'mean'] as const)('pool %s', (pool) => {
  it('reads any size with the same weights', () => {
    const small = make2({ pool, padding: 'same' });
    for (const size of [4, 5, 6, 9]) {
      const other = make2({ pool, padding: 'same' }, planes(size));
      other.loadStateDict(small.stateDict());
      const shape = other.forward(board(size, [0, 0], [size - 1, 2])).shape;
      expect(shape).toEqual([1, 5]);
      expect([other.freeOfSize, other.size]).toEqual([true, 5]);
    }
  });

  it('says the same wherever the pieces stand, by hand', () => {
    const module = make2({ pool, padding: 'same', size: 1, convolutions: [[1, 3, 1]] });
    const state = module.stateDict();
    // One filter: 2 × the first plane here + 3 × the second one cell to the right, minus 4; then a layer that passes it on.
    const kernel = new Float32Array(18);
    kernel[4] = 2;
    kernel[9 + 5] = 3;
    const values = Object.values(state);
    values[0]!.data.set(kernel);
    values[1]!.data.set([-4]);
    values[2]!.data.set([1]);
    values[3]!.data.set([0]);
    for (const size of [4, 6]) {
      const other = make2({ pool, padding: 'same', size: 1, convolutions: [[1, 3, 1]] }, planes(size));
      other.loadStateDict(state);
      const share = pool === 'max' ? 1 : 1 / size ** 2;
      for (const at of [0, size - 2]) {
        expect(other.forward(board(size, [at, at], [at, at + 1])).item()).toBeCloseTo(share, 6);
        expect(other.forward(board(size, [at, at + 1], [at, at])).item()).toBe(0);
      }
    }
  });
});

it('keeps height and width with padding same, and is of one size without pooling', () => {
  const same = make2({ padding: 'same' });
  expect(same.freeOfSize).toBe(false);
  expect(Object.values(same.stateDict()).map(({ shape }) => shape)).toContainEqual([5, 3 * 16]);
  expect(Object.values(make2({}).stateDict()).map(({ shape }) => shape)).toContainEqual([5, 3 * 4]);
});

it('refuses what has no middle, and what is no image', () => {
  const refused = (options: object, message: RegExp, space?: Space) =>
    expect(() => make2(options, space)).toThrow(message);
  refused({ padding: 'same', convolutions: [[3, 2, 1]] }, /takes odd kernels; got 2 in convolution 1/);
  refused({ pool: 'min' }, /pool: expected one of "none", "max", "mean", got "min"/);
  refused({ pool: 'max', convolutions: [[3, 5, 1]] }, /image of 4 x 4 is smaller than the kernel 5/);
  refused({}, /cnn reads images/, new MultiBinary(16) as Space);
  refused({}, /cnn reads images/, new Box({ low: 0, high: 1, shape: [16] }) as Space);
});

describe('an agent with it', () => {
  const options = {
    features: { ...cnn, convolutions: [[8, 3, 1]], padding: 'same', pool: 'max', size: 8 },
    ...{ hiddenSizes: [8], learningStarts: 20, batchSize: 8, seed: 3 },
  } as const;
  const board = (size: number) => makeVec('GridworldRandom-v0', { options: { size } });

  it('acts on 4x4, 5x5 and 6x6 boards with the same weights, and learns on there', async () => {
    const agent = await new DQN('GridworldRandom-v0', options).learn({ totalSteps: 60 });
    for (const size of [4, 5, 6]) {
      const other = agentFromBytes(agent.toBytes(), { env: board(size) });
      expect(other.weights()).toEqual(agent.weights());
      const { observation } = make('GridworldRandom-v0', { size }).reset({ seed: size });
      expect([0, 1, 2, 3]).toContain(other.predict(observation as never));
      await other.learn({ totalSteps: 120 });
      expect(other.weights()).not.toEqual(agent.weights());
    }
  });

  it('is refused a memory or statistics of boards of another size, and other actions', async () => {
    const agent = await new DQN('GridworldRandom-v0', options).learn({ totalSteps: 60 });
    const load = (bytes: Uint8Array, env: unknown) => () => agentFromBytes(bytes, { env: env as never });
    expect(load(agent.toBytes({ memory: true }), board(5))).toThrow(UserError);
    const scaled = new DQN('GridworldRandom-v0', { ...options, normalizeObservations: true });
    expect(load(scaled.toBytes(), board(5))).toThrow(/made for observations .*4, 4.* has .*5, 5/);
    const flat = new DQN('GridworldRandom-v0', { ...options, features: 'flatten' });
    expect(load(flat.toBytes(), board(5))).toThrow(/made for observations .*4, 4.* has .*5, 5/);
  });
});
