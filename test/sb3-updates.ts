// Gradient steps of Stable-Baselines3, recorded: weights before, a batch, the noise drawn, weights and losses after each.
import { expect } from 'vitest';
import type { Agent } from '../src/agents/index.js';
import type { Update } from '../src/agents/off-policy-agent.js';
import type { TransitionBatch } from '../src/agents/transition-batch.js';
import { Box, Discrete } from '../src/spaces/index.js';
import { readGolden } from './golden.js';

interface Recorded {
  shape: number[];
  data: number[];
}

export interface RecordedUpdate extends Record<string, unknown> {
  noise: Recorded[];
  /** Weights after it, by Stable-Baselines3's names. */
  params: Record<string, Recorded>;
  log_ent_coef?: number;
}

export interface UpdateCase {
  name: string;
  config: Record<string, number | string>;
  net_arch: number[];
  before: Record<string, Recorded>;
  steps: RecordedUpdate[];
}

interface File {
  batch: Record<
    | 'obs'
    | 'next_obs'
    | 'rewards'
    | 'terminated'
    | 'actions_continuous_scaled_to_minus1_1'
    | 'actions_discrete',
    Recorded
  >;
  cases: UpdateCase[];
}

/** From Stable-Baselines3's names and tensors to ours. */
export type Rename = (weights: Record<string, Recorded>) => Record<string, Recorded>;

const file = readGolden<File>('sb3-updates');

export function updateCase(name: string): UpdateCase {
  return file.cases.find((each) => each.name === name)!;
}

/** An environment with the spaces of the recorded batch, for agents that are never stepped; `masked`: discrete with masks. */
export function recordedSpaces(kind: 'continuous' | 'discrete' | 'masked') {
  return {
    observationSpace: new Box({ low: -Infinity, high: Infinity, shape: [5] }),
    actionSpace: kind === 'continuous' ? new Box({ low: -1, high: 1, shape: [2] }) : new Discrete(3),
    reset: () => ({ observation: new Float32Array(5), info: {} }),
    step: () => {
      throw new Error('nobody steps this environment');
    },
    ...(kind === 'masked' && { actionMask: () => Uint8Array.of(1, 1, 1) }),
  } as never;
}

/** What a learner has that is to be compared, its protected parts included. */
interface Learner {
  batches: { batch: TransitionBatch };
  learnt: { updates: number };
  rng: { noise: { fillNormal(out: Float32Array): void } };
  parts: Agent['parts'];
  config: { gamma: number };
  update(batch: TransitionBatch): Update;
}

/**
 * Takes the recorded steps with `agent` and compares losses, and every weight within 1e-5 of the largest of its tensor.
 *
 * @param losses their names in metrics, by ours
 */
export function expectSameUpdates(agent: Agent, { before, steps }: UpdateCase, rename: Rename): void {
  const learner = agent as unknown as Learner;
  load(agent, rename(before));
  const batch = learner.batches.batch;
  for (const step of steps) {
    fill(batch, learner.config.gamma);
    const noise = [...step.noise];
    learner.rng.noise.fillNormal = (out) => out.set(noise.shift()?.data ?? new Float32Array(out.length));
    learner.learnt.updates++;
    const { metrics } = learner.update(batch);
    const recorded = Object.entries(step).filter(
      ([name]) => name.startsWith('train/') && !name.includes('learning_rate') && !name.includes('n_updates'),
    );
    expect(Object.keys(metrics).sort()).toEqual(recorded.map(([name]) => name).sort());
    for (const [name, value] of recorded) {
      const size = Math.max(1, Math.abs(value as number));
      expect(Math.abs(metrics[name]! - (value as number)) / size, name).toBeLessThan(1e-5);
    }
    const weights = agent.weights();
    for (const [name, { data }] of Object.entries(rename(step.params))) {
      const largest = Math.max(...data.map(Math.abs));
      const error = Math.max(...data.map((value, i) => Math.abs(value - weights[name]!.data[i]!)));
      expect(error / largest, `${name} after update ${learner.learnt.updates}`).toBeLessThan(1e-5);
    }
  }
}

function load(agent: Agent, weights: Record<string, Recorded>): void {
  const own = agent.weights();
  for (const [name, { data }] of Object.entries(weights)) {
    expect(own[name]?.data.length, name).toBe(data.length);
    own[name]!.data.set(data);
  }
  agent.loadWeights(own);
}

function fill({ states, nextStates, actions, rewards, discounts }: TransitionBatch, gamma: number): void {
  const { batch } = file;
  states.data.set(batch.obs.data);
  nextStates.data.set(batch.next_obs.data);
  rewards.data.set(batch.rewards.data);
  discounts.data.set(batch.terminated.data.map((ended) => gamma * (1 - ended)));
  const isIndex = actions.dtype === 'int32';
  actions.data.set((isIndex ? batch.actions_discrete : batch.actions_continuous_scaled_to_minus1_1).data);
}
