// What every registered algorithm must hold: nothing it is made of is forgotten when it is saved, loaded or switched.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { makeVec } from '../envs/index.js';
import '../envs/multi/index.js';
import '../envs/small-worlds/index.js';
import { writeSafetensors } from '../io/safetensors.js';
import { Module } from '../nn/index.js';
import { Optimizer } from '../optim/index.js';
import { Generator } from '../random/index.js';
import { Box, Dict, Discrete, type Space } from '../spaces/index.js';
import {
  type Agent,
  agentFromBytes,
  algorithm,
  algorithms,
  DQN,
  loadAgent,
  ObservationEncoder,
  type Parts,
  PPO,
} from './index.js';

const learner = {
  learningStarts: 20,
  batchSize: 8,
  trainFreq: 2,
  targetUpdateInterval: 10,
  hiddenSizes: [8],
  bufferSize: 60,
};

const continuous = { learningStarts: 20, batchSize: 8, trainFreq: 2, hiddenSizes: [8], bufferSize: 60 };

const { trainFreq: _, ...withoutFreq } = learner;
const manyQ = { ...withoutFreq, targetUpdateInterval: 5 };

/** Small enough for a few updates in a hundred steps; asynchronous A3C goes its own ways. */
const small: Record<string, Record<string, unknown>> = {
  dqn: learner,
  c51: { ...learner, atoms: 5 },
  qrdqn: { ...learner, quantiles: 4, dueling: true },
  iqn: { ...learner, actingQuantileSamples: 4, cosines: 8, dueling: true },
  rainbow: { ...learner, atoms: 5, normalizeObservations: true },
  ddpg: continuous,
  td3: continuous,
  sac: continuous,
  tqc: { ...continuous, nCritics: 2, quantiles: 4, dropPerNet: 1 },
  crossq: { ...continuous, criticHiddenSizes: [8] },
  'sac-discrete': continuous,
  'dist-dqn': { ...learner, atoms: 5, optimizer: 'sgd', momentum: 1, extraCopies: 2 },
  drqn: { ...learner, memorySize: 4, sequenceLength: 4, burnIn: 2 },
  ppo: {
    nSteps: 8,
    batchSize: 8,
    nEpochs: 2,
    hiddenSizes: [8],
    normalizeObservations: true,
    normalizeRewards: true,
  },
  'recurrent-ppo': { nSteps: 8, batchSize: 8, nEpochs: 2, hiddenSizes: [8], memorySize: 4 },
  'transformer-ppo': {
    ...{ nSteps: 8, batchSize: 8, nEpochs: 2, hiddenSizes: [8], memorySize: 4, memoryLength: 3 },
    ...{ layers: 2, heads: 2, normalizeObservations: true },
  },
  a2c: { nSteps: 4, hiddenSizes: [8], normalizeObservations: true },
  a3c: { nSteps: 4, hiddenSizes: [8], criticHiddenSizes: [8] },
  reinforce: { hiddenSizes: [8], baseline: true },
  'q-learning': { lambda: 0.5, visitDecay: 0.6 },
  'double-q-learning': { nSteps: 3, visitDecay: 0.6 },
  sarsa: { nSteps: 3 },
  'expected-sarsa': { lambda: 0.5 },
  'monte-carlo': { visitDecay: 0.6 },
  'value-iteration': {},
  'policy-iteration': {},
  es: { populationSize: 4, hiddenSizes: [8], normalizeObservations: true },
  cem: { populationSize: 4 },
  'cma-es': { populationSize: 4 },
  ars: { directions: 2, topDirections: 1 },
  neuroevolution: { populationSize: 4, episodes: 1, elites: 0 },
  'dyna-q': { visitDecay: 0.6, planningSteps: 3, prioritized: true },
  lookahead: { ...{ learningStarts: 20, batchSize: 8, bufferSize: 60 }, hiddenSizes: [8], horizon: 2 },
  'smdp-q-learning': { visitDecay: 0.6 },
  'epsilon-greedy': {},
  softmax: {},
  ucb1: {},
  'gradient-bandit': {},
  thompson: {},
  linucb: {},
  'neural-bandit': { hiddenSizes: [8] },
  cql: { ...learner, cqlAlpha: 0.5 },
  mcts: { simulations: 20 },
  alphazero: {
    ...{ selfPlaySimulations: 8, simulations: 8, parallelGames: 4, batchSize: 8, bufferSize: 100 },
    ...{ hiddenSizes: [8], logInterval: 4 },
  },
  'independent-q': { ...manyQ, prioritized: true },
  'neighbourhood-q': { ...manyQ, settle: 1 },
  'mean-field-q': { ...manyQ, parameterSharing: false, normalizeObservations: true },
  ippo: { nSteps: 8, batchSize: 8, nEpochs: 2, hiddenSizes: [8] },
  mappo: { nSteps: 8, batchSize: 8, nEpochs: 2, hiddenSizes: [8], normalizeObservations: true },
  'self-play-ppo': {
    nSteps: 8,
    batchSize: 8,
    nEpochs: 2,
    hiddenSizes: [8],
    snapshotInterval: 1,
    poolSize: 2,
  },
  random: {},
};

