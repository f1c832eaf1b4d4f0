// Whole studies of tiny trainings: the same for any number of threads, gone on with, with failures in them.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SearchSpace } from '../agents/index.js';
import { IdentityEnv, make } from '../envs/index.js';
import { readPreset, train } from '../train/index.js';
import { resumeStudy, type TrialRecord, type TuneOptions, tune } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'trainyard-tune-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const fresh = () => join(root, String(folders++));

const space: SearchSpace = {
  learningRate: { type: 'float', low: 1e-4, high: 1e-1, log: true, as: 'linear:x:0' },
  hiddenSizes: { type: 'choice', values: [[8], [16]] },
};
const tiny = {
  // In this thread, which is warm; threads have a test of their own.
  env: () => make('CartPole-v1'),
  algo: 'a2c',
  preset: false,
  totalSteps: 240,
  space,
  trials: 6,
  evaluation: { every: 40, episodes: 1 },
  checkpoint: { every: 100 },
  finalEpisodes: 3,
} satisfies Partial<TuneOptions>;

/** TPE that begins to learn soon. */
const learning = { sampler: { name: 'tpe', options: { startup: 2 } } } as const;

const study = (path: string) => readFileSync(join(path, 'study.json'), 'utf8');
const states = (trials: readonly TrialRecord[]) => trials.map(({ status }) => status);

