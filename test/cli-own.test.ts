// The command line with modules of the user, in processes of its own: such modules import the built package.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainyard } from './command.js';

// As `import 'trainyard'` resolves it: what the command line is part of.
const built = (path: string) => JSON.stringify(join(process.cwd(), 'dist/node', path));
const corridor = (types = '') => `
  import { Discrete, defineEnv } from ${built('index.js')};
  import { defineCallback } from ${built('evaluate.js')};
  let loaded = false;
  class Corridor {
    observationSpace = new Discrete(5);
    actionSpace = new Discrete(2);
    reset() { this.at = 0; return { observation: 0, info: {} }; }
    step(action${types}) {
      this.at = Math.max(0, this.at + (action === 1 ? 1 : -1));
      const terminated = this.at === 4;
      return { observation: this.at, reward: terminated ? 1 : 0, terminated, truncated: false, info: {} };
    }
    render() { return { width: 50, height: 10, background: '#fff', shapes: [], text: 'cell ' + this.at }; }
    saveState() { return { at: this.at }; }
    loadState({ at }) { this.at = at; }
  }
  const definition = {
    description: 'Walk right.',
    maxEpisodeSteps: 50,
    load: async () => { loaded = true; },
    create() { if (!loaded) throw new Error('not loaded'); return new Corridor(); },
  };
  defineEnv({ id: 'Corridor-v0', ...definition });
  defineEnv({ id: 'Corridor-v1', ...definition });
  defineCallback({ id: 'Patience', summary: 'Stops.', options: { steps: 100 }, create: ({ steps }) => ({
    onIteration(context) {
      context.log({ 'own/progress': context.progress });
      if (context.agent.numTimesteps >= steps) context.stop('out of patience');
    },
  }) });
`;

let root: string;
const apart = (...args: string[]) =>
  trainyard(args, { cwd: root, env: { XDG_STATE_HOME: join(root, 'state') } });
const quick = ['--algo', 'reinforce', '--no-preset', '--steps', '300', '--quiet', '--no-report'];
const trainOwn = (...args: string[]) =>
  apart('train', 'Corridor-v0', ...quick, '--import', './corridor.mjs', ...args);

beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-cli-own-'));
  fs.writeFileSync(join(root, 'corridor.mjs'), corridor());
  fs.writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  fs.writeFileSync(join(root, 'typed.ts'), corridor(': number'));
  expect(await trainOwn('--out', 'own run')).toMatchObject({ code: 0, stderr: '' });
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

