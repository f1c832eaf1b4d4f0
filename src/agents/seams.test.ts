// The seams that algorithms to come need, each proven by a toy that uses public parts only.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { expectExactResume } from '../../test/agents.js';
import { type Env, IdentityEnv, makeVec, type StepResult } from '../envs/index.js';
import type { Draw, Sampler, SamplerContext } from '../memory/index.js';
import { Linear, type Module, mseLoss } from '../nn/index.js';
import { Adam } from '../optim/index.js';
import type { Generator } from '../random/index.js';
import { Box, Dict, Discrete, type PackedArray } from '../spaces/index.js';
import { noGrad, scope } from '../tensor/index.js';
import {
  agentFromBytes,
  algorithm,
  algorithms,
  BaseAgent,
  DQN,
  defineAlgorithm,
  defineExtractor,
  type EnvSource,
  type Experience,
  Extractor,
  type Hook,
  type HookContext,
  type OwnParts,
  type Parts,
  PPO,
  type Snapshot,
  type TransitionBatch,
  type Update,
  ValueAgent,
  valueShape,
} from './index.js';

const fast = {
  learningRate: 1e-3,
  learningStarts: 50,
  trainFreq: 1,
  targetUpdateInterval: 100,
  hiddenSizes: [16],
};

describe('a sampler', () => {
  /** Draws the rows with the largest last errors; remembers what it was told. */
  class Greedy implements Sampler {
    readonly added: number[] = [];
    readonly errors = new Map<number, number>();

    constructor(private readonly context: SamplerContext) {}

    draw(count: number, rng: Generator): Draw {
      const { size } = this.context.memory;
      const rows = Array.from({ length: size }, (_, row) => row);
      rows.sort((a, b) => (this.errors.get(b) ?? 1e9) - (this.errors.get(a) ?? 1e9));
      const drawn = Int32Array.from(
        { length: count },
        (_, i) => rows[i % 4 === 0 ? rng.integers(0, size) : i]!,
      );
      return { rows: drawn, weights: new Float32Array(count).fill(0.5) };
    }

    onAdd(row: number) {
      this.added.push(row);
      this.errors.delete(row);
    }

    onErrors(rows: Int32Array, errors: ArrayLike<number>) {
      for (const [i, row] of rows.entries()) this.errors.set(row, errors[i]!);
    }

    saveState(): Snapshot {
      return { meta: { errors: [...this.errors] }, arrays: {} };
    }

    loadState({ meta }: Snapshot) {
      this.errors.clear();
      for (const [row, error] of meta.errors as [number, number][]) this.errors.set(row, error);
    }
  }

  it('hears of new rows and of the error of each row it drew (prioritised replay), and is saved', async () => {
    const samplers: Greedy[] = [];
    const create = () =>
      new DQN(
        'CartPole-v1',
        { ...fast, seed: 1 },
        { sampler: (context) => samplers[samplers.push(new Greedy(context)) - 1]! },
      );
    const agent = await create().learn({ totalSteps: 200 });
    const [sampler] = samplers as [Greedy];
    expect(sampler.added).toEqual(Array.from({ length: 200 }, (_, row) => row));
    expect(sampler.errors.size).toBeGreaterThan(32);
    for (const error of sampler.errors.values()) expect(error).toBeGreaterThanOrEqual(0);
    const copy = create();
    copy.loadWeights(agent.weights());
    copy.loadState(structuredClone(agent.saveState()));
    expect(samplers[1]!.errors).toEqual(sampler.errors);
    const rows = await Promise.all([agent, copy].map((each) => each.learn({ totalSteps: 260 })));
    expect(rows[1]!.weights()).toEqual(rows[0]!.weights());
  });

  /** Walks on a line to a goal it is told; actions -1 and +1. */
  class Line
    implements
      Env<{ observation: Float32Array; achieved_goal: Float32Array; desired_goal: Float32Array }, number>
  {
    private static readonly axis = () => new Box({ low: -20, high: 20, shape: [1] });
    readonly observationSpace = new Dict({
      achieved_goal: Line.axis(),
      desired_goal: Line.axis(),
      observation: Line.axis(),
    }) as unknown as Env<ReturnType<Line['observe']>, number>['observationSpace'];
    readonly actionSpace = new Discrete(2);
    private x = 0;
    private t = 0;

    private observe() {
      const at = () => Float32Array.of(this.x);
      return { achieved_goal: at(), desired_goal: Float32Array.of(15), observation: at() };
    }

    reset() {
      [this.x, this.t] = [0, 0];
      return { observation: this.observe(), info: {} };
    }

    step(action: number): StepResult<ReturnType<Line['observe']>> {
      this.x += action === 1 ? 1 : -1;
      const observation = this.observe();
      const reward = this.computeReward(observation.achieved_goal, observation.desired_goal);
      return { observation, reward, terminated: false, truncated: ++this.t % 8 === 0, info: {} };
    }

    computeReward(achieved: unknown, desired: unknown): number {
      return (achieved as Float32Array)[0] === (desired as Float32Array)[0] ? 0 : -1;
    }
  }

  it('relabels with computeReward of the environment, which wrappers and vectors forward (hindsight)', async () => {
    const seen: { desired: number; achieved: number; reward: number }[] = [];
    /** Every row is told that it wanted what it achieved. */
    class Hindsight implements Sampler {
      constructor(private readonly context: SamplerContext) {}

      draw(count: number, rng: Generator): Draw {
        const { memory, computeReward } = this.context;
        const rows = Int32Array.from({ length: count }, () => rng.integers(0, memory.size));
        const goal = memory.scalar('next.achieved_goal');
        const rewards = Float32Array.from(rows, (row) => {
          const achieved = Float32Array.of(goal.get(row));
          return computeReward!(achieved, achieved, {});
        });
        return { rows, goals: rows, rewards };
      }

      saveState = () => ({ meta: {}, arrays: {} });
      loadState() {}
    }
    const hook: Hook = {
      onBatch({ states, nextStates, rewards }: Experience) {
        // Inputs are in the order of the keys: achieved, desired, observation.
        for (let i = 0; i < rewards.size; i++) {
          expect(states.data[3 * i + 1]).toBe(nextStates.data[3 * i]);
          const [achieved, desired] = [nextStates.data[3 * i]!, nextStates.data[3 * i + 1]!];
          seen.push({ achieved, desired, reward: rewards.data[i]! });
        }
        return {};
      },
    };
    const agent = new DQN(() => new Line() as unknown as Env, fast, {
      sampler: (context) => new Hindsight(context),
      hooks: [hook],
    });
    await agent.learn({ totalSteps: 80 });
    expect(seen.length).toBeGreaterThan(100);
    for (const { achieved, desired, reward } of seen) expect([desired, reward]).toEqual([achieved, 0]);
    // What is stored stays what happened.
    expect(agent.memory.scalar('next.desired_goal').get(3)).toBe(15);
    expect(agent.memory.rewards.get(3)).toBe(-1);
  });
});

