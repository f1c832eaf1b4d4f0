// Learners of single agents on the rows of worlds with many: dead rows never reach them.
import { describe, expect, it } from 'vitest';
import { expectExactResume } from '../../test/agents.js';
import { type EnvState, make, VectorNormalizeObservation, VectorNormalizeReward } from '../envs/index.js';
import type { ByAgent, ParallelReset, ParallelStep } from '../envs/multi/index.js';
import {
  AgentsVectorEnv,
  agentsAsVector,
  makeAec,
  makeParallel,
  type Policy,
  randomPolicy,
  SeededParallelEnv,
  singleAgent,
} from '../envs/multi/index.js';
import { evaluatePolicy } from '../evaluate/index.js';
import { Box, Discrete } from '../spaces/index.js';
import type { Tensor } from '../tensor/index.js';
import { A2C, type Agent, DQN, type Hook, PPO, RecurrentPPO, Reinforce } from './index.js';

/**
 * Repeat the sign shown, for 1. Each step one agent may die, the rest go on until one is left or 12 steps are over. Shown
 * numbers are never 0.
 */
class Mortal extends SeededParallelEnv<Float32Array, number> {
  readonly possibleAgents = ['a', 'b', 'c', 'd'];
  private readonly seen = new Box({ low: -2, high: 2, shape: [2] });
  private readonly acted = new Discrete(2);
  private signs: number[] = [1, 1, 1, 1];
  private time = 0;
  /** Steps that living agents took. */
  taken = 0;

  observationSpace() {
    return this.seen;
  }

  actionSpace() {
    return this.acted;
  }

  protected start(): ParallelReset<Float32Array> {
    this.time = 0;
    return { observations: this.look(this.agents), infos: this.tell(() => ({})) };
  }

  private tell<T>(value: (agent: string) => T): ByAgent<T> {
    return Object.fromEntries(this.agents.map((agent) => [agent, value(agent)]));
  }

  private look(agents: readonly string[]): ByAgent<Float32Array> {
    this.signs = this.possibleAgents.map(() => (this.rng.random() < 0.5 ? -1 : 1));
    return Object.fromEntries(
      agents.map((agent) => [agent, Float32Array.of(this.signs[this.possibleAgents.indexOf(agent)]!, 2)]),
    );
  }

  protected advance(actions: ByAgent<number>): ParallelStep<Float32Array> {
    const rewards = this.tell((agent) =>
      actions[agent] === (this.signs[this.possibleAgents.indexOf(agent)]! > 0 ? 1 : 0) ? 1 : 0,
    );
    this.taken += this.agents.length;
    this.time++;
    const victim =
      this.rng.random() < 0.4 ? this.agents[this.rng.integers(0, this.agents.length)] : undefined;
    const isLast = this.agents.length === 1;
    return {
      observations: this.look(this.agents),
      rewards,
      terminations: this.tell((agent) => agent === victim || isLast),
      truncations: this.tell(() => this.time >= 12),
      infos: this.tell(() => ({})),
    };
  }

  protected snapshot(): EnvState {
    return { signs: [...this.signs], time: this.time };
  }

  protected restore({ signs, time }: EnvState): void {
    this.signs = [...(signs as number[])];
    this.time = time as number;
  }
}

/** The same rows, but the dead show `poison` and pretend to earn it. */
class Poisoned extends AgentsVectorEnv {
  /** How often a dead row was shown. */
  shown = 0;

  constructor(private readonly poison: number) {
    super([new Mortal(), new Mortal()]);
  }

  override reset(): void {
    super.reset({ seed: 3 });
  }

  override step(actions: Parameters<AgentsVectorEnv['step']>[0]): void {
    const dead = [...this.alive.keys()].filter((row) => this.alive[row] === 0);
    super.step(actions);
    for (const row of dead) this.rewards[row] = this.poison;
    for (const [row, lives] of this.alive.entries()) {
      if (lives === 1) continue;
      this.observations.fill(this.poison, 2 * row, 2 * row + 2);
      this.shown++;
    }
  }
}

