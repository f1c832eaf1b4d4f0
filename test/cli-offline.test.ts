// From the command line: transitions recorded, learnt from without a step, evaluated, and gone on with in the environment.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSafetensors } from '../src/io/safetensors.js';
import { trainyardHere } from './command.js';

let root: string;
const here = (...args: string[]) => trainyardHere(args, { cwd: root });
const read = (file: string) => fs.readFileSync(join(root, file), 'utf8');
const quick = ['--steps', '400', '--seed', '1', '--no-report', '--set', 'hiddenSizes=16'];
const values = [...quick, '--set', 'targetUpdateInterval=100'];

beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-offline-'));
  const { code, stdout } = await here('record', 'CartPole-v1', '--steps', '600', '--out', 'data.safetensors');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^600 transitions of random, untrained in data\.safetensors, \d+ whole episodes, mean return/,
  );
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

it('trains in the environment that the dataset names, resumes exactly, and is made again by its command', async () => {
  const run = [
    'train',
    '--algo',
    'cql',
    '--dataset',
    'data.safetensors',
    ...values,
    '--eval-every',
    '100',
    '--checkpoint-every',
    '100',
  ];
  expect((await here(...run, '--out', 'whole')).code).toBe(0);
  expect((await here(...run, '--steps', '200', '--out', 'parts')).code).toBe(0);
  expect((await here('resume', 'parts', '--steps', '400', '--no-report')).code).toBe(0);
  expect(read('parts/metrics.jsonl')).toBe(read('whole/metrics.jsonl'));
  expect(JSON.parse(read('whole/config.json'))).toMatchObject({
    dataset: '../data.safetensors',
    env: { id: 'CartPole-v1' },
  });
  expect((await here('report', 'whole')).code).toBe(0);
  expect(read('whole/report.html')).toContain('--dataset');
});

it('resumes with the transitions it began with, in whatever file, and with no others', async () => {
  const short = [...values, '--steps', '100', '--out', 'same'];
  const record = (seed: string) =>
    here('record', 'CartPole-v1', '--steps', '300', '--seed', seed, '--out', 'own.safetensors');
  await record('1');
  await here('train', '--algo', 'cql', '--dataset', 'own.safetensors', ...short);
  await record('2');
  const other = await here('resume', 'same', '--steps', '200', '--no-report');
  expect([other.code, other.stderr]).toEqual([
    2,
    expect.stringMatching(
      /own\.safetensors' holds other transitions than those this run began with .* Put the old file back/,
    ),
  ]);
  expect((await here('eval', 'same', '--episodes', '1')).code).toBe(0);
  const config = JSON.parse(read('same/config.json'));
  const { datasetSha256: _, ...old } = config;
  fs.writeFileSync(join(root, 'same/config.json'), JSON.stringify(old));
  expect((await here('resume', 'same', '--steps', '200', '--no-report')).code).toBe(0);
  fs.writeFileSync(join(root, 'same/config.json'), JSON.stringify(config));
  await record('1');
  expect((await here('resume', 'same', '--steps', '300', '--no-report')).code).toBe(0);
});

it('is evaluated, also with a score, and recorded again', async () => {
  await here('train', '--algo', 'bc', '--dataset', 'data.safetensors', ...quick, '--out', 'clone');
  const evaluated = await here(
    'eval',
    'clone',
    '--episodes',
    '5',
    '--random',
    '20',
    '--expert',
    '500',
    '--json',
  );
  const { mean, score } = JSON.parse(evaluated.stdout);
  expect(score).toBeCloseTo((100 * (mean - 20)) / 480, 9);
  const other = await here('eval', 'clone', '--episodes', '5', '--env', 'CartPole-v0');
  expect(other.stdout).toMatch(/bc on CartPole-v0/);
  // A dataset that is not there any more matters to nobody who only plays.
  const recorded = await here(
    'record',
    'clone',
    '--steps',
    '100',
    '--deterministic',
    '--out',
    'clone.safetensors',
  );
  expect(recorded.stdout).toMatch(/^100 transitions of bc of clone \((best|last) weights\)/);
});

it('goes on in the environment from what was learnt offline', async () => {
  await here('train', '--algo', 'dqn', '--dataset', 'data.safetensors', ...values, '--out', 'offline');
  const { code } = await here(
    'train',
    'CartPole-v1',
    ...['--steps', '1100', '--seed', '1', '--no-report'],
    '--from',
    'offline',
    '--out',
    'online',
  );
  expect(code).toBe(0);
  const config = JSON.parse(read('online/config.json'));
  expect([config.dataset, config.from.run]).toEqual([undefined, '../offline']);
  // All but the networks is as tuned for the environment.
  expect(config.config).toMatchObject({ hiddenSizes: [16], trainFreq: 256 });
  const other = await here(
    'train',
    'CartPole-v1',
    '--from',
    'offline',
    '--set',
    'hiddenSizes=8',
    '--out',
    'other',
  );
  expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/its networks are others/)]);
});