describe('a hook', () => {
  /** Rewards states that its network predicts badly; learns to predict them. */
  class Curiosity implements Hook {
    batches = 0;
    private network!: Linear;
    private optimizer!: Adam;

    register(parts: Parts, { encoder, rng }: HookContext) {
      this.network = parts.network('curiosity', new Linear(encoder.size, encoder.size, { rng }));
      this.optimizer = parts.optimizer('curiosity-optimizer', new Adam(this.network, { lr: 1e-2 }));
    }

    onBatch({ states, nextStates, rewards }: Experience) {
      this.batches++;
      return scope(() => {
        const errors = this.network.forward(states).sub(nextStates).square().mean(1);
        const bonus = errors.toArray();
        for (let i = 0; i < bonus.length; i++) rewards.data[i]! += 100 * bonus[i]!;
        const loss = errors.mean();
        this.optimizer.zeroGrad();
        loss.backward();
        this.optimizer.step();
        return { 'curiosity/loss': loss.item() };
      });
    }
  }

  const creators = {
    dqn: (hooks: Hook[]) => new DQN('CartPole-v1', { ...fast, logInterval: 1, seed: 3 }, { hooks }),
    ppo: (hooks: Hook[]) =>
      new PPO(
        'CartPole-v1',
        { nSteps: 32, batchSize: 16, nEpochs: 2, hiddenSizes: [16], seed: 3 },
        { hooks },
      ),
  };
  it.each(Object.entries(creators))(
    'adds intrinsic rewards to %s and brings its own network and optimiser, saved with the agent',
    async (_, create) => {
      const hook = new Curiosity();
      const rows: Record<string, number>[] = [];
      const callbacks = [
        { onMetrics: (_c: unknown, _s: number, row: Record<string, number>) => void rows.push(row) },
      ];
      const agent = await create([hook]).learn({ totalSteps: 300, callbacks });
      const plain = await create([]).learn({ totalSteps: 300 });
      expect(hook.batches).toBeGreaterThan(5);
      expect(Object.keys(agent.weights())).toContain('curiosity.weight');
      const losses = rows.flatMap((row) => row['curiosity/loss'] ?? []);
      expect(losses.at(-1)).toBeLessThan(losses[0]!);
      const own = Object.keys(plain.weights());
      expect(
        own.some((name) => String(agent.weights()[name]!.data) !== String(plain.weights()[name]!.data)),
      ).toBe(true);

      const copy = create([new Curiosity()]);
      copy.loadWeights(agent.weights());
      copy.loadState(structuredClone(agent.saveState()));
      await Promise.all([agent, copy].map((each) => each.learn({ totalSteps: 400 })));
      expect(copy.weights()).toEqual(agent.weights());
    },
  );
});