describe('a run with modules of the user', () => {
  it('names them relative to its folder, and all commands find them', async () => {
    expect(JSON.parse(fs.readFileSync(join(root, 'own run/config.json'), 'utf8')).imports).toEqual([
      '../corridor.mjs',
    ]);
    const [played, watched, drawn, resumed] = await Promise.all([
      apart('eval', 'own run', '--episodes', '3', '--env', 'Corridor-v1'),
      apart('watch', 'own run'),
      apart('report', 'own run', '--import', './corridor.mjs'),
      apart('list', 'envs', 'Corridor-v0', '--import', './corridor.mjs'),
    ]);
    expect(played.stdout).toMatch(/reinforce on Corridor-v1, .* 3 episodes from seed/);
    expect(watched.stdout).toMatch(/^cell \d\nEpisode 1: return/);
    expect(drawn.stdout).toContain('report.html');
    expect(resumed.stdout).toMatch(/^Corridor-v0 {2}Walk right/);
    expect(fs.readFileSync(join(root, 'own run/report.html'), 'utf8')).toContain('--import ./corridor.mjs');
  });

  it('says what is missing when a module has moved, and takes its new place', async () => {
    fs.cpSync(join(root, 'own run'), join(root, 'moved/run'), { recursive: true });
    const lost = await apart('eval', 'moved/run', '--allow-imports');
    const found = await apart(
      'resume',
      'moved/run',
      '--import',
      './corridor.mjs',
      '--steps',
      '350',
      '--no-report',
      '--quiet',
    );
    expect(lost.code).toBe(2);
    expect(lost.stderr).toMatch(
      /^error: Cannot import '\.\.\/corridor\.mjs': there is no file .*--import\.\n$/,
    );
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(fs.readFileSync(join(root, 'moved/run/config.json'), 'utf8')).imports).toEqual([
      '../../corridor.mjs',
    ]);
    expect(await apart('eval', 'moved/run', '--episodes', '2')).toMatchObject({ code: 0 });
  });

  it('runs nothing of a run that somebody else started, unless told to', async () => {
    const foreign = (...args: string[]) =>
      trainyard(args, { cwd: root, env: { XDG_STATE_HOME: join(root, 'other-user') } });
    const [refused, allowed, report] = await Promise.all([
      foreign('eval', 'own run', '--episodes', '2'),
      foreign('eval', 'own run', '--episodes', '2', '--allow-imports'),
      foreign('report', 'own run'),
    ]);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/not a run that you started.*--allow-imports/);
    expect(allowed).toMatchObject({ code: 0, stderr: '' });
    expect(report).toMatchObject({ code: 0, stderr: '' });
  });

  it('keeps what a callback logs, and the reason it gives for the end', async () => {
    const { stdout } = await trainOwn('--callback', 'Patience:steps=120', '--out', 'impatient');
    expect(stdout).toMatch(/Stopped at step \d+ \(out of patience\); the checkpoint is written/);
    expect(fs.readFileSync(join(root, 'impatient/metrics.jsonl'), 'utf8')).toMatch(/"own\/progress":0\.\d/);
  });

  it('trains with several seeds in threads', async () => {
    const { code, stdout } = await trainOwn('--seeds', '2', '--jobs', '2', '--out', 'seeds');
    expect(code).toBe(0);
    expect(stdout).toMatch(/best weights .*interquartile mean/);
  });

  it('needs a loader for TypeScript on a Node that does not read it, and says so', async () => {
    const args = ['train', 'Corridor-v0', ...quick, '--import', './typed.ts', '--out'];
    const [plain, loaded] = await Promise.all([
      trainyard([...args, 'plain'], { cwd: root }),
      trainyard([...args, 'loaded'], {
        cwd: root,
        env: {
          NODE_OPTIONS: `--import ${new URL('../node_modules/tsx/dist/loader.mjs', import.meta.url).href}`,
        },
      }),
    ]);
    if (Number(process.versions.node.split('.')[0]) < 22) {
      expect(plain.code).toBe(2);
      expect(plain.stderr).toMatch(
        /^error: Cannot import '\.\/typed\.ts': Node .* NODE_OPTIONS='--import tsx'.*\n$/,
      );
    }
    expect(loaded).toMatchObject({ code: 0, stderr: '' });
  });

  it('made by a program opens once its environment has an id', async () => {
    fs.writeFileSync(
      join(root, 'program.mjs'),
      `import { Discrete } from ${built('index.js')};
       import { train } from ${built('train.js')};
       class Game {
         observationSpace = new Discrete(5); actionSpace = new Discrete(2);
         reset() { this.t = 0; return { observation: 0, info: {} }; }
         step() { return { observation: 1, reward: 1, terminated: ++this.t > 3, truncated: false, info: {} }; }
       }
       await train({ env: () => new Game(), algo: 'random', totalSteps: 50, out: 'game', finalEpisodes: 2 });`,
    );
    const { execFileSync } = await import('node:child_process');
    execFileSync(process.execPath, ['program.mjs'], { cwd: root });
    const [refused, opened] = await Promise.all([
      apart('eval', 'game', '--episodes', '2'),
      apart('eval', 'game', '--episodes', '2', '--import', './corridor.mjs', '--env', 'Corridor-v0'),
    ]);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toMatch(/made by a program with an environment of its own, Game.*--import.*--env/);
    expect(opened.stdout).toMatch(/random on Corridor-v0/);
  });
});
