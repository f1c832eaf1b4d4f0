// Budgets of steps, episodes and iterations, and those that could never teach anything.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerHillClimber } from '../../test/hill-climber.js';
import type { Callback } from '../agents/index.js';
import { resume, train } from './run.js';
import { RunFolder } from './run-folder.js';

let root: string;
beforeAll(registerHillClimber);
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-budget-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));
const out = (name: string) => join(root, name);
const base = { env: 'CartPole-v1', algo: 'hill-climber', seed: 3, finalEpisodes: 2 };

describe.each([
  ['episodes', { totalEpisodes: 10 }, { totalEpisodes: 12 }],
  ['iterations', { totalIterations: 100 }, { totalIterations: 120 }],
] as const)('a budget of %s', (unit, budget, more) => {
  const amount = Object.values(budget)[0]!;

  it('counts them, for evaluations and checkpoints too, and is resumed exactly', async () => {
    const every = amount / 2;
    const options = { ...base, ...budget, evaluation: { every, episodes: 2 }, checkpoint: { every } };
    const whole = await train({ ...options, out: out('whole') });
    expect(whole.finished).toBe(true);
    const agentCount = { episodes: whole.agent.numEpisodes, iterations: whole.agent.numIterations }[unit];
    expect(agentCount).toBe(amount);
    const rows = RunFolder.open(out('whole')).metrics();
    expect(rows.filter((row) => 'eval/mean_reward' in row).length).toBe(2);
    const stop: Callback = {
      onIteration: (context) => {
        if (context.progress > 0.7) context.stop('test');
      },
    };
    await train({ ...options, out: out('part'), callbacks: [stop] });
    await resume(out('part'), { finalEpisodes: 2 });
    for (const file of ['metrics.jsonl', 'evaluation.json', 'config.json'])
      expect(fs.readFileSync(join(out('part'), file))).toEqual(fs.readFileSync(join(out('whole'), file)));
  });

  it('can be enlarged in its unit only', async () => {
    await train({ ...base, ...budget, out: out('a') });
    await expect(resume(out('a'), { totalSteps: 1e6 })).rejects.toThrow(
      `This run counts ${unit}, so its new total is one of ${unit}, not of steps.`,
    );
    await expect(resume(out('a'), budget)).rejects.toThrow(`taken ${amount} ${unit} already`);
    const { agent } = await resume(out('a'), { ...more, finalEpisodes: 0 });
    expect({ episodes: agent.numEpisodes, iterations: agent.numIterations }[unit]).toBe(
      Object.values(more)[0],
    );
  });
});

it('may be exceeded by a whole generation, and the run that was killed before its evaluation still ends', async () => {
  const config = { populationSize: 4, hiddenSizes: [] };
  const options = {
    ...base,
    env: 'Pendulum-v1',
    algo: 'es',
    config,
    totalSteps: 100,
    preset: false as const,
  };
  const whole = await train({ ...options, out: out('a') });
  expect([whole.finished, whole.agent.numTimesteps]).toEqual([true, 800]);
  const evaluation = join(out('a'), 'evaluation.json');
  const expected = fs.readFileSync(evaluation);
  fs.rmSync(evaluation);
  await resume(out('a'), { finalEpisodes: 2 });
  expect(fs.readFileSync(evaluation)).toEqual(expected);
  await expect(resume(out('a'), { totalSteps: 500 })).rejects.toThrow(/taken 800 steps already/);
});

it.each([
  ['fewer steps than one rollout', { algo: 'ppo', totalSteps: 2000 }, /nSteps|rollout/],
  [
    'no step after the random ones',
    { algo: 'dqn', totalSteps: 100, config: { learningStarts: 100 } },
    /learningStarts/,
  ],
  [
    'batches larger than the memory',
    { algo: 'dqn', totalSteps: 5000, config: { bufferSize: 16 } },
    /bufferSize/,
  ],
])('refuses what can never learn before there is a folder: %s', async (_what, options, message) => {
  await expect(train({ env: 'CartPole-v1', preset: false, out: out('a'), ...options })).rejects.toThrow(
    message,
  );
  expect(fs.existsSync(out('a'))).toBe(false);
});
