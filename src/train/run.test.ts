import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerHillClimber } from '../../test/hill-climber.js';
import type { Callback, TrainingContext } from '../agents/agent.js';
import { backend, useBackend } from '../tensor/index.js';
import { nativePath } from '../tensor/kernels/native.js';
import { readCheckpoint } from './checkpoint.js';
import { commandOf } from './command-line.js';
import { loadRun } from './open-run.js';
import { resume, train } from './run.js';
import { RunFolder } from './run-folder.js';

let root: string;
beforeAll(registerHillClimber);
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-run-'));
});
afterEach(() => {
  fs.rmSync(root, { recursive: true, force: true });
  useBackend({});
});

const base = { env: 'CartPole-v1', algo: 'hill-climber', totalSteps: 3000, seed: 3, finalEpisodes: 5 };
const out = (name: string) => join(root, name);
const read = (run: string, file: string) => fs.readFileSync(join(out(run), file));

/** Everything of a finished run that must not depend on interruptions. */
function outcome(run: string) {
  const folder = RunFolder.open(out(run));
  const checkpoints = [folder.checkpoints(), folder.best].map((store) => {
    const { step, weights, state } = readCheckpoint(store.path(store.steps()[0]!));
    return { step, weights, state };
  });
  return { metrics: read(run, 'metrics.jsonl').toString(), evaluation: folder.evaluation, checkpoints };
}

/** Stops like Ctrl-C does, or dies like a crash does. */
const at = (step: number, act: (context: TrainingContext) => void): Callback => ({
  onIteration: (context) => {
    if (context.agent.numTimesteps === step) act(context);
  },
});

