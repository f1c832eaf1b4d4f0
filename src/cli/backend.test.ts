// `--backend`: chosen, told, kept by the run, and refused where it is not there.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { trainyardHere } from '../../test/command.js';
import { useBackend } from '../tensor/index.js';
import { nativePath } from '../tensor/kernels/native.js';

let root: string;
const here = (...args: string[]) => trainyardHere(args, { cwd: root });
const trainQuickly = (...args: string[]) =>
  here(
    ...[
      'train',
      'CartPole-v1',
      '--algo',
      'reinforce',
      '--no-preset',
      '--steps',
      '60',
      '--quiet',
      '--no-report',
    ],
    ...['--eval-episodes', '1', ...args],
  );
const configOf = (run: string) => JSON.parse(fs.readFileSync(join(root, run, 'config.json'), 'utf8'));

beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-backend-'));
});
afterEach(() => useBackend({}));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

it('is told, kept, and used by the commands that open the run', async () => {
  const { code, stdout } = await trainQuickly('--backend', 'reference', '--out', 'plain');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Training reinforce on CartPole-v1 for 60 steps, seed 0, kernels: reference$/m);
  expect(configOf('plain').backend).toBe('reference');
  useBackend({});
  expect((await here('eval', 'plain', '--episodes', '1')).stdout).toContain('kernels: reference:');
  useBackend({});
  expect((await here('eval', 'plain', '--episodes', '1', '--json', '--backend', 'wasm')).stdout).toMatch(
    /"backend":"wasm(-fma)?"/,
  );
  const more = await here('resume', 'plain', '--steps', '90', '--quiet', '--no-report');
  expect(more.stdout).toMatch(/^Resuming reinforce .*, kernels: reference$/m);
  const other = await here(
    ...['resume', 'plain', '--steps', '120', '--quiet', '--no-report', '--backend', 'wasm'],
  );
  expect(other.stdout).toMatch(/^Resuming reinforce .*, kernels: wasm(-fma)?$/m);
  expect(configOf('plain').backend).toMatch(/^wasm/);
  const watched = await here('watch', 'plain', '--backend', 'reference');
  expect(watched).toMatchObject({ code: 0, stderr: 'kernels: reference\n' });
});

it('is auto: the fastest there is, under its own name', async () => {
  const { stdout } = await trainQuickly('--backend', 'auto', '--out', 'fastest');
  const [, kernels] = /, kernels: (.*)$/m.exec(stdout)!;
  expect(kernels).toMatch(/^(native \((avx512|avx2|neon)\)|wasm(-fma)?)$/);
  expect(configOf('fastest').backend).toBe(kernels!.split(' ')[0]);
});

it('is one of those there are', async () => {
  const { code, stderr } = await trainQuickly('--backend', 'gpu');
  expect(code).toBe(2);
  expect(stderr).toContain("argument 'gpu' is invalid. Allowed choices are wasm, native, auto, reference");
  expect((await here('play', 'CartPole-v1', '--keys', 'left', '--backend', 'wasm')).stderr).toContain(
    '--backend belongs to --agent',
  );
});

it.runIf(nativePath() === null)('says how the native kernels are built', async () => {
  const { code, stderr } = await trainQuickly('--backend', 'native', '--out', 'none');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: .*npm run build:native/)]);
  expect(fs.existsSync(join(root, 'none'))).toBe(false);
});
