// Studies in processes of their own: killed at random moments, on any number of threads, with trainings that misbehave.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { Generator } from '../../src/random/index.js';
import { trainyard } from '../command.js';
import { outcomeOf } from '../crash/outcome.js';

const root = mkdtempSync(join(tmpdir(), 'trainyard-tune-'));
afterAll(() => rmSync(root, { recursive: true, force: true }), 60_000);

const space = join(root, 'space.json');
writeFileSync(
  space,
  JSON.stringify({
    learningRate: { type: 'float', low: 1e-4, high: 1e-1, log: true, as: 'linear:x:0' },
    entCoef: { type: 'choice', values: [0, 1e-3, 1e-2], ordered: true },
  }),
);
const words = (out: string, ...more: string[]) => [
  ...[
    'tune',
    'CartPole-v1',
    '--algo',
    'a2c',
    '--no-preset',
    '--space',
    space,
    '--out',
    out,
    '--final-episodes',
    '3',
  ],
  ...['--eval-every', '100', '--eval-episodes', '2', '--checkpoint-every', '150', ...more],
];
const study = (out: string) => readFileSync(join(out, 'study.json'), 'utf8');

/** Every byte of the runs that must not depend on interruptions, and the study itself. */
function outcome(out: string): Record<string, unknown> {
  const groups = readdirSync(out).filter((name) => /^(trial|generation)-/.test(name));
  const runs = groups.flatMap((name) => readdirSync(join(out, name)).map((run) => join(name, run)));
  return {
    study: study(out),
    preset: readFileSync(join(out, 'best.json'), 'utf8'),
    results: readFileSync(join(out, 'results.json'), 'utf8'),
    page: readFileSync(join(out, 'report.html'), 'utf8'),
    ...Object.fromEntries(runs.map((run) => [run, outcomeOf(join(out, run))])),
  };
}

const spread = (text: string) => text.split(' ');

it.each([
  ['hyperband', spread('--steps 900 --trials 12 --sampler tpe:startup=3 --pruner hyperband')],
  ['median', spread('--steps 900 --trials 10 --sampler tpe:startup=3 --pruner median:startup=2 --seeds 2')],
  ['population', spread('--steps 1200 --trials 4 --sampler pbt:generations=6')],
] as const)(
  'comes to the same end although it is killed at ten random moments: %s',
  async (name, options) => {
    const [whole, killed] = [join(root, `${name}-whole`), join(root, `${name}-killed`)];
    const begin = performance.now();
    expect((await trainyard(words(whole, ...options, '--jobs', '2'))).code).toBe(0);
    const milliseconds = performance.now() - begin;
    const rng = new Generator(11);
    for (let kills = 0; kills < 10; ) {
      const { code } = await trainyard(words(killed, ...options, '--jobs', String(1 + (kills % 3))), {
        onSpawn: (child) => {
          // After it has begun: most of a short process is its start.
          child.stdout!.once('data', () =>
            setTimeout(() => child.kill('SIGKILL'), (rng.random() * milliseconds) / 6),
          );
        },
      });
      if (code === 'SIGKILL') kills++;
      else {
        // It was quicker than ten kills: once more from the start.
        expect(code).toBe(0);
        rmSync(killed, { recursive: true });
      }
    }
    // The same command goes on, and so does the study by its folder.
    const last = name === 'median' ? ['tune', 'resume', killed] : words(killed, ...options);
    const { code, stdout, stderr } = await trainyard(last);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('Best: trial');
    expect(outcome(killed)).toEqual(outcome(whole));
  },
  300_000,
);

it('is the same study with 1, 2 and 3 threads', async () => {
  const options = ['--steps', '600', '--trials', '8', '--sampler', 'tpe:startup=3', '--seeds', '2'];
  const ends: unknown[] = [];
  for (const jobs of ['1', '2', '3']) {
    const out = join(root, `jobs-${jobs}`);
    expect((await trainyard(words(out, ...options, '--jobs', jobs))).code).toBe(0);
    ends.push(outcome(out));
  }
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[2]).toEqual(ends[0]);
}, 120_000);

it('goes on when a training is refused, throws, ends its thread, or hangs, and keeps why', async () => {
  const module = join(root, 'moody.mjs');
  writeFileSync(
    module,
    `import * as z from ${JSON.stringify(pathToFileURL(resolve('node_modules/zod/index.js')).href)};
    import { algorithm, defineAlgorithm, RandomAgent, UserError } from ${JSON.stringify(pathToFileURL(resolve('dist/node/index.js')).href)};
    const moods = ['calm', 'refuses', 'throws', 'exits', 'hangs', 'fine'];
    const schema = z.strictObject({ ...algorithm('random').schema.shape, mood: z.enum(moods).default('calm') });
    const spec = { id: 'moody', schema, mutable: [] };
    class Moody extends RandomAgent {
      static spec = spec;
      iterate(steps) {
        const { mood } = this.config;
        if (this.numTimesteps > 50) {
          if (mood === 'throws') throw new TypeError('no mood for this');
          if (mood === 'exits') process.exit(3);
          if (mood === 'hangs') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        }
        return super.iterate(steps);
      }
      requireTrainable() {
        if (this.config.mood === 'refuses') throw new UserError('not in the mood');
      }
    }
    defineAlgorithm({ ...spec, summary: 'Moody', spaces: algorithm('random').spaces, create: (env, config) => new Moody(env, config),
      searchSpace: { mood: { type: 'choice', values: moods } } });`,
  );
  const out = join(root, 'moody');
  const { code, stdout, stderr } = await trainyard([
    ...[
      'tune',
      'CartPole-v1',
      '--algo',
      'moody',
      '--import',
      module,
      '--grid',
      '--steps',
      '300',
      '--out',
      out,
    ],
    ...['--final-episodes', '2', '--timeout', '15', '--jobs', '2'],
  ]);
  expect(code, stderr).toBe(0);
  const { trials } = JSON.parse(study(out));
  const states = trials.map(({ status, reason = '' }: { status: string; reason?: string }) => [
    status,
    reason,
  ]);
  expect(states).toEqual([
    ['complete', ''],
    ['failed', expect.stringContaining('not in the mood')],
    ['failed', expect.stringContaining('no mood for this')],
    ['failed', expect.stringMatching(/worker died|exited/)],
    ['failed', expect.stringMatching(/hang|longer|15/)],
    ['complete', ''],
  ]);
  expect(stdout).toMatch(/trial 4: failed \(/);
  // None of them is tried again.
  const again = await trainyard(['tune', 'resume', out, '--jobs', '2']);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stdout).not.toMatch(/\[\d\/6\]/);
  expect(existsSync(join(out, 'best.json'))).toBe(true);
}, 120_000);