const small = { hiddenSizes: [8], seed: 4 };
const learners: [string, (env: AgentsVectorEnv) => Agent][] = [
  ['PPO', (env) => new PPO(env, { ...small, nSteps: 16, batchSize: 32, nEpochs: 2 })],
  [
    'PPO, all normalised',
    (env) =>
      new PPO(env, {
        ...small,
        nSteps: 16,
        batchSize: 32,
        nEpochs: 2,
        normalizeObservations: true,
        normalizeRewards: true,
      }),
  ],
  ['A2C', (env) => new A2C(env, { ...small, nSteps: 5 })],
  ['DQN', (env) => new DQN(env, { ...small, learningStarts: 50, bufferSize: 300, batchSize: 16 })],
  ['Reinforce', (env) => new Reinforce(env, { ...small, normalizeObservations: true })],
];

describe('dead rows', () => {
  it.each(learners)('do not change what %s learns, whatever they hold', async (_name, create) => {
    const train = async (poison: number) => {
      const envs = new Poisoned(poison);
      const agent = create(envs);
      await agent.learn({ totalSteps: 800 });
      return { weights: agent.weights(), episodes: agent.numEpisodes, shown: envs.shown };
    };
    const [clean, poisoned] = [await train(0), await train(1.75)];
    expect(clean.shown).toBeGreaterThan(200);
    expect(poisoned).toEqual(clean);
  });

  it('are not in the replay memory', async () => {
    const envs = agentsAsVector(() => new Mortal(), { worlds: 2 });
    const agent = new DQN(envs, { ...small, learningStarts: 50, bufferSize: 10_000, batchSize: 16 });
    await agent.learn({ totalSteps: 1000 });
    const { memory } = agent;
    const taken = (envs.worlds as Mortal[]).reduce((sum, world) => sum + world.taken, 0);
    expect(memory.size).toBe(taken);
    expect(memory.size).toBeLessThan(1000);
    for (const { columns } of [memory.observations, memory.nextObservations]) {
      const [column] = columns;
      for (let row = 0; row < memory.size; row++) {
        expect(Math.abs(column!.source(row)[column!.offset(row)]!)).toBe(1);
      }
    }
  });

  it('are not in the batches of PPO', async () => {
    const seen: number[] = [];
    const watch: Hook = {
      onBatch: ({ states, rewards, nextStates }) => {
        seen.push(rewards.size);
        for (const tensor of [states, nextStates] as Tensor[]) {
          for (let i = 0; i < tensor.size; i += 2) expect(Math.abs(tensor.data[i]!)).toBe(1);
        }
        return {};
      },
    };
    const agent = new PPO(
      agentsAsVector(() => new Mortal(), { worlds: 2 }),
      { ...small, nSteps: 16, batchSize: 32 },
      { hooks: [watch] },
    );
    await agent.learn({ totalSteps: 1280 });
    expect(seen).toHaveLength(10);
    expect(Math.max(...seen)).toBeLessThan(16 * 8);
  });

  it('are left out of the statistics of normalising vectors', () => {
    const count = (poison: number) => {
      const observations = new VectorNormalizeObservation(new Poisoned(poison));
      const rewards = new VectorNormalizeReward(observations);
      rewards.reset();
      for (let t = 0; t < 60; t++) rewards.step(new Uint8Array(8));
      return [observations.statistics.toJSON(), rewards.statistics.toJSON()];
    };
    expect(count(1.75)).toEqual(count(0));
  });

  it('stop learners that need sequences without gaps', async () => {
    const agent = new RecurrentPPO(agentsAsVector(new Mortal()), { memorySize: 8, seed: 1 });
    await expect(agent.learn({ totalSteps: 600 })).rejects.toThrow(/sequences without gaps.*singleAgent/);
  });
});

const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Mean reward of a step, as the agent plays all rows. */
function score(agent: PPO | DQN, envs: AgentsVectorEnv): number {
  envs.reset({ seed: 99 });
  const actions = new Uint8Array(envs.numEnvs);
  let total = 0;
  let steps = 0;
  for (let t = 0; t < 200; t++) {
    const alive = envs.alive.slice();
    agent.predictBatch(envs.observations, envs.numEnvs, actions);
    envs.step(actions);
    alive.forEach((lives, row) => {
      steps += lives;
      total += lives * envs.rewards[row]!;
    });
  }
  return total / steps;
}

