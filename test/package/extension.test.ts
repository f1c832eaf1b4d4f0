// A user's package (examples/extension) against the published one: compiled with its types alone, then listed, trained,
// evaluated and resumed like what comes with the project.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, inject, it } from 'vitest';

const run = promisify(execFile);
const project = fileURLToPath(new URL('../../', import.meta.url));
// Inside the folder that has the package installed: it finds nothing else of this project.
const extension = join(inject('consumer'), 'extension');
const IMPORT = ['--import', './dist/index.js'];

async function trainyard(...args: string[]): Promise<string> {
  const command = join(inject('consumer'), 'node_modules', '.bin', 'trainyard');
  const { stdout, stderr } = await run(command, args, { cwd: extension });
  return stdout + stderr;
}

const rows = (file: string) =>
  readFileSync(join(extension, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number>);

beforeAll(async () => {
  cpSync(join(project, 'examples', 'extension'), extension, { recursive: true });
  // Types that only a program sees: ids, options and actions of the environment.
  writeFileSync(
    join(extension, 'src', 'uses.ts'),
    `import { type Env, makeAsync, DQN } from 'trainyard';
import './index.js';
const env = await makeAsync('Thermostat-v0', { insulation: 0.8 });
const action: 0 | number = env.actionSpace.sample();
env.reset({ seed: 1 });
export const reward: number = env.step(action).reward;
// @ts-expect-error no such option
await makeAsync('Thermostat-v0', { insolation: 0.8 }).catch(() => {});
export const agent = new DQN(env as Env);
`,
  );
  await run(join(project, 'node_modules', '.bin', 'tsc'), [], { cwd: extension }).catch(({ stdout }) => {
    throw new Error(stdout);
  });
});

it('is listed', async () => {
  expect(await trainyard('list', 'envs', ...IMPORT)).toContain('Thermostat-v0');
  expect(await trainyard('list', 'envs', 'Thermostat-v0', ...IMPORT)).toMatch(/insulation\s+0\.9/);
  expect(await trainyard('list', 'algos', ...IMPORT)).toContain('soft-q');
  expect(await trainyard('list', 'algos', 'soft-q', ...IMPORT)).toMatch(/temperature\*\s+0\.2/);
  expect(await trainyard('list', 'presets', 'soft-q', ...IMPORT)).toContain('Thermostat-v0');
  expect(await trainyard('list', 'wrappers', ...IMPORT)).toContain('ActionDelay');
});

it('trains with everything of its own, is evaluated, and goes on exactly', async () => {
  const settings = [
    ...['train', 'Thermostat-v0', '--algo', 'soft-q', '--seed', '1', '--set', 'features=products'],
    ...['--wrap', 'ActionDelay:steps=1', '--callback', 'ReturnRecord:margin=1', '--eval-every', '500'],
    ...['--checkpoint-every', '500', '--no-report', ...IMPORT],
  ];
  await trainyard(...settings, '--steps', '2000', '--out', 'whole');
  await trainyard(...settings, '--steps', '1000', '--out', 'parts');
  await trainyard('resume', 'parts', '--steps', '2000', '--no-report');
  // The wrapper in mid-episode, the callback's record, memory and optimiser of the algorithm: all went on.
  expect(rows('parts/metrics.jsonl')).toEqual(rows('whole/metrics.jsonl'));
  const config = JSON.parse(readFileSync(join(extension, 'whole', 'config.json'), 'utf8'));
  expect(config).toMatchObject({ algo: 'soft-q', config: { features: 'products', hiddenSizes: [32, 32] } });

  const records = rows('whole/metrics.jsonl').flatMap((row) => row['record/return'] ?? []);
  expect(records.length).toBeGreaterThan(1);
  expect(records).toEqual([...records].sort((a, b) => a - b));
  const outcome = await trainyard('eval', 'whole', '--episodes', '5', '--json');
  expect(JSON.parse(outcome).episodes).toBe(5);
});

it('learns, with its preset', async () => {
  const text = await trainyard('train', 'Thermostat-v0', '--algo', 'soft-q', '--out', 'preset', ...IMPORT);
  expect(text).toMatch(/solved/);
  expect(existsSync(join(extension, 'preset', 'report.html'))).toBe(true);
});

it('is trained with several seeds like any other', async () => {
  await trainyard(
    ...['train', 'Thermostat-v0', '--algo', 'soft-q', '--steps', '500', '--seeds', '2', '--out', 'seeds'],
    ...['--no-report', ...IMPORT],
  );
});