describe('a new off-policy algorithm', () => {
  const schema = z.strictObject({ ...valueShape, optimism: z.number().default(0.5) });
  type Config = z.output<typeof schema>;

  /** Learns towards a mixture of the best and the mean value of the next state. */
  class Optimist extends ValueAgent<Config> {
    static override readonly spec = { id: 'toy-optimist', schema, mutable: ['optimism'] };

    constructor(env: EnvSource, options: z.input<typeof schema> = {}) {
      super(env, options, {});
    }

    protected update({ states, actions, rewards, nextStates, discounts }: TransitionBatch): Update {
      return scope(() => {
        const { optimism } = this.config;
        const targets = noGrad(() => {
          const next = this.targetNetwork.forward(nextStates);
          const value = next
            .max(1)
            .values.mul(optimism)
            .add(next.mean(1).mul(1 - optimism));
          return rewards.add(value.mul(discounts));
        });
        const loss = mseLoss(this.qNetwork.forward(states).gather(1, actions).squeeze(1), targets);
        return { metrics: { 'train/loss': this.descend(loss, { states }) } };
      });
    }
  }

  it('is its configuration and its update: it explores, learns, resumes exactly and saves like ours', async () => {
    const options = { ...fast, gamma: 0, seed: 3, explorationFraction: 0.5 };
    const agent = await new Optimist(new IdentityEnv(), options).learn({ totalSteps: 1200 });
    const env = new IdentityEnv();
    let { observation } = env.reset({ seed: 7 });
    let total = 0;
    for (let t = 0; t < 100; t++) {
      const result = env.step(agent.predict(observation));
      total += result.reward;
      observation = result.observation;
    }
    expect(total).toBeGreaterThanOrEqual(90);
    await expectExactResume(() => new Optimist('CartPole-v1', { ...fast, logInterval: 1 }), 300, 170);
  });
});

