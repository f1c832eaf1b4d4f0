// Behaviour cloning: it does what was done, goes on exactly, and says what it needs.
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume } from '../../../test/agents.js';
import { IdentityEnv, IdentityEnvBox, make, OfflineEnv } from '../../envs/index.js';
import { evaluatePolicy, recordDataset } from '../../evaluate/index.js';
import { Dataset } from '../../memory/index.js';
import { Discrete, type PackedArray, type Space } from '../../spaces/index.js';
import { agentFromBytes, PPO } from '../index.js';
import { BC } from './bc.js';

/** Answers with what is shown, or with 0 when it is told to err. */
const identity = {
  predictBatch: (observations: PackedArray, count: number, out: PackedArray) => {
    for (let i = 0; i < count; i++) out[i] = observations[i]!;
  },
};
const ofIdentity = () => recordDataset(identity, new IdentityEnv(), { steps: 300 });
const fast = { learningRate: 0.01, hiddenSizes: [16], seed: 3 };
const clone = (dataset: Dataset, options = {}) =>
  new BC(new OfflineEnv(dataset), { ...fast, ...options }, { dataset });

describe('bc', () => {
  it('learns Discrete actions without an environment', async () => {
    const agent = await clone(ofIdentity()).learn({ totalSteps: 200 });
    expect(agent.numTimesteps).toBe(200);
    expect(evaluatePolicy(agent, 'Identity-v0', { episodes: 5 }).mean).toBe(100);
  });

  it('learns the numbers of a Box, within its bounds', async () => {
    const dataset = recordDataset(identity, new IdentityEnvBox({ eps: 0.1 }), { steps: 1000 });
    const agent = await clone(dataset, { hiddenSizes: [32], normalizeObservations: true }).learn({
      totalSteps: 2000,
    });
    expect(evaluatePolicy(agent, new IdentityEnvBox({ eps: 0.1 }), { episodes: 5 }).mean).toBeGreaterThan(90);
    const [far] = agent.predict(Float32Array.of(40)) as Float32Array;
    expect(far).toBe(1);
  });

  it('draws Discrete actions by their probabilities when asked to', async () => {
    const dataset = ofIdentity();
    // One in four answers is another one.
    for (let i = 0; i < dataset.size; i += 4) dataset.columns.actions[i]! ^= 1;
    const agent = await clone(dataset).learn({ totalSteps: 600 });
    const answers = Array.from({ length: 2000 }, () => agent.predict(1, { deterministic: false }));
    expect(answers.filter((answer) => answer === 1).length / 2000).toBeCloseTo(0.75, 1);
    expect(agent.predict(1)).toBe(1);
  });

  it('is deterministic and goes on exactly', async () => {
    const dataset = ofIdentity();
    await expectDeterminism((seed) => clone(dataset, { seed }), 50);
    await expectExactResume(() => clone(dataset, { logInterval: 1 }), 300, 170);
  });

  it('is saved whole, and acts without its dataset', async () => {
    const agent = await clone(ofIdentity(), { normalizeObservations: true }).learn({ totalSteps: 100 });
    const copy = agentFromBytes(agent.toBytes(), { env: new IdentityEnv() });
    expect(copy.weights()).toEqual(agent.weights());
    expect(copy.predict(1)).toBe(agent.predict(1));
    await expect(copy.learn({ totalSteps: 200 })).rejects.toThrow(/bc learns from recorded transitions/);
  });

  it('refuses what cannot be', async () => {
    const dataset = ofIdentity();
    expect(() => new BC('CartPole-v1', {}, { dataset })).toThrow(
      /The dataset was made for observations Discrete/,
    );
    expect(() => clone(dataset, { batchSize: 301 })).toThrow(
      /dataset of 300 transitions never fills a batch of 301/,
    );
    expect(() => new BC('Identity-v0', {}, { dataset: [] as never })).toThrow(/must be a Dataset/);
    await expect(clone(dataset).learn({ totalEpisodes: 3 })).rejects.toThrow(/no episode is played/);
    expect(() => new PPO('Identity-v0', {}, { dataset })).toThrow(
      /ppo learns from what it does in its environment/,
    );
    expect(() => new OfflineEnv(dataset).step()).toThrow(/no environment here/);
    const wide = make('IdentityMultiBinary-v0');
    expect(() => new BC(wide)).toThrow(/needs a Discrete or Box action space/);
  });
});

describe('a dataset', () => {
  const dataset = recordDataset(identity, new IdentityEnv({ episodeLength: 7 }), { steps: 30 });

  it('holds whole episodes, and cuts the one that recording ends', () => {
    const { terminations, truncations, observations, nextObservations } = dataset.columns;
    const ends = [...terminations].map((end, i) => end + truncations[i]!);
    expect(ends.flatMap((end, i) => (end ? [i] : []))).toEqual([6, 13, 20, 27, 29]);
    for (let i = 0; i < 29; i++) if (!ends[i]) expect(nextObservations[i]).toBe(observations[i + 1]);
    expect(dataset.returns()).toEqual([7, 7, 7, 7, 2]);
  });

  it('comes back from a file as it was, and refuses others', () => {
    const file = dataset.toTensors();
    const back = Dataset.fromTensors(file);
    expect(back.columns).toEqual(dataset.columns);
    expect(String(back.singleActionSpace)).toBe(String(new Discrete(2)));
    const refused =
      (changes: object, metadata = {}) =>
      () =>
        Dataset.fromTensors({
          tensors: { ...file.tensors, ...changes },
          metadata: { ...file.metadata, ...metadata },
        });
    expect(refused({ rewards: undefined })).toThrow(/no column rewards of type float32/);
    expect(refused({ terminations: { shape: [3], data: new Uint8Array(3) } })).toThrow(
      /3 rows of terminations and 30 of rewards/,
    );
    expect(refused({}, { format: 'x' })).toThrow(/is no dataset/);
    expect(refused({}, { action_space: '{"kind":"None"}' })).toThrow(/does not tell the spaces/);
    const actions = { shape: [30, 1], data: file.tensors.actions!.data.slice().fill(7 as never) };
    expect(refused({ actions })).toThrow(/the action of row 0 is not in Discrete\(2\)/);
  });

  it('has the spaces of its environment', () => {
    expect((dataset.singleObservationSpace as Space).kind).toBe('Discrete');
    expect(dataset.origin.env?.id).toBeUndefined();
    expect(recordDataset(identity, 'Identity-v0', { steps: 3 }).origin.env).toMatchObject({
      id: 'Identity-v0',
    });
  });
});
