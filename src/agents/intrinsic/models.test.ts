// Models of intrinsic rewards by hand: losses, gradients, bonuses.
import { describe, expect, it } from 'vitest';
import '../../envs/small-worlds/index.js';
import { batchOf, contextOf, icmFor, inputsFor, small } from '../../../test/intrinsic.js';
import { Generator } from '../../random/index.js';
import { Box, Discrete } from '../../spaces/index.js';
import { buffer, scope } from '../../tensor/index.js';
import { DQN, type ICM, icm, RND, rndSchema, VisitCounts } from '../index.js';
import { actionCodes } from './action-codes.js';
import { stateHash } from './state-hash.js';
import { countSchema } from './visit-counts.js';

describe('curiosity', () => {
  it('sends no gradient of the forward loss into the encoder, and all of the inverse loss', () => {
    const model = icmFor('CartPole-v1', { encoderSizes: [6, 4] });
    const inputs = inputsFor(8, 4, 2);
    const gradients = () =>
      model.encoder!.parameters().map((weight) => weight.hasGrad && weight.grad!.toArray());
    scope(() => model.evaluate(inputs).parts['intrinsic/forward_loss']!.backward());
    // Not small: none at all.
    expect(gradients()).toEqual(model.encoder!.parameters().map(() => 0));
    expect(model.forward.parameters().every(({ hasGrad }) => hasGrad === 1)).toBe(true);
    scope(() => model.evaluate(inputs).parts['intrinsic/inverse_loss']!.backward());
    for (const gradient of gradients())
      expect([...(gradient as Float32Array)].some((x) => x !== 0)).toBe(true);
  });

  it('has the networks of the book, parameter for parameter, when told to', () => {
    const convolutions = [1, 2, 3, 4].map(() => [32, 3, 2]);
    const cnn = { type: 'cnn', channels: 'first', convolutions, padding: 'same', activation: 'elu' };
    const env = {
      observationSpace: new Box({ low: 0, high: 255, shape: [3, 42, 42], dtype: 'uint8' }),
      actionSpace: new Discrete(12),
      reset: () => ({ observation: new Uint8Array(3 * 42 * 42), info: {} }),
      step() {},
    };
    const agent = new DQN(env as never, {
      ...{ features: { ...cnn, size: 100 }, hiddenSizes: [], bufferSize: 200 },
      intrinsic: icm({ features: { ...cnn, size: null } }),
    });
    const sizes = Object.entries(agent.parts.networks).map(([name, network]) => [
      name,
      network.parameters().reduce((sum, { size }) => sum + size, 0),
    ]);
    expect(Object.fromEntries(sizes)).toEqual({
      ...{ q_net: 58_752, q_net_target: 58_752 },
      ...{ icm_encoder: 28_640, icm_inverse: 150_796, icm_forward: 151_072 },
    });
  });

  it('weighs the losses as the paper does, and measures cross-entropy of logits', () => {
    const inputs = inputsFor(16, 4, 2);
    scope(() => {
      const { loss, parts, bonuses, guesses } = icmFor('CartPole-v1', { beta: 0.25 }).evaluate(inputs);
      const [forward, inverse] = ['forward', 'inverse'].map((name) =>
        parts[`intrinsic/${name}_loss`]!.item(),
      );
      expect(loss.item()).toBeCloseTo(0.75 * inverse! + 0.25 * forward!, 5);
      expect(bonuses.mean().item()).toBeCloseTo(forward!, 5);
      const expected = guesses!.logSoftmax(1).mul(inputs.codes).sum(1).mean().neg().item();
      expect(inverse).toBeCloseTo(expected, 5);
    });
  });

  it.each([
    ['logits', 0, Math.log(12)],
    // Softmax of a softmax is never far from uniform: 1 and eleven 0 become e against eleven 1.
    ['doubleSoftmax', Math.log(1 + 11 / Math.E), Math.log(12)],
  ] as const)('with %s ranges from %d for certainty to %d for ignorance', (kind, certain, ignorant) => {
    const codes = actionCodes(new Discrete(12), kind === 'doubleSoftmax');
    const [guesses, right] = [buffer([2, 12]), buffer([2, 12])];
    right.data[4] = 1;
    right.data[12 + 7] = 1;
    guesses.data[4] = 200;
    scope(() => {
      const errors = codes.errors(guesses, right).toArray();
      expect(errors[0]).toBeCloseTo(certain, 4);
      expect(errors[1]).toBeCloseTo(ignorant, 4);
    });
  });

  it('leaves rows that stand in for others out of its losses and means', () => {
    const model = icmFor('CartPole-v1', small);
    const [few, many] = [inputsFor(4, 4, 2), inputsFor(8, 4, 2)];
    many.codes.data.set(few.codes.data);
    many.pairs.data.set(few.pairs.data.subarray(0, 16));
    many.pairs.data.set(few.pairs.data.subarray(16), 32);
    many.counts.data.fill(0, 4);
    scope(() => expect(model.evaluate(many).loss.item()).toBeCloseTo(model.evaluate(few).loss.item(), 5));
  });

  it('judges a rollout as a whole before it learns from a part of it', () => {
    const make = (batchSize: number) => icmFor('CartPole-v1', { ...small, batchSize });
    const rng = new Generator(8);
    const rows = (n: number) =>
      Array.from({ length: n }, () => Array.from({ length: 4 }, () => rng.normal()));
    const batch = {
      ...batchOf(
        rows(20),
        rows(20),
        Array.from({ length: 20 }, (_, i) => i % 2),
      ),
      isRollout: true,
    };
    const [whole, parts] = [make(20), make(6)];
    const expected = Array.from(whole.judge(batch).bonuses);
    const { bonuses, metrics } = parts.judge(batch);
    Array.from(bonuses, (bonus, i) => expect(bonus).toBeCloseTo(expected[i]!, 5));
    expect(metrics['intrinsic/forward_loss']).toBeGreaterThan(0);
    // Four steps for the parts, one for the whole.
    const state = (model: ICM) => String(model.forward.parameters()[0]!.toArray());
    expect(state(parts)).not.toBe(state(whole));
  });

  it.each([
    ['pixels', { features: 'flatten' }, /features would have no effect with encoder "pixels"/],
    ['pixels', { encoderSizes: [4] }, /encoderSizes would have no effect/],
    ['random', { inverseLoss: 'doubleSoftmax' }, /inverseLoss would have no effect with encoder "random"/],
    ['random', { beta: 0.5 }, /beta would have no effect/],
    ['trained', { encoderSizes: [] }, /no encoder where features are plain numbers/],
  ] as const)('with encoder %s refuses %j', (encoder, options, message) => {
    const intrinsic = { type: 'icm', encoder, ...options };
    expect(() => new DQN('CartPole-v1', { intrinsic })).toThrow(message);
  });
});

