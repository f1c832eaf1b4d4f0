import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SearchSpace } from '../agents/index.js';
import { make } from '../envs/index.js';
import { splitSnapshot } from '../io/snapshot.js';
import { Generator } from '../random/index.js';
import { type Checkpoint, readCheckpoint } from '../train/index.js';
import { dimensionsOf } from './dimensions.js';
import { explored } from './explore.js';
import { tune } from './index.js';
import { StudyFolder } from './study-folder.js';

const root = mkdtempSync(join(tmpdir(), 'trainyard-pbt-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const fresh = () => join(root, String(folders++));

const space: SearchSpace = {
  learningRate: { type: 'float', low: 1e-4, high: 1e-1, log: true, as: 'linear:x:0' },
  entCoef: { type: 'choice', values: [0, 1e-3, 1e-2], ordered: true },
};
const population = {
  ...{
    env: () => make('CartPole-v1'),
    algo: 'a2c',
    preset: false,
    totalSteps: 240,
    space,
    trials: 4,
    finalEpisodes: 3,
  },
  ...{ evaluation: { every: 40, episodes: 1 }, checkpoint: { every: 1000 } },
  sampler: { name: 'pbt', options: { generations: 3, truncation: 0.25 } },
} as const;

describe('explored', () => {
  const dimensions = dimensionsOf({
    ...space,
    steps: { type: 'int', low: 1, high: 8 },
    kind: { type: 'choice', values: ['a', 'b'] },
  });
  const params = { learningRate: 1e-2, entCoef: 1e-3, steps: 1, kind: 'a' };
  const draws = (resample: number) =>
    Array.from({ length: 200 }, (_, i) =>
      explored(dimensions, params, { resample, factor: 1.25 }, new Generator(i)),
    );
  const seen = (all: Record<string, unknown>[], key: string) => new Set(all.map((each) => each[key]));

  it('perturbs within the range', () => {
    const all = draws(0);
    expect(seen(all, 'learningRate')).toEqual(new Set([0.0125, 0.008]));
    expect(seen(all, 'entCoef')).toEqual(new Set([0, 1e-2]));
    expect(seen(all, 'steps')).toEqual(new Set([1, 2]));
    expect(seen(all, 'kind')).toEqual(new Set(['a']));
  });

  it('draws anew', () => {
    const all = draws(1);
    expect(seen(all, 'learningRate').size).toBe(200);
    expect(seen(all, 'steps').size).toBe(8);
    expect(seen(all, 'kind').size).toBe(2);
  });
});

describe('population-based training', () => {
  it('is the same for any number of threads; the last take over from the first', async () => {
    const [one, two] = [fresh(), fresh()];
    const { trials, best } = await tune({ ...population, env: 'CartPole-v1', out: one, jobs: 2 });
    const here = await tune({ ...population, out: two });
    expect(here.trials).toEqual(trials);
    expect(best.value).toBe(Math.max(...trials.map(({ value }) => value!)));
    const { generations } = StudyFolder.open(one);
    expect(StudyFolder.open(two).generations).toEqual(generations);
    expect(generations.length).toBe(3);
    for (const [g, { params, parents, values }] of generations.entries()) {
      const before = generations[g - 1];
      if (!before) continue;
      const worst = before.values.indexOf(Math.min(...before.values.map(Number)));
      const first = before.values.indexOf(Math.max(...before.values.map(Number)));
      expect(parents).toEqual([0, 1, 2, 3].map((member) => (member === worst ? first : member)));
      expect(params[first]).toEqual(before.params[first]);
      expect(params[worst]).not.toEqual(before.params[first]);
      expect(values.every((value) => value !== null)).toBe(true);
    }
    // The generations before are gone; the last is whole runs of the whole budget.
    expect(readdirSync(one).filter((name) => name.startsWith('generation'))).toEqual(['generation-2']);
    const run = join(one, 'generation-2', `member-00${best.trial}`);
    expect(readdirSync(join(run, 'checkpoints'))).toContain('step-000000240');
    const { config } = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
    expect(config.learningRate.start).toBe(best.params.learningRate);
    expect(existsSync(join(run, 'result.json'))).toBe(true);
  }, 60_000);

  it('goes on with weights and optimiser of whom it takes over from, and other hyperparameters and random numbers', async () => {
    const out = fresh();
    const sampler = { name: 'pbt', options: { generations: 2 } } as const;
    let [first, source]: [number, Checkpoint | undefined] = [0, undefined];
    const member = (g: number, m: number) =>
      readCheckpoint(join(out, `generation-${g}`, `member-00${m}`, 'checkpoints', 'step-000000120'));
    await tune({
      ...{ ...population, sampler, trials: 2, out },
      onGeneration({ values }, g) {
        if (g > 0) return;
        first = values[0]! >= values[1]! ? 0 : 1;
        source = member(0, first);
      },
    });
    const [same, taker] = [member(1, first), member(1, 1 - first)];
    expect(same).toEqual(source);
    expect(taker.weights).toEqual(source!.weights);
    const { parts: from } = splitSnapshot(
      splitSnapshot(splitSnapshot(source!.state).parts.agent!).parts.parts!,
    );
    const agent = splitSnapshot(splitSnapshot(taker.state).parts.agent!);
    const { parts: to } = splitSnapshot(agent.parts.parts!);
    expect(to.optimizer).toEqual(from.optimizer);
    expect(to['rng-policy']).not.toEqual(from['rng-policy']);
    const { params } = StudyFolder.open(out).generations[1]!;
    expect((agent.meta.config as { learningRate: { start: number } }).learningRate.start).toBe(
      params[1 - first]!.learningRate,
    );
    expect(params[0]).not.toEqual(params[1]);
  }, 60_000);

  it('replaces members that fail, and says so when all do', async () => {
    const bad: SearchSpace = { learningRate: { type: 'choice', values: [1e-3, 2e-3, 1e30] } };
    const options = { ...population, space: bad };
    const out = fresh();
    const { trials, best } = await tune({ ...options, out });
    const { generations } = StudyFolder.open(out);
    expect(generations[0]!.values).toContain(null);
    expect(best.status).toBe('complete');
    expect(trials.length).toBe(4);
    const failed = generations[0]!.values.indexOf(null);
    expect(generations[0]!.reasons[failed]).toMatch(/diverged|not finite|NaN/i);
    expect(generations[1]!.parents[failed]).not.toBe(failed);
    const hopeless: SearchSpace = { learningRate: { type: 'choice', values: [1e30] } };
    await expect(tune({ ...options, space: hopeless, out: fresh() })).rejects.toThrow(
      /Every member of the population failed/,
    );
  }, 60_000);

  it.each([
    [{ pruner: 'median' }, /no pruner/],
    [{ seeds: 2 }, /one run for each member/],
    [
      { space: { hiddenSizes: { type: 'choice', values: [[8], [16]] } } },
      /hiddenSizes: cannot change during training/,
    ],
    [{ evaluation: { every: 100 } }, /compared after 80 steps for the first time, and evaluated after 100/],
  ])('refuses %j', async (options, message) => {
    await expect(tune({ ...population, ...options, out: fresh() } as never)).rejects.toThrow(message);
  });
});
