import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChanceEnd, expectDeterminism, expectExactResume, MaskedEnv, play } from '../../../test/agents.js';
import {
  type Env,
  IdentityEnv,
  IdentityEnvBox,
  IdentityEnvMultiBinary,
  IdentityEnvMultiDiscrete,
  make,
  makeVec,
  SyncVectorEnv,
} from '../../envs/index.js';
import { Generator } from '../../random/index.js';
import { Box, Dict, Discrete, type Space } from '../../spaces/index.js';
import { tensor } from '../../tensor/index.js';
import { evaluatePolicy } from '../../train/index.js';
import type { Metrics } from '../agent.js';
import { PPO } from '../ppo/ppo.js';
import type { RecurrentPPOOptions } from './config.js';
import { RecurrentCore } from './recurrent-core.js';
import { RecurrentPPO } from './recurrent-ppo.js';

const fast: RecurrentPPOOptions = {
  learningRate: 3e-3,
  gamma: 0,
  nSteps: 32,
  batchSize: 32,
  nEpochs: 4,
  hiddenSizes: [32],
  memorySize: 16,
};

/** Settings with which the memory task is learnt; the feed-forward agent gets the same. */
const memoryTask = {
  learningRate: 3e-3,
  gamma: 0.98,
  nSteps: 64,
  batchSize: 128,
  nEpochs: 8,
  hiddenSizes: [32],
};

const recordInto = (rows: Metrics[]) => ({
  onMetrics: (_: unknown, __: number, row: Metrics) => void rows.push(row),
});

interface Observation {
  cue: number;
  extra: Float32Array;
}

/** Shows a cue in one half of a Dict and hides it in the next step, where it has to be named. */
class DictCue implements Env<Observation, number> {
  readonly observationSpace: Space<Observation> = new Dict({
    cue: new Discrete(3),
    extra: new Box({ low: 0, high: 1, shape: [2] }),
  });
  readonly actionSpace = new Discrete(2);
  private readonly rng = new Generator(0);
  private cue = 0;
  private shown = true;

  reset() {
    this.cue = this.rng.integers(0, 2);
    this.shown = true;
    return { observation: this.observe(), info: {} };
  }

  step(action: number) {
    const answered = !this.shown;
    const reward = answered && action === this.cue ? 1 : 0;
    this.shown = false;
    return { observation: this.observe(), reward, terminated: answered, truncated: false, info: {} };
  }

  private observe() {
    return { cue: this.shown ? this.cue : 2, extra: Float32Array.of(this.rng.random(), 1) };
  }

  render(): undefined {}

  close(): void {}
}

describe('RecurrentCore', () => {
  it.each(['lstm', 'gru'] as const)('%s: one long run equals many short ones, cleared at starts', (kind) => {
    const core = new RecurrentCore(kind, 2, 3, new Generator(1));
    expect(core.stateSize).toBe(kind === 'lstm' ? 6 : 3);
    const [steps, batch] = [5, 2];
    const inputs = Float32Array.from({ length: steps * batch * 2 }, (_, i) => Math.sin(i));
    const starts = Float32Array.from({ length: steps * batch }, (_, i) => Number(i === 3 || i === 6));
    const initial = Float32Array.from({ length: batch * core.stateSize }, (_, i) => Math.cos(i));
    const whole = core.forward(
      tensor(inputs, { shape: [steps * batch, 2] }),
      tensor(initial, { shape: [batch, core.stateSize] }),
      tensor(starts, { shape: [steps, batch] }),
    );
    const state = initial.slice();
    for (let t = 0; t < steps; t++) {
      for (let i = 0; i < batch; i++) {
        if (starts[t * batch + i] === 1) state.fill(0, i * core.stateSize, (i + 1) * core.stateSize);
      }
      const x = tensor(inputs.slice(t * batch * 2, (t + 1) * batch * 2), { shape: [batch, 2] });
      const step = core.forward(x, tensor(state, { shape: [batch, core.stateSize] }));
      const expected = whole.features.toArray().slice(t * batch * 3, (t + 1) * batch * 3);
      step.features.toArray().forEach((value, i) => void expect(value).toBeCloseTo(expected[i]!, 6));
      state.set(step.state.toArray());
    }
    whole.state.toArray().forEach((value, i) => void expect(value).toBeCloseTo(state[i]!, 6));
  });
});