describe('train', () => {
  it('leaves a folder that tells everything', async () => {
    const result = await train({ ...base, out: out('a') });
    expect(fs.readdirSync(out('a')).sort()).toEqual([
      'checkpoints',
      'config.json',
      'evaluation.json',
      expect.stringMatching(/^events\.out\.tfevents\.\d+/),
      'metrics.jsonl',
      'timing.jsonl',
    ]);
    expect(JSON.parse(read('a', 'config.json').toString())).toMatchObject({
      env: { id: 'CartPole-v1', options: {}, numEnvs: 1 },
      algo: 'hill-climber',
      config: { seed: 3, noise: 0.3 },
      budget: { amount: 3000, unit: 'steps' },
      evaluation: { every: 120, episodes: 10 },
      checkpoint: { every: 300, keep: 2 },
    });
    const rows = RunFolder.open(out('a')).metrics();
    const episodes = rows.filter((row) => 'episode/return' in row);
    expect(episodes.length).toBeGreaterThan(5);
    expect(rows.filter((row) => 'eval/mean_reward' in row).map(({ step }) => step)).toEqual(
      Array.from({ length: 25 }, (_, i) => 120 * (i + 1)),
    );
    expect(rows.map(({ step }) => step)).toEqual(rows.map(({ step }) => step).sort((a, b) => a - b));
    expect(result).toMatchObject({ step: 3000, finished: true, evaluation: { checkpoint: 'best' } });
    expect(result.evaluation!.returns.length).toBe(5);
    const kept = RunFolder.open(out('a'));
    expect(kept.checkpoints().steps()).toEqual([3000, 2700]);
    expect(kept.best.steps()[0]).toBe(result.evaluation!.step);
    expect(kept.best.steps().length).toBeLessThanOrEqual(3);
  });

  it('is the same for the same seed, and evaluation and checkpoints do not change it', async () => {
    await train({ ...base, out: out('a') });
    await train({ ...base, out: out('b') });
    expect(outcome('b')).toEqual(outcome('a'));
    const episodesOf = (run: string) =>
      RunFolder.open(out(run))
        .metrics()
        .filter((row) => 'episode/return' in row);
    await train({
      ...base,
      out: out('c'),
      evaluation: { every: 50, episodes: 3 },
      checkpoint: { every: 71 },
    });
    expect(episodesOf('c')).toEqual(episodesOf('a'));
    await train({ ...base, out: out('d'), seed: 4 });
    expect(episodesOf('d')).not.toEqual(episodesOf('a'));
  });

  it('keeps the weights of the best evaluation', async () => {
    await train({ ...base, out: out('a') });
    const folder = RunFolder.open(out('a'));
    const means = folder.metrics().flatMap((row) => row['eval/mean_reward'] ?? []);
    const { step, run } = folder.best.latest()!;
    expect((run.evaluation as { mean: number }).mean).toBe(Math.max(...means));
    expect(step).toBe(120 * (means.lastIndexOf(Math.max(...means)) + 1));
    const { agent, kind } = await loadRun(out('a'));
    expect(kind).toBe('best');
    expect(agent.weights()['policy.weight']!.data).toEqual(
      folder.best.latest()!.weights['policy.weight']!.data,
    );
    expect((await loadRun(out('a'), { weights: 'last' })).step).toBe(3000);
  });

  it('refuses mistakes before anything is written', async () => {
    const mistakes: [object, RegExp][] = [
      [{ env: 'CartPoel-v1' }, /Unknown environment "CartPoel-v1".*CartPole-v1/],
      [{ algo: 'hill-climer' }, /Unknown algorithm "hill-climer".*hill-climber/],
      [{ config: { nois: 1 } }, /nois: no such hyperparameter; did you mean noise/],
      [{ config: { noise: -1 } }, /noise: expected a number > 0, got -1/],
      [{ envOptions: { lenght: 1 } }, /CartPole-v1 has no option .lenght/],
      [{ totalSteps: 0 }, /totalSteps must be a whole number ≥ 1, got 0/],
      [{ totalSteps: 10, totalEpisodes: 1 }, /one of totalSteps, .*got totalSteps and totalEpisodes/],
      [{ totalStep: 10 }, /train\(\) has no option 'totalStep'. Did you mean totalSteps/],
      [{ evaluation: { evry: 1 } }, /evaluation has no option 'evry'/],
      [{ wrappers: ['FrameStak'] }, /Unknown wrapper "FrameStak".*FrameStack/],
      [{ callbacks: ['Patience'] }, /Unknown callback "Patience"/],
      [{ numEnvs: 0 }, /env\.numEnvs: expected a number ≥ 1, got 0/],
    ];
    for (const [mistake, message] of mistakes) {
      await expect(train({ ...base, out: out('a'), ...mistake })).rejects.toThrow(message);
      expect(fs.existsSync(out('a'))).toBe(false);
    }
  });

  it('does not write into a folder that is in use, or has something else in it', async () => {
    fs.mkdirSync(out('other'));
    fs.writeFileSync(join(out('other'), 'thesis.tex'), '');
    await expect(train({ ...base, out: out('other') })).rejects.toThrow(/'.*other' is not empty/);
    await train({ ...base, out: out('a') });
    await expect(train({ ...base, out: out('a') })).rejects.toThrow(/holds a run already.*trainyard resume/);
    const unlock = RunFolder.open(out('a')).lock();
    await expect(resume(out('a'))).rejects.toThrow('This process is training in this folder already');
    unlock();
  });

  it('keeps the good checkpoint when training diverges or the environment breaks', async () => {
    const diverging = train({
      ...base,
      out: out('a'),
      config: { poisonAt: 1000 },
      checkpoint: { every: 300 },
    });
    await expect(diverging).rejects.toThrow(
      /weight 'policy\.weight' holds NaN at step \d+[\s\S]*step 900 is safe in/,
    );
    expect(RunFolder.open(out('a')).checkpoints().latest()!.step).toBe(900);
    await expect(train({ ...base, out: out('b'), config: { throwAt: 1000 } })).rejects.toThrow(
      'broken on purpose',
    );
    expect(RunFolder.open(out('b')).checkpoints().latest()!.step).toBe(900);
    expect(fs.existsSync(join(out('b'), 'run.lock'))).toBe(false);
  });

  it('stops at the return that was asked for, and stays stopped until more steps are asked for', async () => {
    const result = await train({ ...base, out: out('a'), stopAtReward: 30 });
    expect(result.finished).toBe(true);
    expect(result.step).toBeLessThan(3000);
    expect((await resume(out('a'), { finalEpisodes: 1 })).step).toBe(result.step);
    expect((await resume(out('a'), { totalSteps: 3100, finalEpisodes: 1 })).step).toBeGreaterThan(
      result.step,
    );
  });

  it('steps several environments together', async () => {
    await train({ ...base, out: out('a'), numEnvs: 4 });
    await train({ ...base, out: out('b'), numEnvs: 4, callbacks: [at(1000, ({ stop }) => stop('test'))] });
    await resume(out('b'), { finalEpisodes: 5 });
    expect(outcome('b')).toEqual(outcome('a'));
  });
});