/** They have nothing that training changes, but for random streams and counters. */
const UNLEARNING = ['mcts', 'random'];

/** They take no step of an optimiser. */
const WITHOUT_GRADIENT = ['es', 'cem', 'cma-es', 'ars', 'neuroevolution'];

/** Those that learn from a dataset alone have tests of their own. */
const all = algorithms()
  .filter(({ needsDataset }) => !needsDataset)
  .map((definition) => [definition.id, definition] as const);

/** Learners without networks: nothing of theirs has a mode, or diverges by a large step. */
const withoutNetworks = (id: string) => !('hiddenSizes' in algorithm(id).schema.shape);

/** Where each trains: what has a table on worlds with few states. */
function placeOf(id: string): string {
  const { spaces, needsModel } = algorithm(id);
  if (needsModel)
    return { simulator: 'TicTacToe-v0', table: 'FrozenLake8x8-v1', rooms: 'FourRooms-v0' }[needsModel];
  if (!spaces!.actions.includes('Discrete')) return 'Pendulum-v1';
  if (!withoutNetworks(id) || UNLEARNING.includes(id)) return 'CartPole-v1';
  return 'Blackjack-v1';
}

const vectorFor = (id: string, numEnvs: number) => makeVec(placeOf(id), { numEnvs });

const create = (id: string, numEnvs = 2): Agent =>
  algorithm(id).create(vectorFor(id, numEnvs), { seed: 4, ...small[id] });

it('every algorithm has its settings here', () => {
  expect(Object.keys(small).sort()).toEqual(all.map(([id]) => id).sort());
});

/** Objects that hold what training changes, wherever they are in an agent. */
function statefulObjects(agent: Agent): [string, object][] {
  const found: [string, object][] = [];
  const seen = new Set<unknown>([agent.env, agent.parts, agent.config]);
  const visit = (value: unknown, path: string, depth: number) => {
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > 3) return;
    seen.add(value);
    const isState =
      value instanceof Module || value instanceof Optimizer || ('saveState' in value && 'loadState' in value);
    if (isState && value !== agent) found.push([path, value]);
    else if (Array.isArray(value))
      for (const [i, each] of value.entries()) visit(each, `${path}[${i}]`, depth);
    else if (!ArrayBuffer.isView(value))
      for (const [key, each] of Object.entries(value)) visit(each, `${path}.${key}`, depth + 1);
  };
  visit(agent, id(agent), 0);
  return found;
}

const id = (agent: Agent) => agent.algo;

/** Registered itself, or within something that is. */
function isRegistered(parts: Parts, object: object): boolean {
  return (
    parts.has(object) ||
    Object.values(parts.networks).some((network) => [...network.modules()].includes(object as Module))
  );
}

