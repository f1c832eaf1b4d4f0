// The printed command makes the same run again: parsed as a shell and our own parser do, it gives an equal configuration.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defineCallback } from '../evaluate/index.js';
import { useBackend } from '../tensor/index.js';
import { commandOf } from '../train/command-line.js';
import type { TrainOptions } from '../train/index.js';
import { moduleOfRun, pathOfRun } from '../train/modules.js';
import { planRun, type RunConfig } from '../train/run-config.js';
import { trainCommand, trainOptions } from './commands/train.js';

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard again $HOME '));
  fs.writeFileSync(join(root, "it's an env.mjs"), '');
  defineCallback({ id: 'Patience', summary: 'x', options: { evaluations: 3, note: '' }, create: () => ({}) });
});
afterAll(() => {
  fs.rmSync(root, { recursive: true, force: true });
  useBackend({});
});

/** What `train` writes into config.json. */
function configOf(options: TrainOptions, folder: string): RunConfig {
  const { config } = planRun(options);
  config.imports = (options.imports ?? []).map((name) => moduleOfRun(name, folder));
  if (options.from !== undefined) config.from = { run: pathOfRun(options.from, folder), weights: 'best' };
  return config;
}

async function parse(words: string[]): Promise<TrainOptions> {
  let options: TrainOptions | undefined;
  const command = trainCommand(async (env, flags) => {
    options = trainOptions(env!, flags);
  });
  await command.exitOverride().parseAsync(words, { from: 'user' });
  return options!;
}

function shellWords(command: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${command}`])
    .toString()
    .split('\0')
    .slice(0, -1);
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const count = fc.integer({ min: 1, max: 1e9 });
const rate = fc.oneof(
  fc.double({ min: 1e-9, max: 1, noNaN: true }),
  fc.constantFrom('linear:1e-3:0', 'linear:2e-3:1e-5:0.5'),
);
const hiddenSizes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 0, maxLength: 3 });

const algorithm = fc.oneof(
  fc.record({
    algo: fc.constant('dqn'),
    env: fc.constantFrom('CartPole-v1', 'FrozenLake-v1', 'CueMemory-v0'),
    config: fc.record(
      {
        bufferSize: fc.constant(5000),
        learningRate: rate,
        hiddenSizes,
        doubleQ: fc.boolean(),
        optimizer: fc.constantFrom('adam', 'sgd'),
        gamma: fc.double({ min: 0, max: 1, noNaN: true }),
      },
      { requiredKeys: ['bufferSize'] },
    ),
  }),
  fc.record({
    algo: fc.constantFrom('ppo', 'reinforce'),
    env: fc.constantFrom('CartPole-v1', 'Acrobot-v1'),
    config: fc.record({ learningRate: rate, hiddenSizes }, { requiredKeys: [] }),
  }),
);

const run = fc.record({
  chosen: algorithm,
  preset: fc.boolean(),
  seed: fc.nat(),
  // Large: a budget that cannot fill a rollout is refused.
  total: fc.record({
    unit: fc.constantFrom('totalSteps', 'totalEpisodes', 'totalIterations'),
    amount: fc.integer({ min: 1e6, max: 1e9 }),
  }),
  numEnvs: maybe(fc.integer({ min: 1, max: 3 })),
  vectorization: maybe(fc.constantFrom('auto' as const, 'sync' as const)),
  backend: maybe(fc.constantFrom('wasm' as const, 'reference' as const)),
  wrappers: maybe(
    fc.subarray([
      { name: 'FrameStack', options: { stackSize: 2 } },
      { name: 'TimeLimit', options: { maxEpisodeSteps: 7 } },
      { name: 'RecordEpisodeStatistics', options: {} },
    ]),
  ),
  evaluation: fc.record({ every: maybe(count), episodes: maybe(fc.integer({ min: 1, max: 100 })) }),
  checkpoint: fc.record({ every: maybe(count), keep: maybe(fc.integer({ min: 1, max: 9 })) }),
  finalEpisodes: maybe(fc.integer({ min: 0, max: 1000 })),
  stopAtReward: maybe(fc.double({ noNaN: true, noDefaultInfinity: true })),
  callbacks: fc.array(
    fc.record({
      name: fc.constant('Patience'),
      options: fc.record({ note: fc.string() }, { requiredKeys: [] }),
    }),
    { maxLength: 2 },
  ),
  imports: fc.subarray(["./it's an env.mjs", 'some-package']),
  from: maybe(fc.constantFrom('runs/a b', '../$other')),
});

it('gives an equal configuration', async () => {
  const folder = join(root, 'runs', 'new run');
  const before = process.cwd();
  process.chdir(root);
  try {
    await fc.assert(
      fc.asyncProperty(run, async ({ chosen, total, wrappers, preset, ...rest }) => {
        const stacked = chosen.env === 'FrozenLake-v1' || chosen.env === 'CueMemory-v0';
        const options: TrainOptions = {
          ...rest,
          ...chosen,
          preset,
          [total.unit]: total.amount,
          envOptions: chosen.env === 'FrozenLake-v1' ? { isSlippery: preset, mapName: '8x8' } : undefined,
          // Only boxes can be stacked.
          wrappers: wrappers?.filter(({ name }) => !(stacked && name === 'FrameStack')),
        };
        const config = configOf(options, folder);
        const words = shellWords(commandOf(config, folder));
        expect(words.slice(0, 3)).toEqual(['trainyard', 'train', chosen.env]);
        const again = await parse(words.slice(2));
        expect(configOf(again, folder)).toEqual(config);
      }),
      { numRuns: 60 },
    );
  } finally {
    process.chdir(before);
  }
});

it('evaluates as a preset says, but for what is told beside it', () => {
  const planned = (options: object) =>
    configOf({ env: 'CartPole-v1', algo: 'ppo', totalSteps: 5000, ...options }, root);
  const preset = { evaluation: { every: 2000, episodes: 3 }, finalEpisodes: 7 };
  expect(planned({ preset })).toMatchObject({ evaluation: { every: 2000, episodes: 3 }, finalEpisodes: 7 });
  expect(planned({ preset, evaluation: { episodes: 5 }, finalEpisodes: 0 })).toMatchObject({
    evaluation: { every: 2000, episodes: 5 },
    finalEpisodes: 0,
  });
  expect(() => planned({ finalEpisodes: -1 })).toThrow(/finalEpisodes: expected a number ≥ 0, got -1/);
});