describe('RecurrentPPO', () => {
  it.each([
    ['Discrete', () => new IdentityEnv(), 1500, {}],
    ['Discrete, GRU', () => new IdentityEnv(), 1500, { cell: 'gru' as const }],
    ['MultiDiscrete', () => new IdentityEnvMultiDiscrete(), 3000, {}],
    ['MultiBinary', () => new IdentityEnvMultiBinary(), 3000, {}],
    ['Box', () => new IdentityEnvBox({ eps: 0.5 }), 5000, {}],
    [
      'Box, gSDE',
      () => new IdentityEnvBox({ eps: 0.5 }),
      5000,
      { actionStd: 'sde' as const, logStdInit: -1 },
    ],
  ])('learns the identity task with %s actions', async (_, env, totalSteps, options) => {
    const agent = await new RecurrentPPO(env(), { ...fast, ...options, seed: 1 }).learn({ totalSteps });
    expect(play(agent, env())).toBeGreaterThanOrEqual(90);
  });

  it.each([
    ['lstm, memories apart', { cell: 'lstm', criticMemory: 'separate' }],
    ['gru, one memory, short sequences', { cell: 'gru', criticMemory: 'shared', sequenceLength: 16 }],
  ] as const)('remembers a cue that PPO cannot know: %s', async (_, options) => {
    const env = () => makeVec('CueMemory-v0', { numEnvs: 8, options: { delay: 4 } });
    const settings = { ...memoryTask, ...options, memorySize: 32, seed: 1 };
    const recurrent = await new RecurrentPPO(env(), settings).learn({ totalSteps: 25_000 });
    const plain = await new PPO(env(), { ...memoryTask, seed: 1 }).learn({ totalSteps: 25_000 });
    const score = (agent: PPO) => {
      const test = makeVec('CueMemory-v0', { numEnvs: 100, options: { delay: 4 } });
      return evaluatePolicy(agent, test, { episodes: 100, seed: 99 }).mean;
    };
    expect(score(recurrent as unknown as PPO)).toBe(1);
    expect(Math.abs(score(plain))).toBeLessThan(0.4);
  });

  it('sees in an update what it saw while acting, across episode ends and from stored memories', async () => {
    for (const options of [
      {},
      { sequenceLength: 8 },
      { cell: 'gru' },
      { sequenceLength: 4, criticMemory: 'shared' },
    ] as const) {
      const rows: Metrics[] = [];
      // With a learning rate of 0 the policy stays the same: every probability ratio must be 1.
      const settings = { ...fast, ...options, learningRate: 0, seed: 3, vfCoef: 0 };
      const env = makeVec('CartPole-v1', { numEnvs: 3 });
      await new RecurrentPPO(env, settings).learn({ totalSteps: 3 * 32 * 4, callbacks: [recordInto(rows)] });
      expect(rows.length).toBe(4);
      for (const row of rows) {
        expect(row['train/approx_kl']).toBeLessThan(1e-9);
        expect(row['train/clip_fraction']).toBe(0);
      }
    }
  });

  it('never takes an illegal action, and learns among the legal ones', async () => {
    const agent = await new RecurrentPPO(new MaskedEnv(), { ...fast, seed: 3 }).learn({ totalSteps: 2500 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
  });

  it('reads Dict observations', async () => {
    const env = new SyncVectorEnv([() => new DictCue(), () => new DictCue()]);
    const settings = { ...fast, gamma: 0.9, cell: 'gru' as const, seed: 2 };
    const agent = await new RecurrentPPO(env, settings).learn({ totalSteps: 8000 });
    const result = evaluatePolicy(agent, new DictCue(), { episodes: 20, seed: 5 });
    expect(result.mean).toBe(1);
  });

  it.each([
    // V = 1 + γ·0.7·V, since 3 of 10 steps are the last; and V = 1 + γ·V.
    ['terminated', 1 / (1 - 0.5 * 0.7)],
    ['truncated', 2],
  ] as const)('values states whose episodes are %s at %d', async (end, value) => {
    const agent = new RecurrentPPO(new ChanceEnd(end), {
      ...fast,
      gamma: 0.5,
      gaeLambda: 0.5,
      batchSize: 128,
    });
    await agent.learn({ totalSteps: 8000 });
    const fresh = tensor(new Float32Array(agent.policy.memoryWidth), {
      shape: [1, agent.policy.memoryWidth],
    });
    expect(agent.policy.valuesFrom(fresh, tensor([[1]]))[0]).toBeCloseTo(value, 0.7);
  });

  it('carries its memory in the state given to predict', async () => {
    const agent = new RecurrentPPO(makeVec('CueMemory-v0', { numEnvs: 2 }), { ...fast, seed: 4 });
    const env = make('CueMemory-v0');
    const { observation } = env.reset({ seed: 1 });
    const [one, two] = [{}, {}] as Record<string, Float32Array>[];
    agent.predict(observation, { state: one });
    const first = one!.memory!.slice();
    expect(first.length).toBe(agent.policy.memoryWidth);
    agent.predict(observation, { state: one });
    expect(one!.memory).not.toEqual(first);
    agent.predict(observation, { state: two });
    expect(two!.memory).toEqual(first);
    expect(() => agent.predict(observation, { state: { memory: new Float32Array(64 * 2) } })).toThrow(
      /a state of 2 environments for 1 observations/,
    );
  });

  it('is deterministic for a seed', () =>
    expectDeterminism(
      (seed) => new RecurrentPPO(makeVec('CartPole-v1', { numEnvs: 2 }), { ...fast, seed }),
      256,
    ));

  it.each([
    ['CartPoleNoVel-v1', { sequenceLength: 16, normalizeObservations: true, normalizeRewards: true }],
    ['PendulumNoVel-v1', { cell: 'gru' as const, actionStd: 'sde' as const, sdeSampleFreq: 3 }],
  ])('goes on bit for bit after saveState and loadState: %s', (id, options) =>
    expectExactResume(
      () => new RecurrentPPO(makeVec(id, { numEnvs: 3 }), { ...fast, ...options, seed: 2 }),
      400,
      150,
    ),
  );

  it('keeps a rollout that the end of training cut short', async () => {
    const create = () => new RecurrentPPO('CartPoleNoVel-v1', { ...fast, sequenceLength: 8, seed: 8 });
    const whole = await create().learn({ totalSteps: 100 });
    const parts = create();
    await parts.learn({ totalSteps: 43 });
    await parts.learn({ totalSteps: 100 });
    expect(parts.weights()).toEqual(whole.weights());
  });

  it('saves to and loads from one file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trainyard-')), 'agent.safetensors');
    const agent = await new RecurrentPPO('CartPoleNoVel-v1', { ...fast, seed: 4 }).learn({ totalSteps: 100 });
    await agent.save(path, { memory: true });
    const loaded = await RecurrentPPO.load(path, 'CartPoleNoVel-v1');
    expect(loaded.weights()).toEqual(agent.weights());
    expect(loaded.saveState()).toEqual(agent.saveState());
  });

  it('refuses settings that do not fit together', () => {
    expect(() => new RecurrentPPO('CartPole-v1', { nSteps: 10, sequenceLength: 4 })).toThrow(
      /a divisor of nSteps, 10, got 4/,
    );
    expect(() => new RecurrentPPO('CartPole-v1', { sharedNetwork: true })).toThrow(
      /set criticMemory to "shared"/,
    );
    expect(() => new RecurrentPPO('CartPole-v1', { cel: 'gru' } as object)).toThrow(/did you mean cell/);
  });
});