it('goes on from TD3+BC with its networks and its standardised inputs', async () => {
  await here('record', 'Pendulum-v1', '--steps', '300', '--out', 'swing.safetensors');
  const offline = [
    'train',
    '--algo',
    'td3',
    '--dataset',
    'swing.safetensors',
    '--set',
    'normalizeObservations=true',
  ];
  await here(...offline, '--set', 'bcAlpha=2.5', ...quick, '--steps', '20', '--out', 'near');
  const online = ['train', 'Pendulum-v1', '--algo', 'td3', '--from', 'near', '--no-report', '--steps', '110'];
  const quickly = ['--set', 'learningStarts=100', '--set', 'batchSize=8', '--eval-episodes', '1'];
  const { code, stderr } = await here(...online, ...quickly, '--final-episodes', '1', '--out', 'free');
  expect([code, stderr]).toEqual([0, expect.anything()]);
  const { config } = JSON.parse(read('free/config.json'));
  expect(config).toMatchObject({ hiddenSizes: [16], normalizeObservations: true, bcAlpha: null });
});

it('reads lines of JSON where the environment is named', async () => {
  const row = (action: number) => ({
    ...{ observation: [0, 0.1, 0, 0.1], action, reward: 1, next_observation: [0, 0.2, 0, 0.1] },
    ...{ terminated: false, truncated: action === 1 },
  });
  const lines = Array.from({ length: 40 }, (_, i) => JSON.stringify(row(i % 2)));
  fs.writeFileSync(join(root, 'rows.jsonl'), lines.join('\n'));
  const run = ['--algo', 'bc', '--dataset', 'rows.jsonl', ...quick];
  expect((await here('train', 'CartPole-v1', ...run, '--out', 'rows')).code).toBe(0);
  const unnamed = await here('train', ...run, '--out', 'none');
  expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringMatching(/name the environment as well/)]);
  fs.writeFileSync(join(root, 'rows.jsonl'), `${lines[0]}\n{"observation": [1]}`);
  const wrong = await here('train', 'CartPole-v1', ...run, '--out', 'none');
  expect(wrong.stderr).toMatch(/rows\.jsonl, line 2 has no action, reward/);
});

it('reads columns of other programs where the environment is named', async () => {
  const rows = 40;
  const zeros = (size: number) => ({ shape: [rows, size], data: new Float64Array(rows * size) });
  const flags = { shape: [rows], data: new Uint8Array(rows), dtype: 'BOOL' };
  const actions = { shape: [rows], data: BigInt64Array.from({ length: rows }, (_, i) => BigInt(i % 2)) };
  const columns = { observations: zeros(4), next_observations: zeros(4), actions, rewards: zeros(1) };
  fs.writeFileSync(
    join(root, 'd4rl.safetensors'),
    writeSafetensors({ ...columns, terminals: flags, timeouts: flags }),
  );
  const run = ['--algo', 'cql', '--dataset', 'd4rl.safetensors', ...values, '--set', 'batchSize=8'];
  const { code, stderr } = await here('train', 'CartPole-v1', ...run, '--out', 'columns');
  expect([code, stderr]).toEqual([0, expect.anything()]);
  expect((await here('train', ...run, '--out', 'none')).stderr).toMatch(/name the environment as well/);
  const archive = await here('train', 'CartPole-v1', '--algo', 'bc', '--dataset', 'a.npz', '--out', 'none');
  expect(archive.stderr).toMatch(/write their arrays as safetensors, in Python: save_file/);
});

it.each([
  [
    ['train', 'CartPole-v1', '--algo', 'ppo', '--dataset', 'data.safetensors'],
    /ppo learns from what it does/,
  ],
  [['train', 'CartPole-v1', '--algo', 'random', '--dataset', 'data.safetensors'], /random does not learn/],
  [['train', 'CartPole-v1', '--algo', 'bc'], /bc learns from recorded transitions: train with --dataset/],
  [
    ['train', 'Pendulum-v1', '--algo', 'bc', '--dataset', 'data.safetensors'],
    /The dataset was made for observations/,
  ],
  [['train', '--algo', 'bc', '--dataset', 'data.safetensors', '--episodes', '3'], /no episode is played/],
  [
    ['train', '--algo', 'cql', '--dataset', 'data.safetensors', '--num-envs', '4'],
    /numEnvs: with a dataset no environment is stepped, so that '4' would/,
  ],
  [
    ['train', '--algo', 'cql', '--dataset', 'data.safetensors', '--vectorization', 'workers'],
    /vectorization: with a dataset no environment is stepped/,
  ],
  [['train', '--algo', 'bc', '--dataset', 'nothing.safetensors'], /nothing\.safetensors/],
  [['eval', 'x', '--random', '3'], /x/],
  [['record', 'CartPole-v1', '--steps', '5', '--out', 'a.jsonl'], /written as safetensors/],
  [['record', 'CartPole-v1', '--steps', '5', '--last', '--out', 'a'], /--last belongs to a run/],
])('refuses %j', async (args, message) => {
  const { code, stderr } = await here(...args);
  expect([code === 0, stderr]).toEqual([false, expect.stringMatching(message)]);
});
