// Checks that every algorithm must pass: it learns the identity task, is deterministic, resumes exactly, keeps to masks.
import { expect } from 'vitest';
import type { Agent, Callback } from '../src/agents/index.js';
import type { Env, ResetResult, StepResult } from '../src/envs/index.js';
import { Generator } from '../src/random/index.js';
import { Box, Discrete, type Space } from '../src/spaces/index.js';

/** Return of the agent's deterministic policy over `steps` steps of an environment whose episodes are that long. */
export function play(agent: Agent, env: Env, steps = 100): number {
  let { observation } = env.reset({ seed: 7 });
  let total = 0;
  for (let t = 0; t < steps; t++) {
    const result = env.step(agent.predict(observation, { actionMask: env.actionMask?.() }));
    total += result.reward;
    observation = result.observation;
  }
  return total;
}

/** Training for `totalSteps` with `create` gives equal weights for equal seeds and others for other seeds. */
export async function expectDeterminism(create: (seed: number) => Agent, totalSteps: number): Promise<void> {
  const run = async (seed: number) => (await create(seed).learn({ totalSteps })).weights();
  const [first, again, other] = [await run(5), await run(5), await run(6)];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
}

/**
 * A run that is saved after `stopAfter` steps and continued by a fresh agent ends as one that was never interrupted:
 * same weights, same state, same rows of metrics.
 */
export async function expectExactResume(
  create: () => Agent,
  totalSteps: number,
  stopAfter: number,
): Promise<void> {
  const straight = create();
  const rows: unknown[] = [];
  await straight.learn({ totalSteps, callbacks: [recordInto(rows)] });

  const resumedRows: unknown[] = [];
  const half = create();
  await half.learn({ totalSteps, callbacks: [recordInto(resumedRows), stopAt(stopAfter)] });
  expect(half.numTimesteps).toBeLessThan(totalSteps);
  const saved = structuredClone({ weights: half.weights(), state: half.saveState() });
  const resumed = create();
  resumed.loadWeights(saved.weights);
  resumed.loadState(saved.state);
  await resumed.learn({ totalSteps, callbacks: [recordInto(resumedRows)] });

  expect(rows.length).toBeGreaterThan(1);
  expect(resumedRows).toEqual(rows);
  expect(resumed.weights()).toEqual(straight.weights());
  expect(resumed.saveState()).toEqual(straight.saveState());
}

function recordInto(rows: unknown[]): Callback {
  return { onMetrics: (_, step, metrics) => void rows.push([step, metrics]) };
}

function stopAt(steps: number): Callback {
  return {
    onIteration: (context) => {
      if (context.agent.numTimesteps >= steps) context.stop('enough');
    },
  };
}

/** Shows which one of `n` actions is legal besides the first, and throws when an illegal one is taken. */
export class MaskedEnv implements Env<Float32Array, number> {
  readonly observationSpace: Space<Float32Array>;
  readonly actionSpace: Discrete;
  private legal = 1;
  private elapsed = 0;

  constructor(private readonly n = 5) {
    this.observationSpace = new Box({ low: 0, high: 1, shape: [n] });
    this.actionSpace = new Discrete(n);
  }

  reset(): ResetResult<Float32Array> {
    this.elapsed = 0;
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    if (this.actionMask()[action] !== 1) throw new Error(`illegal action ${action}`);
    const reward = action === 0 ? 0 : 1;
    this.elapsed++;
    this.legal = 1 + ((this.legal * 3 + this.elapsed) % (this.n - 1));
    return {
      observation: this.observe(),
      reward,
      terminated: this.elapsed === 20,
      truncated: false,
      info: {},
    };
  }

  private observe(): Float32Array {
    const observation = new Float32Array(this.n);
    observation[this.legal] = 1;
    return observation;
  }

  actionMask(): Uint8Array {
    return Uint8Array.from({ length: this.n }, (_, a) => (a === 0 || a === this.legal ? 1 : 0));
  }

  render(): undefined {}

  close(): void {}
}

/** One state; every step is an episode of reward 1, ended by the given flag. */
export class OneStepEnv implements Env<Float32Array, number> {
  readonly observationSpace = new Box({ low: -1, high: 1, shape: [1] });
  readonly actionSpace = new Discrete(2);

  constructor(private readonly end: 'terminated' | 'truncated') {}

  reset(): ResetResult<Float32Array> {
    return { observation: Float32Array.of(1), info: {} };
  }

  step(): StepResult<Float32Array> {
    const { end } = this;
    return {
      observation: Float32Array.of(1),
      reward: 1,
      terminated: end === 'terminated',
      truncated: end === 'truncated',
      info: {},
    };
  }

  render(): undefined {}

  close(): void {}
}

/** One state, reward 1 per step; 3 of 10 steps end the episode as told. */
export class ChanceEnd implements Env<Float32Array, number> {
  readonly observationSpace: Space<Float32Array> = new Box({ low: -1, high: 1, shape: [1] });
  readonly actionSpace = new Discrete(2);
  private readonly rng = new Generator(0);

  constructor(private readonly end: 'terminated' | 'truncated') {}

  reset() {
    return { observation: Float32Array.of(1), info: {} };
  }

  step() {
    const ends = this.rng.random() < 0.3;
    const flag = (end: string) => ends && this.end === end;
    const [terminated, truncated] = [flag('terminated'), flag('truncated')];
    return { observation: Float32Array.of(1), reward: 1, terminated, truncated, info: {} };
  }
}