describe('shared weights', () => {
  it('are learnt by PPO and by DQN although agents die', async () => {
    const envs = () => agentsAsVector(() => new Mortal(), { worlds: 4 });
    const ppo = new PPO(envs(), {
      nSteps: 32,
      batchSize: 64,
      learningRate: 3e-3,
      hiddenSizes: [16],
      seed: 1,
    });
    await ppo.learn({ totalSteps: 8000 });
    const dqn = new DQN(envs(), {
      learningRate: 3e-3,
      learningStarts: 200,
      hiddenSizes: [16],
      gamma: 0.5,
      seed: 1,
    });
    await dqn.learn({ totalSteps: 8000 });
    expect(score(ppo, envs())).toBeGreaterThan(0.95);
    // An episode is that of a world: its length that of who lived longest, its return what an agent has in the mean.
    const { returns, lengths } = evaluatePolicy(ppo, envs(), { episodes: 10, seed: 5 });
    expect([returns.length, new Set(lengths).size]).toEqual([10, expect.closeTo(5, -1)]);
    expect(average(returns)).toBeLessThan(average(lengths));
    expect(average(returns)).toBeGreaterThan(0.4 * average(lengths));
    expect(score(dqn, envs())).toBeGreaterThan(0.95);
  });

  it('go on exactly from a checkpoint in the middle of episodes', async () => {
    const create = () =>
      new PPO(
        agentsAsVector(() => new Mortal(), { worlds: 2 }),
        { ...small, nSteps: 16, batchSize: 32, logInterval: 1 },
      );
    await expectExactResume(create, 1280, 600);
  });

  it('of magnets: all choose at once, and align', async () => {
    const envs = agentsAsVector(makeParallel('ising_2d_v0'));
    const agent = new DQN(envs, {
      ...{
        learningRate: 3e-3,
        gamma: 0,
        learningStarts: 1000,
        batchSize: 64,
        bufferSize: 10_000,
        hiddenSizes: [16],
      },
      ...{ trainFreq: 1, gradientSteps: 4, explorationFraction: 0.5, seed: 1 },
    });
    await agent.learn({ totalSteps: 30_000 });
    const field = (up: number) => agent.predict(Float32Array.of(1 - up, up));
    expect([field(0.125), field(0.25), field(0.75), field(0.875)]).toEqual([0, 0, 1, 1]);
  });

  it('of battle: soldiers die, the rest learns', async () => {
    const envs = agentsAsVector(
      makeParallel('battle_v4', { mapSize: 14, agentsPerSide: 4, gap: 1, maxCycles: 60 }),
    );
    const agent = new DQN(envs, {
      hiddenSizes: [16],
      learningStarts: 100,
      batchSize: 16,
      bufferSize: 500,
      seed: 2,
    });
    await agent.learn({ totalSteps: 1600 });
    expect(agent.numEpisodes).toBeGreaterThan(8);
  });
});

describe('weights of its own', () => {
  it('DQN learns tic-tac-toe against chance, with masks', async () => {
    const agent = new DQN(make('TicTacToe-v0'), {
      learningRate: 1e-3,
      learningStarts: 500,
      hiddenSizes: [64],
      bufferSize: 10_000,
      trainFreq: 4,
      seed: 1,
    });
    await agent.learn({ totalSteps: 12_000 });
    const env = make('TicTacToe-v0');
    let total = 0;
    for (let game = 0; game < 200; game++) {
      let { observation } = env.reset(game === 0 ? { seed: 5 } : {});
      for (let over = false; !over; ) {
        const result = env.step(agent.predict(observation, { actionMask: env.actionMask!() }));
        observation = result.observation;
        over = result.terminated;
        total += result.reward;
      }
    }
    // Chance against chance earns 0.29.
    expect(total / 200).toBeGreaterThan(0.6);
  });

  it('an agent learns against another that was trained before', async () => {
    const settings = { ...small, learningStarts: 50, bufferSize: 1000 };
    const first = new DQN(make('TicTacToe-v0'), settings);
    await first.learn({ totalSteps: 300 });
    const trained: Policy<Int8Array, number> = (observation, { actionMask }) =>
      first.predict(observation, { actionMask });
    const env = singleAgent<Int8Array, number>(makeAec('tictactoe_v3'), 'player_2', trained);
    const second = new DQN(env, settings);
    await second.learn({ totalSteps: 300 });
    expect(second.numEpisodes).toBeGreaterThan(60);
  });

  it('one soldier learns while given policies play the others', async () => {
    const env = singleAgent(
      makeParallel('battle_v4', { mapSize: 14, agentsPerSide: 4, gap: 1, maxCycles: 40 }),
      'blue_1',
      randomPolicy,
    );
    const agent = new PPO(env, { ...small, nSteps: 64 });
    await agent.learn({ totalSteps: 256 });
    expect(agent.numTimesteps).toBe(256);
  });
});