describe('an agent without networks or an environment', () => {
  const schema = z.strictObject({
    seed: z.int().default(0),
    arms: z.array(z.number()).min(2).default([0.2, 0.8]),
  });

  /** ε-greedy on a bandit: a table of means, and rewards it makes itself. */
  class Bandit extends BaseAgent<z.output<typeof schema>, unknown, number> {
    static override readonly spec = { id: 'toy-bandit', schema, mutable: [] };
    private readonly means: Float64Array;
    private readonly pulls: Float64Array;

    constructor(options: unknown = {}) {
      super(options);
      const { length } = this.config.arms;
      const means = new Float64Array(length);
      const pulls = new Float64Array(length);
      this.means = means;
      this.pulls = pulls;
      this.parts.state('table', {
        saveState: () => ({ meta: {}, arrays: { means, pulls } }),
        loadState: ({ arrays }) => {
          means.set(arrays.means!);
          pulls.set(arrays.pulls!);
        },
      });
    }

    protected iterate(): void {
      const arm =
        this.rng.policy.random() < 0.2 ? this.rng.policy.integers(0, this.means.length) : this.predict();
      const reward = this.rng.env.random() < this.config.arms[arm]! ? 1 : 0;
      this.pulls[arm]!++;
      this.means[arm]! += (reward - this.means[arm]!) / this.pulls[arm]!;
      this.count.steps++;
      if (this.count.steps % 50 === 0) this.log({ best: this.predict() });
    }

    predict(): number {
      return this.means.indexOf(Math.max(...this.means));
    }

    predictBatch(_: PackedArray, count: number, out: PackedArray): void {
      out.fill(this.predict(), 0, count);
    }

    status() {
      return { best: this.predict() };
    }
  }

  it('is refused as a definition where something is missing', () => {
    const whole = { ...Bandit.spec, id: 'toy-broken', summary: 'x', create: () => new Bandit() };
    for (const [key, value] of Object.entries({
      create: undefined,
      schema: z.object({}),
      mutable: ['arm'],
      summary: 1,
    })) {
      expect(() => defineAlgorithm({ ...whole, [key]: value } as never)).toThrow(
        new RegExp(`toy-broken.*needs ${key}`),
      );
    }
    expect(() => defineAlgorithm({ ...whole, id: '7 words' })).toThrow(/is a word such as/);
  });

  it('is asked of ours what is asked of it', () => {
    for (const ours of algorithms()) expect(defineAlgorithm(ours)).toBe(ours);
    expect(() => defineAlgorithm({ ...algorithm('dqn') })).toThrow('"dqn" is defined already');
  });

  it('learns, resumes exactly, and is saved and found by name like any other', async () => {
    defineAlgorithm({
      ...Bandit.spec,
      summary: 'ε-greedy on a bandit',
      create: (_env, config) => new Bandit(config),
    });
    const straight = await new Bandit({ seed: 2 }).learn({ totalIterations: 300 });
    expect(straight.predict()).toBe(1);
    const half = await new Bandit({ seed: 2 }).learn({ totalIterations: 150 });
    const resumed = agentFromBytes(half.toBytes({ memory: true })) as Bandit;
    await resumed.learn({ totalIterations: 300 });
    expect(resumed.saveState()).toEqual(straight.saveState());
    expect(resumed).toBeInstanceOf(Bandit);
    expect('env' in resumed).toBe(false);
  });
});