describe('resume', () => {
  it('makes an interrupted run equal to one that was not, wherever it was interrupted', async () => {
    await train({ ...base, out: out('whole') });
    const interruptions = [1, 119, 120, 299, 300, 301, 1234, 2999];
    for (const step of interruptions) {
      const name = `stopped-${step}`;
      const stopped = await train({
        ...base,
        out: out(name),
        callbacks: [at(step, ({ stop }) => stop('test'))],
      });
      expect(stopped).toMatchObject({ step, finished: false });
      expect(stopped.evaluation).toBeUndefined();
      // With as many final episodes as it was started with.
      await resume(out(name));
      expect(outcome(name), name).toEqual(outcome('whole'));
    }
    for (const step of interruptions) {
      const name = `crashed-${step}`;
      const crash = at(step, () => {
        throw new TypeError('crash');
      });
      await expect(train({ ...base, out: out(name), callbacks: [crash] })).rejects.toThrow('crash');
      await resume(out(name), { finalEpisodes: 5 });
      expect(outcome(name), name).toEqual(outcome('whole'));
    }
  });

  it('passes over a damaged checkpoint, says so, and still ends the same', async () => {
    await train({ ...base, out: out('whole') });
    await train({ ...base, out: out('a'), callbacks: [at(1000, ({ stop }) => stop('test'))] });
    const folder = RunFolder.open(out('a'));
    fs.truncateSync(join(folder.checkpoints().path(1000), 'state.safetensors'), 20);
    for (const place of ['.', 'checkpoints', 'checkpoints/best'])
      fs.mkdirSync(join(out('a'), place, '.partial-1-x'));
    const warnings: string[] = [];
    await resume(out('a'), { finalEpisodes: 5, onWarning: (message) => warnings.push(message) });
    expect(warnings).toEqual([
      expect.stringMatching(/step-000001000' is damaged: state\.safetensors has 20 bytes/),
    ]);
    expect(outcome('a')).toEqual(outcome('whole'));
    expect(fs.readdirSync(out('a'), { recursive: true }).join()).not.toContain('.partial');
    expect(fs.readdirSync(join(out('a'), 'checkpoints')).sort()).toEqual([
      'best',
      'step-000002700',
      'step-000003000',
    ]);
  });

  it('refuses when every checkpoint is damaged', async () => {
    await train({ ...base, out: out('a') });
    for (const step of RunFolder.open(out('a')).checkpoints().steps()) {
      fs.rmSync(join(RunFolder.open(out('a')).checkpoints().path(step), 'weights.safetensors'));
    }
    await expect(resume(out('a'))).rejects.toThrow(/No usable checkpoint.*weights\.safetensors is missing/);
  });

  it('takes a larger total, not a smaller one', async () => {
    await train({ ...base, out: out('a') });
    await expect(resume(out('a'), { totalSteps: 2000 })).rejects.toThrow(/taken 3000 steps already/);
    await expect(resume(out('a'), { totalSteps: 3000 })).rejects.toThrow(/taken 3000 steps already/);
    expect((await resume(out('a'), { totalSteps: 3500, finalEpisodes: 1 })).step).toBe(3500);
    expect(RunFolder.open(out('a')).config.budget).toEqual({ amount: 3500, unit: 'steps' });
  });

  it('keeps the share of episodes that ended with success, where infos tell it', async () => {
    const { evaluation } = await train({
      ...base,
      env: 'BitFlipping-v0',
      algo: 'random',
      totalSteps: 50,
      out: out('a'),
    });
    expect(evaluation).toMatchObject({ successRate: 0 });
    expect(RunFolder.open(out('a')).evaluation).toEqual(evaluation);
  });

  it('only evaluates a run that was killed after its last step', async () => {
    await train({ ...base, out: out('a') });
    const before = outcome('a');
    fs.rmSync(join(out('a'), 'evaluation.json'));
    await resume(out('a'), { finalEpisodes: 5 });
    expect(outcome('a')).toEqual(before);
  });

  it('goes on with the kernels of the run, or says that it cannot', async () => {
    await train({ ...base, out: out('a') });
    const ours = backend();
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const folder = RunFolder.open(out('a'));
    folder.saveConfig({ ...folder.config, backend: 'reference' });
    await loadRun(out('a'), { onWarning });
    expect([backend(), warnings]).toEqual(['reference', []]);
    folder.saveConfig({ ...folder.config, backend: ours });
    await loadRun(out('a'), { onWarning });
    expect([backend(), warnings]).toEqual([ours, []]);
    folder.saveConfig({ ...folder.config, backend: 'abacus' });
    await loadRun(out('a'), { onWarning });
    expect(warnings).toEqual([
      expect.stringMatching(/computed with the 'abacus' kernels.*goes on with 'wasm.*last bits/),
    ]);
    // Exactly is what a run goes on, or not.
    await expect(resume(out('a'), { totalSteps: 3100 })).rejects.toThrow(/'abacus' kernels.*--backend wasm/);
    await resume(out('a'), { totalSteps: 3100, finalEpisodes: 1, backend: 'wasm' });
    expect(RunFolder.open(out('a')).config.backend).toBe(ours);
  });

  it('computes with the kernels that are asked for, and from then on with them', async () => {
    const ours = backend();
    const short = { ...base, totalSteps: 200, finalEpisodes: 1, out: out('a') };
    await expect(train({ ...short, backend: 'gpu' as 'wasm' })).rejects.toThrow(/'wasm'.*got 'gpu'/);
    expect(fs.existsSync(out('a'))).toBe(false);
    const { config } = await train({ ...short, backend: 'reference' });
    expect([backend(), config.backend]).toEqual(['reference', 'reference']);
    // Weights of a run that was computed otherwise leave the kernels as they are.
    const second = await train({ ...short, backend: 'wasm', from: out('a'), out: out('b') });
    expect([backend(), second.config.backend]).toEqual([ours, ours]);
    await resume(out('a'), { totalSteps: 300, finalEpisodes: 1 });
    expect(backend()).toBe('reference');
    await resume(out('a'), { totalSteps: 400, finalEpisodes: 1, backend: 'auto' });
    expect(backend()).not.toBe('reference');
    expect(RunFolder.open(out('a')).config.backend).toBe(backend());
    expect(commandOf({ ...config, backend: 'native' }, out('a'))).toMatch(/ --backend native( |$)/);
    expect(commandOf({ ...config, backend: 'wasm-fma' }, out('a'))).not.toContain('--backend');
  });

  it.runIf(nativePath() === null)('says how a run goes on that was computed natively', async () => {
    await train({ ...base, totalSteps: 200, finalEpisodes: 1, out: out('a') });
    const folder = RunFolder.open(out('a'));
    folder.saveConfig({ ...folder.config, backend: 'native' });
    await expect(resume(out('a'), { totalSteps: 300 })).rejects.toThrow(
      /'native' kernels.*npm run build:native.*last bits: --backend wasm/,
    );
  });

  it('knows no best weights of the branch that a resume with more steps cuts off', async () => {
    for (let seed = 0; seed < 6; seed++) {
      // Dies after evaluations behind its last checkpoint, some of which found new best weights.
      const options = { ...base, seed, evaluation: { every: 50 }, checkpoint: { every: 700 } };
      const crash = at(1390, () => {
        throw new TypeError('crash');
      });
      const cut = out(`cut-${seed}`);
      await expect(train({ ...options, out: cut, callbacks: [crash] })).rejects.toThrow('crash');
      const whole = out(`whole-${seed}`);
      await train({ ...options, out: whole, callbacks: [at(700, ({ stop }) => stop('test'))] });
      for (const path of [cut, whole]) await resume(path, { totalSteps: 4000, finalEpisodes: 5 });
      expect(outcome(`cut-${seed}`), String(seed)).toEqual(outcome(`whole-${seed}`));
    }
  });

  it('goes on with an extension that died before its first checkpoint', async () => {
    const { step } = await train({ ...base, out: out('a'), stopAtReward: 30 });
    const crash = at(step + 10, () => {
      throw new TypeError('crash');
    });
    const options = { finalEpisodes: 1 };
    const extension = resume(out('a'), { ...options, totalSteps: 3100, callbacks: [crash] });
    await expect(extension).rejects.toThrow('crash');
    expect((await resume(out('a'), options)).step).toBeGreaterThan(step);
  });

  it('ends with an error when its folder is deleted meanwhile', async () => {
    for (const [name, when] of [
      ['a', 500],
      ['b', 2990],
    ] as const) {
      const removing = at(when, () => fs.rmSync(out(name), { recursive: true }));
      await expect(train({ ...base, out: out(name), callbacks: [removing] })).rejects.toThrow(
        /no such file or folder|removed or replaced/,
      );
      expect(fs.existsSync(out(name))).toBe(false);
    }
  });

  it('explains a folder that is no run', async () => {
    await expect(resume(out('nothing'))).rejects.toThrow(/no such folder/);
    fs.mkdirSync(out('empty'));
    await expect(loadRun(out('empty'))).rejects.toThrow(/not a run folder: there is no config\.json/);
    fs.writeFileSync(join(out('empty'), 'config.json'), '{');
    await expect(resume(out('empty'))).rejects.toThrow(/config\.json' is not valid JSON/);
    fs.writeFileSync(join(out('empty'), 'config.json'), '{"format": 7}');
    await expect(resume(out('empty'))).rejects.toThrow(/has format 7/);
    fs.writeFileSync(join(out('empty'), 'config.json'), '{"format": 1, "versions": {"trainyard": "0.1.0"}}');
    await expect(resume(out('empty'))).rejects.toThrow(
      /has format 1, this version of trainyard reads 2\. Use the version of trainyard 0\.1\.0/,
    );
  });

  it('checks every key of config.json, whoever reads it', async () => {
    await train({ ...base, out: out('a'), totalSteps: 100, finalEpisodes: 1 });
    const path = join(out('a'), 'config.json');
    const good = JSON.parse(fs.readFileSync(path, 'utf8'));
    const mistakes: [object, RegExp][] = [
      [
        { env: { ...good.env, numEnvs: 1e9 } },
        /config\.json' is damaged[\s\S]*env\.numEnvs: expected a number ≤ /,
      ],
      [
        { budget: { amount: '3000', unit: 'steps' } },
        /budget.amount: expected a value of type number, got "3000"/,
      ],
      [{ budget: { amount: -1, unit: 'steps' } }, /budget.amount: expected a number ≥ 1, got -1/],
      [{ budget: { amount: 1, unit: 'days' } }, /budget.unit: expected one of "steps"/],
      [{ evaluation: { every: 1, episodes: 1e12 } }, /evaluation\.episodes: expected a number ≤ /],
      [{ checkpoint: undefined }, /checkpoint: expected a value of type object, got nothing/],
      [{ config: { ...good.config, seed: '<script>' } }, /config\.seed: expected a seed/],
      [{ extra: 1 }, /extra: no such key/],
    ];
    for (const [mistake, message] of mistakes) {
      fs.writeFileSync(path, JSON.stringify({ ...good, ...mistake }));
      await expect(resume(out('a'))).rejects.toThrow(message);
      await expect(loadRun(out('a'))).rejects.toThrow(message);
    }
  });
});