describe.each(all)('%s', (id) => {
  it('registers every network, optimiser and piece of state it holds', () => {
    const agent = create(id);
    const objects = statefulObjects(agent);
    expect(objects.length).toBeGreaterThan(0);
    const forgotten = objects.filter(
      ([, object]) => !isRegistered(agent.parts, object) && !(object instanceof Generator),
    );
    expect(forgotten.map(([path]) => path)).toEqual([]);
  });

  it('restores every part to what it was, also from one file', async () => {
    const agent = await create(id).learn({ totalSteps: 100 });
    const bytes = agent.toBytes({ memory: true });
    const copy = agentFromBytes(bytes, { env: vectorFor(id, 2) });
    expect(copy.saveState()).toEqual(agent.saveState());
    expect(copy.weights()).toEqual(agent.weights());
    await Promise.all([agent, copy].map((each) => each.learn({ totalSteps: 160 })));
    expect(copy.saveState()).toEqual(agent.saveState());
    expect(copy.weights()).toEqual(agent.weights());
  });

  it('goes on with weights, optimiser, statistics and counters on another number of environments', async () => {
    const agent = await create(id, 3).learn({ totalSteps: 120 });
    for (const numEnvs of [1, 2]) {
      const copy = agentFromBytes(agent.toBytes({ memory: true }), { env: vectorFor(id, numEnvs) });
      expect(copy.weights()).toEqual(agent.weights());
      expect([copy.numTimesteps, copy.numEpisodes]).toEqual([agent.numTimesteps, agent.numEpisodes]);
      const returns: number[] = [];
      await copy.learn({
        totalSteps: 220,
        callbacks: [{ onEpisodeEnd: (_, episode) => void returns.push(episode.return, episode.length) }],
      });
      expect(returns.every(Number.isFinite)).toBe(true);
      // Policy iteration has come to its end.
      if (![...UNLEARNING, 'policy-iteration'].includes(id))
        expect(copy.weights()).not.toEqual(agent.weights());
    }
  });

  it('acts in evaluation mode and learns in training mode, targets never', async () => {
    const agent = create(id);
    const networks = Object.entries(agent.parts.networks);
    const modes = (wanted: boolean) =>
      networks.filter(([name, network]) => !name.includes('target') && network.training !== wanted);
    const env = agent.env!;
    const { step } = env;
    env.step = (actions) => {
      expect(modes(false)).toEqual([]);
      step.call(env, actions);
    };
    let updates = 0;
    const learn = vi.spyOn(Optimizer.prototype, 'step').mockImplementation(() => {
      expect(modes(true)).toEqual([]);
      for (const [name, { training }] of networks) if (name.includes('target')) expect(training).toBe(false);
      updates++;
    });
    await agent.learn({ totalSteps: 400 }).finally(() => learn.mockRestore());
    if (!withoutNetworks(id) && !WITHOUT_GRADIENT.includes(id)) expect(updates).toBeGreaterThan(2);
    expect(modes(false)).toEqual([]);
  });
});

describe('loading', () => {
  const observation = Float32Array.of(0.1, 0, -0.1, 0);

  it('finds the class by the name in the file, and the environment by its id', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trainyard-')), 'agent.safetensors');
    const agent = await create('dqn').learn({ totalSteps: 60 });
    await agent.save(path);
    const loaded = await loadAgent(path);
    expect(loaded).toBeInstanceOf(DQN);
    expect(loaded.env!.spec!.id).toBe('CartPole-v1');
    expect(loaded.predict(observation)).toBe(agent.predict(observation));
    await expect(PPO.load(path, 'CartPole-v1')).rejects.toThrow(/holds a dqn agent, not ppo/);
  });

  it('leaves the memory out of what is for sharing, and training goes on without it', async () => {
    const agent = await create('dqn').learn({ totalSteps: 60 });
    const [small, large] = [agent.toBytes(), agent.toBytes({ memory: true })];
    expect(large.length - small.length).toBeGreaterThan(60 * 2 * 16);
    const loaded = agentFromBytes(small) as DQN;
    expect(loaded.memory.size).toBe(0);
    await loaded.learn({ totalSteps: 90 });
    expect(() => agent.toBytes({ memmory: true } as object)).toThrow(
      /no option 'memmory'. Did you mean memory/,
    );
  });

  it('keeps ε and the schedule of the training that is under way', async () => {
    const agent = new DQN('CartPole-v1', { ...small.dqn, explorationFraction: 0.5 });
    const stop = {
      onIteration: (c: { agent: Agent; stop(why: string): void }) => c.agent.numTimesteps >= 50 && c.stop(''),
    };
    await agent.learn({ totalSteps: 200, callbacks: [stop as never] });
    expect(agent.epsilon).toBeCloseTo(1 - 0.95 * 0.5, 1);
    expect((agentFromBytes(agent.toBytes()) as DQN).epsilon).toBe(agent.epsilon);
  });

  it('synchronises the target network wherever the count of steps stands', async () => {
    const on3 = await new DQN(makeVec('CartPole-v1', { numEnvs: 3 }), {
      ...small.dqn,
      targetUpdateInterval: 9,
    }).learn({
      totalSteps: 63,
    });
    const on2 = agentFromBytes(on3.toBytes({ memory: true }), {
      env: makeVec('CartPole-v1', { numEnvs: 2 }),
    });
    const before = on2.weights()['q_net_target.0.weight']!.data;
    await on2.learn({ totalSteps: 100 });
    expect(on2.weights()['q_net_target.0.weight']!.data).not.toEqual(before);
  });

  it.each([
    [
      'FrozenLake-v1',
      /made for observations Box.*, the environment has Discrete\(16\): the kind is Box in one/,
    ],
    ['MountainCar-v0', /the shape is \[4\] in one and \[2\] in the other/],
  ])('refuses other spaces: %s', async (env, message) => {
    const bytes = create('reinforce').toBytes();
    expect(() => agentFromBytes(bytes, { env })).toThrow(message);
  });

  it('refuses what is no agent, by name', () => {
    const file = writeSafetensors({}, { format: 'trainyard-agent-1', algo: 'dqn' });
    expect(() => agentFromBytes(file, {}, 'old.safetensors')).toThrow(
      /old.safetensors was saved by trainyard 0.1.0/,
    );
    expect(() => agentFromBytes(writeSafetensors({}, {}))).toThrow(/is not a saved agent/);
  });
});