describe('parts of the user', () => {
  it('are refused where nobody reads them', () => {
    expect(() => new DQN('CartPole-v1', {}, { extrator: () => {} } as object)).toThrow(
      /parts of dqn has no option 'extrator'. Did you mean extractor/,
    );
    expect(() => new PPO('CartPole-v1', {}, { sampler: () => {} } as object)).toThrow(/no option 'sampler'/);
  });

  class Doubled extends Extractor {
    readonly size: number;
    readonly layer: Linear;

    constructor(inputs: number, rng: Generator) {
      super();
      this.size = 2 * inputs;
      this.layer = new Linear(inputs, this.size, { rng });
    }

    override forward(inputs: Parameters<Extractor['forward']>[0]) {
      return this.layer.forward(inputs);
    }
  }

  it('read observations by name or by value, and Q-values come out of a head of their own', async () => {
    defineExtractor({
      id: 'toy-doubled',
      summary: 'Twice as many features',
      schema: z.strictObject({ unused: z.boolean().default(false) }),
      create: (space, _options, rng) => new Doubled(space.flatdim, rng),
    });
    const named = new DQN('CartPole-v1', { ...fast, features: 'toy-doubled' });
    const given = new DQN('CartPole-v1', fast, {
      extractor: (space, rng) => new Doubled(space.flatdim, rng),
    });
    expect(given.weights()).toEqual(named.weights());
    expect(named.weights()['q_net.0.layer.weight']!.shape).toEqual([8, 4]);
    expect(() => new DQN('CartPole-v1', { features: { type: 'toy-doubled', unusd: true } })).toThrow(
      /features \(toy-doubled\)[\s\S]*unusd.*did you mean unused/,
    );
    expect(() => new DQN('CartPole-v1', { features: 'toy-dubled' })).toThrow(/did you mean toy-doubled/);
    const head = (inputs: number, actions: unknown, rng: Generator): Module =>
      new Linear(inputs, (actions as Discrete).n, { bias: false, rng });
    const headed = await new DQN('CartPole-v1', fast, { head }).learn({ totalSteps: 80 });
    expect(Object.keys(headed.weights()).filter((name) => name.startsWith('q_net.'))).toEqual([
      'q_net.0.weight',
      'q_net.0.bias',
      'q_net.2.weight',
    ]);
    const policy = new PPO('CartPole-v1', { nSteps: 32, features: 'toy-doubled', shareFeatures: false });
    expect(Object.keys(policy.weights())).toContain('policy.value_extractor.layer.weight');
    await policy.learn({ totalSteps: 64 });
  });

  it('an extractor with a state of its own is asked at every step, one that has none may be recorded', async () => {
    let reads = 0;
    class Counting extends Doubled {
      override readonly repeatable: boolean = false;
      override forward(inputs: Parameters<Extractor['forward']>[0]) {
        reads++;
        return super.forward(inputs);
      }
    }
    class Recorded extends Counting {
      override readonly repeatable = true;
    }
    const readsWith = async (Made: typeof Counting) => {
      const extractor: OwnParts['extractor'] = (space, rng) => new Made(space.flatdim, rng);
      reads = 0;
      const agent = new PPO(
        'CartPole-v1',
        { nSteps: 32, batchSize: 32, nEpochs: 10, seed: 1 },
        { extractor },
      );
      await agent.learn({ totalSteps: 64 });
      return { reads, weights: agent.weights() };
    };
    const [asked, recorded] = [await readsWith(Counting), await readsWith(Recorded)];
    // Of twenty steps the first is computed and the second recorded.
    expect(asked.reads - recorded.reads).toBe(18);
    expect(recorded.weights).toEqual(asked.weights);
  });

  it('separate networks of policy and value have sizes of their own', () => {
    const agent = new PPO(makeVec('CartPole-v1', { numEnvs: 2 }), {
      hiddenSizes: { policy: [8], value: [32, 16] },
    });
    const weights = agent.weights();
    expect(weights['policy.policy_net.0.weight']!.shape).toEqual([8, 4]);
    expect(weights['policy.value_net.2.weight']!.shape).toEqual([16, 32]);
    expect(agent.summary()).toMatch(/policy[\s\S]*parameters/);
  });
});

describe('what agents think', () => {
  it('is told: Q-values, action probabilities and distributions', async () => {
    const observation = Float32Array.of(0.1, 0.2, 0.3, 0.4);
    const q = new DQN('CartPole-v1', fast).qValues(observation);
    expect(q.length).toBe(2);
    const ppo = new PPO('CartPole-v1');
    const probabilities = ppo.actionProbabilities(observation);
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 5);
    expect(ppo.actionProbabilities(observation, { actionMask: Uint8Array.of(0, 1) })[1]).toBeCloseTo(1, 5);
    const normal = new PPO('Pendulum-v1');
    scope(() => {
      expect(normal.distribution(Float32Array.of(1, 0, 0)).mode().shape).toEqual([1, 1]);
    });
    expect(() => normal.actionProbabilities(Float32Array.of(1, 0, 0))).toThrow(/has no list of actions/);
  });
});
