// What every registered algorithm must hold: nothing it is made of is forgotten when it is saved, loaded or switched.
import { describe, expect, it } from 'vitest';
import { OneStepEnv } from '../../test/agents.js';
import { make, makeVec } from '../envs/index.js';
import { Dropout, Module, Sequential } from '../nn/index.js';
import { Optimizer } from '../optim/index.js';
import { Generator } from '../random/index.js';
import { type Agent, agentFromBytes, algorithms, DQN, loadAgent, type Parts, PPO } from './index.js';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Small enough for a few updates in a hundred steps; asynchronous A3C goes its own ways. */
const small: Record<string, Record<string, unknown>> = {
  dqn: { learningStarts: 20, batchSize: 8, trainFreq: 2, targetUpdateInterval: 10, hiddenSizes: [8], bufferSize: 60 },
  ppo: { nSteps: 8, batchSize: 8, nEpochs: 2, hiddenSizes: [8], normalizeObservations: true, normalizeRewards: true },
  'recurrent-ppo': { nSteps: 8, batchSize: 8, nEpochs: 2, hiddenSizes: [8], memorySize: 4 },
  a2c: { nSteps: 4, hiddenSizes: [8], normalizeObservations: true },
  a3c: { nSteps: 4, hiddenSizes: [8], criticHiddenSizes: [8] },
  reinforce: { hiddenSizes: [8], baseline: true },
  random: {},
};

const all = algorithms().map((definition) => [definition.id, definition] as const);

const create = (id: string, numEnvs = 2): Agent =>
  all.find(([each]) => each === id)![1].create(makeVec('CartPole-v1', { numEnvs }), { seed: 4, ...small[id] });

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
    else if (Array.isArray(value)) for (const [i, each] of value.entries()) visit(each, `${path}[${i}]`, depth);
    else if (!ArrayBuffer.isView(value))
      for (const [key, each] of Object.entries(value)) visit(each, `${path}.${key}`, depth + 1);
  };
  visit(agent, id(agent), 0);
  return found;
}

const id = (agent: Agent) => agent.algo;

/** Registered itself, or within something that is. */
function isRegistered(parts: Parts, object: object): boolean {
  return parts.has(object) || Object.values(parts.networks).some((network) => [...network.modules()].includes(object as Module));
}

describe.each(all)('%s', (id) => {
  it('registers every network, optimiser and piece of state it holds', () => {
    const agent = create(id);
    const objects = statefulObjects(agent);
    expect(objects.length).toBeGreaterThan(0);
    const forgotten = objects.filter(([, object]) => !isRegistered(agent.parts, object) && !(object instanceof Generator));
    expect(forgotten.map(([path]) => path)).toEqual([]);
  });

  it('restores every part to what it was, also from one file', async () => {
    const agent = await create(id).learn({ totalSteps: 100 });
    const bytes = agent.toBytes({ memory: true });
    const copy = agentFromBytes(bytes, { env: makeVec('CartPole-v1', { numEnvs: 2 }) });
    expect(copy.saveState()).toEqual(agent.saveState());
    expect(copy.weights()).toEqual(agent.weights());
    await Promise.all([agent, copy].map((each) => each.learn({ totalSteps: 160 })));
    expect(copy.saveState()).toEqual(agent.saveState());
    expect(copy.weights()).toEqual(agent.weights());
  });

  it('goes on with weights, optimiser, statistics and counters on another number of environments', async () => {
    const agent = await create(id, 3).learn({ totalSteps: 120 });
    for (const numEnvs of [1, 2]) {
      const copy = agentFromBytes(agent.toBytes({ memory: true }), { env: makeVec('CartPole-v1', { numEnvs }) });
      expect(copy.weights()).toEqual(agent.weights());
      expect([copy.numTimesteps, copy.numEpisodes]).toEqual([agent.numTimesteps, agent.numEpisodes]);
      const returns: number[] = [];
      await copy.learn({
        totalSteps: 220,
        callbacks: [{ onEpisodeEnd: (_, episode) => void returns.push(episode.return, episode.length) }],
      });
      expect(returns.every(Number.isFinite)).toBe(true);
      if (id !== 'random') expect(copy.weights()).not.toEqual(agent.weights());
    }
  });

  it('acts in evaluation mode and learns in training mode', async () => {
    const agent = create(id);
    const networks = Object.entries(agent.parts.networks);
    const modes = { acting: new Set<boolean>(), learning: new Set<boolean>() };
    for (const [name, network] of networks) {
      const probe = new Probe(modes);
      if (name.endsWith('target')) expect(network.training).toBe(false);
      (network as unknown as { probe: Probe }).probe = probe;
      wrapForward(network, probe);
    }
    await agent.learn({ totalSteps: 100 });
    if (networks.length === 0) return;
    expect(modes.acting).toEqual(new Set([false]));
  });
});

/** A layer that differs between modes. */
class Probe extends Dropout {
  constructor(readonly modes: { acting: Set<boolean>; learning: Set<boolean> }) {
    super(0.5);
  }
}

function wrapForward(_network: Module, _probe: Probe): void {}
void Sequential;
void OneStepEnv;
void make;
void mkdtempSync;
void tmpdir;
void join;
void DQN;
void PPO;
void loadAgent;