describe('predictions', () => {
  it.each([['hello'], [{}], [[Number.NaN, 0, 0, 0]], [[1, 2, 3]], [undefined]])(
    'refuse %j',
    (observation) => {
      for (const id of ['dqn', 'ppo']) {
        expect(() => create(id).predict(observation)).toThrow(
          /The observation of predict\(\) does not fit Box/,
        );
      }
    },
  );

  it('and callbacks refuse options and methods that nobody reads', async () => {
    const agent = create('dqn');
    expect(() => agent.predict(new Float32Array(4), { determinstic: false } as object)).toThrow(
      /predict\(\) has no option 'determinstic'/,
    );
    const callbacks = [{ onIteratoin() {} }] as never;
    await expect(agent.learn({ totalSteps: 50, callbacks })).rejects.toThrow(
      /no method onIteratoin; there are/,
    );
  });

  it('of an agent with masks ask for one, and for one that allows something', () => {
    for (const { id, spaces, create: make } of algorithms()) {
      if (
        !spaces?.actions.includes('Discrete') ||
        ['sac-discrete', 'alphazero', 'self-play-ppo', 'smdp-q-learning'].includes(id)
      )
        continue;
      const config = withoutNetworks(id) ? {} : { hiddenSizes: [8] };
      const agent = make('Taxi-v4', id === 'recurrent-ppo' ? { ...config, memorySize: 4 } : config);
      expect(() => agent.predict(3), id).toThrow(/trained with action masks; pass those/);
      expect(() => agent.predict(3, { actionMask: new Uint8Array(6) }), id).toThrow(/allows no action/);
      expect(() => agent.predict(3, { actionMask: new Uint8Array(5) }), id).toThrow(/6 flags.*got 5/);
      expect(agent.predict(3, { actionMask: Uint8Array.of(0, 0, 0, 0, 1, 0) }), id).toBe(4);
    }
  });

  it('scale images, and nothing else: bits in a box of bytes stay bits', () => {
    const image = new Box({ low: 0, high: 255, shape: [1, 4, 4], dtype: 'uint8' });
    const bits = new Box({ low: 0, high: 1, shape: [4], dtype: 'uint8' });
    const inputs = (space: Space, values: number[]) => {
      const out = new Float32Array(space.flatdim);
      new ObservationEncoder(space).encodeRows(Uint8Array.from(values), 1, out);
      return [...out];
    };
    expect(inputs(bits as Space, [0, 1, 1, 0])).toEqual([0, 1, 1, 0]);
    expect(inputs(image as Space, new Array(16).fill(255))).toEqual(new Array(16).fill(1));
    const both = new Dict({ bits, image }) as unknown as Space;
    expect(inputs(both, [1, 0, 1, 0, ...new Array(16).fill(51)]).slice(3, 6)).toEqual([
      0,
      Math.fround(0.2),
      Math.fround(0.2),
    ]);
  });
});