describe('random-network distillation', () => {
  it('pays less for states it has seen, as much for others, and never moves its target', () => {
    const context = contextOf('CartPole-v1');
    const model = new RND(rndSchema.parse({ size: 8, learningRate: 3e-3 }), context);
    const rng = new Generator(2);
    const point = (shift: number) => Array.from({ length: 4 }, () => shift + 0.1 * rng.normal());
    const known = Array.from({ length: 32 }, () => point(-1));
    const far = Array.from({ length: 32 }, () => point(1));
    for (const states of [known, far]) model.onSteps(Float32Array.from(states.flat()), 32);
    const target = context.parts.weights()['rnd_target.0.weight']!.data.slice();
    const at = (states: number[][]) =>
      batchOf(
        states,
        states,
        states.map(() => 0),
      );
    for (let i = 0; i < 100; i++) model.judge(at(known));
    const mean = (states: number[][]) =>
      Array.from(model.judge(at(states)).bonuses).reduce((a, b) => a + b) / 32;
    expect(mean(far)).toBeGreaterThan(20 * mean(known));
    expect(context.parts.weights()['rnd_target.0.weight']!.data).toEqual(target);
  });
});

describe('counts of visits', () => {
  const counter = (options = {}, config = {}) =>
    new VisitCounts(countSchema.parse(options), contextOf('CartPole-v1', config));

  it('pay one over the root of how often a state was reached', () => {
    const counts = counter();
    const [a, b, c] = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ] as [number[], number[], number[]];
    counts.onSteps(Float32Array.from([a, a, b, a, a].flat()), 5);
    const { bonuses, metrics } = counts.judge(batchOf([c, c, c], [a, b, c], [0, 0, 0]));
    expect([...Array.from(bonuses)]).toEqual([0.5, 1, 1]);
    expect(metrics['intrinsic/states']).toBe(2);
  });

  it('tell states apart, and take 0 and -0 for one', () => {
    const keys = new Set<number>();
    const state = new Float32Array(3);
    for (let i = 0; i < 20_000; i++) {
      state[0] = i % 100;
      state[1] = Math.floor(i / 100) % 100;
      state[2] = Math.floor(i / 10_000) / 7;
      keys.add(stateHash(state));
    }
    expect(keys.size).toBe(20_000);
    expect(stateHash(Float32Array.of(-0, 1))).toBe(stateHash(Float32Array.of(0, 1)));
  });

  it('take states that lie close together for one with bits, and far ones for several', () => {
    const counts = counter({ bits: 8 });
    counts.onSteps(Float32Array.of(1, 2, 3, 4, 1.0001, 2, 3, 4, -1, -2, -3, -4), 3);
    expect(counts.size).toBe(2);
  });

  it('refuse inputs that are normalised', () => {
    expect(() => counter({}, { normalizeObservations: true })).toThrow(/needs normalizeObservations false/);
  });
});