describe('tune', () => {
  it('comes to the same in threads and without them', async () => {
    const options = {
      ...tiny,
      ...learning,
      pruner: { name: 'hyperband', options: { eta: 2 } },
      trials: 9,
    } as const;
    const [threads, here] = [fresh(), fresh()];
    const { trials, best } = await tune({ ...options, env: 'CartPole-v1', out: threads, jobs: 2 });
    expect(trials.length).toBe(9);
    expect(states(trials)).toContain('pruned');
    expect(best.value).toBe(
      Math.max(...trials.map(({ status, value }) => (status === 'complete' ? value! : 0))),
    );
    await tune({ ...options, out: here });
    const bare = (path: string) => study(path).replace(/"program":true,/, '');
    expect(bare(threads)).toBe(bare(here));
  }, 60_000);

  it('gives up what is worse than the median, seed after seed', async () => {
    const pruner = { name: 'median', options: { startup: 2, warmup: 0 } } as const;
    const { trials } = await tune({ ...tiny, sampler: 'random', pruner, seeds: 2, trials: 8, out: fresh() });
    expect(states(trials.slice(0, 3))).not.toContain('pruned');
    const pruned = trials.filter(({ status }) => status === 'pruned');
    expect(pruned.length).toBeGreaterThan(0);
    for (const { reports, value, share, trial } of pruned) {
      expect(reports.at(-1)).toBe(value);
      expect(share).toBe(reports.length / 12);
      // It knows the whole trials up to three before it.
      const known = trials.filter((each) => each.trial <= trial - 4 && each.reports.length >= reports.length);
      const same = known.map((each) => each.reports[reports.length - 1]!).sort((x, y) => x - y);
      const middle = same.length >> 1;
      const median = same.length % 2 ? same[middle]! : (same[middle - 1]! + same[middle]!) / 2;
      expect(value).toBeLessThan(median);
    }
  });

  it('goes on at a rung exactly, and does not go on with what it prunes', async () => {
    const out = fresh();
    const { trials, best } = await tune({
      ...tiny,
      out,
      sampler: 'random',
      pruner: { name: 'halving', options: { eta: 3, rungs: 2 } },
    });
    expect(states(trials).sort()).toEqual(['complete', 'complete', 'pruned', 'pruned', 'pruned', 'pruned']);
    const run = join(out, `trial-000${best.trial}`, 'seed-0');
    const config = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
    const straight = await train({
      ...{ env: 'CartPole-v1', algo: 'a2c', preset: false, totalSteps: 240, seed: 0, finalEpisodes: 3 },
      ...{ evaluation: tiny.evaluation, checkpoint: tiny.checkpoint, config: config.config, out: fresh() },
    });
    for (const file of [
      'metrics.jsonl',
      'evaluation.json',
      'checkpoints/step-000000240/weights.safetensors',
    ]) {
      expect(readFileSync(join(run, file)).equals(readFileSync(join(straight.folder, file)))).toBe(true);
    }
    const pruned = trials.find(({ status }) => status === 'pruned')!;
    const steps = readdirSync(join(out, `trial-000${pruned.trial}`, 'seed-0', 'checkpoints'))
      .sort()
      .at(-1);
    expect(steps).toBe('step-000000080');
  });

  it('goes on where it was, with more trials where that changes nothing, and refuses another study', async () => {
    const [whole, out] = [fresh(), fresh()];
    await tune({ ...tiny, out: whole });
    await tune({ ...tiny, out, trials: 3 });
    const heard: number[] = [];
    const { trials } = await tune({ ...tiny, out, onTrial: ({ trial }) => heard.push(trial) });
    expect(heard.sort()).toEqual([3, 4, 5]);
    expect(trials.length).toBe(6);
    expect(study(out)).toBe(study(whole));
    await resumeStudy(out, { env: tiny.env, onTrial: () => expect.fail('there is nothing left') });
    await expect(tune({ ...tiny, out, trials: 2 })).rejects.toThrow(
      /holds another study: trials is 6 there and 2 now/,
    );
    await expect(tune({ ...tiny, out, seed: 1 })).rejects.toThrow(
      /holds another study: seed is 0 there and 1 now/,
    );
    writeFileSync(join(whole, 'study.json'), '{');
    await expect(resumeStudy(whole)).rejects.toThrow(/study.json' is not valid JSON/);
  });

  it('writes the best as a preset, all as JSON, and a page', async () => {
    const out = fresh();
    const { best, files, preset } = await tune({
      ...tiny,
      out,
      config: { nSteps: 8 },
      numEnvs: 2,
      trials: 9,
    });
    expect(readPreset(files.preset)).toEqual(preset);
    expect(preset).toEqual({
      totalSteps: 240,
      numEnvs: 2,
      config: {
        nSteps: 8,
        learningRate: `linear:${best.params.learningRate}:0`,
        hiddenSizes: best.params.hiddenSizes,
      },
    });
    const again = await train({
      env: 'CartPole-v1',
      algo: 'a2c',
      preset,
      out: fresh(),
      seed: 0,
      finalEpisodes: 0,
    });
    const run = JSON.parse(
      readFileSync(join(out, `trial-000${best.trial}`, 'seed-0', 'config.json'), 'utf8'),
    );
    expect(again.config.config).toEqual(run.config);
    const results = JSON.parse(readFileSync(files.results, 'utf8'));
    expect([results.best, results.trials[0].trial, results.trials.length]).toEqual([
      best.trial,
      best.trial,
      9,
    ]);
    const shares = Object.values(results.importance as Record<string, number>);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    const page = readFileSync(files.report, 'utf8');
    for (const text of [
      'Importance',
      'Parallel coordinates',
      'best so far',
      'PED-ANOVA',
      `best: trial ${best.trial}`,
    ])
      expect(page).toContain(text);
    expect(page).not.toMatch(/(src|href)="http/);
  });

  it('keeps a training that diverges as a failure and goes on', async () => {
    const out = fresh();
    const { trials, best } = await tune({
      ...tiny,
      out,
      sampler: 'grid',
      trials: undefined,
      space: { learningRate: { type: 'choice', values: [1e-3, 1e30] } },
    });
    expect(states(trials)).toEqual(['complete', 'failed']);
    expect(trials[1]!.reason).toMatch(/diverged|not finite|NaN/i);
    expect(best.trial).toBe(0);
  });

  it('says why when every trial fails', async () => {
    const fails = tune({
      ...tiny,
      out: fresh(),
      trials: 2,
      space: { learningRate: { type: 'choice', values: [1e30] } },
    });
    await expect(fails).rejects.toThrow(/No trial .* all 2 failed:\n {2}- .*diverged/s);
  });

  it('tunes in an environment of the program', async () => {
    const out = fresh();
    const options = { ...tiny, env: () => new IdentityEnv(), out, trials: 2 };
    const { trials } = await tune(options);
    expect(states(trials)).toEqual(['complete', 'complete']);
    await expect(resumeStudy(out)).rejects.toThrow(
      /made by a program with an environment of its own, IdentityEnv/,
    );
    expect((await resumeStudy(out, { env: options.env })).trials.length).toBe(2);
  });

  it.each([
    [{ trails: 3 }, /tune\(\) has no option 'trails'. Did you mean trials/],
    [{ sampler: 'tpee' }, /There is no sampler 'tpee'.*Did you mean tpe/],
    [
      { sampler: { name: 'tpe', options: { start: 3 } } },
      /Options of the sampler tpe[\s\S]*start: no such key/,
    ],
    [{ pruner: { name: 'halving', options: { eta: 1 } } }, /eta: expected a number ≥ 2, got 1/],
    [{ trials: 0 }, /trials: expected a whole number ≥ 1, got 0/],
    [{ sampler: 'grid', trials: 7 }, /The grid has 6 combinations, and 7 trials/],
    [{ config: { learningRate: 1e-3 } }, /learningRate: set to a value and in the search space as well/],
    [{ space: 'assignment' }, /a2c has no search space 'assignment'; it has none with a name/],
    [{ algo: 'random', space: undefined }, /random has no search space of its own/],
    [{ objective: 'most' }, /objective: one of best, last, mean, got most/],
    [
      { space: { totalSteps: { type: 'int', low: 10, high: 20 } } },
      /totalSteps: set to a value and in the search space as well/,
    ],
    [{ algo: 'ppoo' }, /Unknown algorithm "ppoo"/],
    [
      { evaluation: { every: 300 }, pruner: 'halving' },
      /compared after 26 steps for the first time, and evaluated after 300/,
    ],
  ])('refuses %j before it writes anything', async (options, message) => {
    const out = fresh();
    await expect(tune({ ...tiny, out, ...options } as never)).rejects.toThrow(message);
    expect(existsSync(out)).toBe(false);
  });
});