describe('configurations that can never learn', () => {
  it.each([
    ['ppo', {}, 2000, /nSteps: learning begins after a rollout of 2048 steps[\s\S]*training ends after 2000/],
    ['recurrent-ppo', {}, 100, /nSteps: .*128/],
    ['a2c', {}, 3, /nSteps: /],
    ['reinforce', { episodesPerUpdate: 50 }, 40, /episodesPerUpdate: learning begins after 50 episodes/],
    [
      'dqn',
      { learningStarts: 1000 },
      1000,
      /learningStarts: learning begins after 1000 steps, but training ends after 1000/,
    ],
    ['dqn', { learningStarts: 0 }, 20, /batchSize: learning begins after 32 steps/],
  ])('%s with %j and %i steps says so before it starts', async (id, config, totalSteps, message) => {
    const agent = algorithm(id).create('CartPole-v1', config);
    await expect(agent.learn({ totalSteps })).rejects.toThrow(message);
    expect(agent.numTimesteps).toBe(0);
  });

  it('are refused when they are made, where nobody needs a budget to see it', () => {
    expect(() => new DQN('CartPole-v1', { bufferSize: 16 })).toThrow(
      /bufferSize: a memory of 16 transitions never holds a batch of 32/,
    );
    for (const priorityBeta of [5, 'linear:0.4:2'])
      expect(() => new DQN('CartPole-v1', { prioritized: true, priorityBeta })).toThrow(
        /priorityBeta: expected a number in \[0, 1\]/,
      );
    const eight = makeVec('CartPole-v1', { numEnvs: 8 });
    expect(() => new DQN(eight, { bufferSize: 4, batchSize: 4 })).toThrow(
      /bufferSize: a memory of 4 transitions does not hold one step of 8 environments/,
    );
    expect(() => new PPO('CartPole-v1', { actionStd: 'sde' })).toThrow(
      /actionStd: "sde" would have no effect here/,
    );
    expect(() => new PPO('Pendulum-v1', { sdeSampleFreq: 4 })).toThrow(
      /sdeSampleFreq: 4 would have no effect/,
    );
    expect(() => new DQN('CartPole-v1', { explorationDecay: 0.9 })).toThrow(
      /explorationDecay: 0.9 would have no effect/,
    );
    expect(() => new DQN('CartPole-v1', { learningRate: 'exponential:0:1e-3' })).toThrow(
      /learningRate: expected a number ≥ 0, or a schedule.*got "exponential:0:1e-3"/,
    );
    expect(() => new DQN('CartPole-v1', { learningRate: 'linear:1:' })).toThrow(/got "linear:1:"/);
    expect(() => new DQN('CartPole-v1', { learningRate: -1 })).toThrow(/got -1/);
    expect(() => new DQN('CartPole-v1', { learningRate: Number.NaN })).toThrow(/got NaN/);
  });

  it('are refused where parts are none, or nobody reads them', () => {
    const make = (id: string, own: object) => () => algorithm(id).create('CartPole-v1', {}, own as never);
    expect(make('ppo', { extractor: 5 })).toThrow(/extractor: this part of ppo must be a function, got 5/);
    expect(make('dqn', { sampler: 'x' })).toThrow(/sampler: this part of dqn must be a function/);
    expect(make('ppo', { hooks: [{}] })).toThrow(/hooks: a list of objects with a method onBatch/);
    expect(make('reinforce', { hooks: [] })).toThrow(/the parts of reinforce has no option 'hooks'/);
    expect(() => create('ppo').setConfig(5 as never)).toThrow(/setConfig takes hyperparameters .* got 5/);
    expect(() => create('ppo').toBytes({ memory: 'no' } as never)).toThrow(/must be true or false, got "no"/);
  });

  it('are told by name where they need more memory than there is', async () => {
    const image = () => ({
      observationSpace: new Box({ low: 0, high: 255, shape: [210, 160, 3], dtype: 'uint8' }),
      actionSpace: new Discrete(2),
      reset: () => ({ observation: new Uint8Array(210 * 160 * 3), info: {} }),
      step: () => ({
        observation: new Uint8Array(210 * 160 * 3),
        reward: 0,
        terminated: false,
        truncated: false,
        info: {},
      }),
    });
    const agent = new DQN(image as never, { features: 'flatten', hiddenSizes: [4], bufferSize: 1e9 });
    await expect(agent.learn({ totalSteps: 1e9 })).rejects.toThrow(
      /bufferSize: 1,000,000,000 rows of .* bytes need .* GB, this machine has .* GB; at most/,
    );
    expect(() => new DQN('CartPole-v1', { hiddenSizes: [1e6, 1e6] })).toThrow(/hiddenSizes: .* GB/);
    expect(() => new PPO('CartPole-v1', { nSteps: 1e12 })).toThrow(/nSteps: .* GB/);
    expect(() => new DQN(image as never, {})).toThrow(
      /channels: expected "first" or "last", where .*"channels": "last"/,
    );
  });
});

it.each(Object.keys(small).filter((id) => !withoutNetworks(id) && !WITHOUT_GRADIENT.includes(id)))(
  '%s tells what diverged',
  async (id) => {
    const agent = algorithm(id).create(vectorFor(id, 1), { ...small[id], learningRate: 1e38 });
    await expect(agent.learn({ totalSteps: 2000 })).rejects.toThrow(/Training diverged: .*(weight|loss)/);
  },
);
