// `trainyard play` from outside: on a terminal of its own (`script` gives one), with keys written down, with an agent.
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DQN } from '../src/agents/index.js';
import { MAIN, trainyard, trainyardHere } from './command.js';

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-play-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const OPEN = '\u001b[?1049h\u001b[?25l';
const CLOSE = '\u001b[?25h\u001b[?1049l';
const hasScript = spawnSync('script', ['--version']).status === 0;

interface Exchange {
  /** What the screen must show before … */
  shows: string;
  /** … these bytes are typed, or this signal is sent. */
  type?: string;
  signal?: NodeJS.Signals;
}

/** Plays on a pseudo-terminal of 80 x 24: waits for what is shown and types. */
function onTerminal(args: string[], exchanges: Exchange[], env: NodeJS.ProcessEnv = {}) {
  const pid = join(root, `pid-${Math.random()}`);
  const words = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const inner = `stty rows 24 cols 80; echo $$ > ${pid}; exec ${words}`;
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_DISABLE_COLORS: ___, CI: ____, ...inherited } = process.env;
  const child = spawn('script', ['-qefc', inner, '/dev/null'], {
    env: {
      ...inherited,
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      ...env,
    },
  });
  const waiting = [...exchanges];
  let output = '';
  let from = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    for (;;) {
      const at = waiting[0] ? output.indexOf(waiting[0].shows, from) : -1;
      if (at < 0) return;
      const { shows, type, signal } = waiting.shift()!;
      from = at + shows.length;
      if (type !== undefined) child.stdin.write(type);
      if (signal) process.kill(Number(fs.readFileSync(pid, 'utf8')), signal);
    }
  });
  return new Promise<{ code: number | null; output: string; left: number }>((settle) => {
    child.on('close', (code) => settle({ code, output, left: waiting.length }));
  });
}

const LAKE = ['play', 'FrozenLake-v1', '--seed', '1', '--env-set', 'isSlippery=false'];

describe.skipIf(!hasScript)('on a terminal', () => {
  it('draws in colour, plays keys, and puts the terminal back', async () => {
    const { code, output, left } = await onTerminal(LAKE, [
      { shows: 'q quit', type: '\u001b[C' },
      { shows: 'step 1   right   reward 0   return 0', type: 's' },
      { shows: 'terminated: press a key', type: ' ' },
      { shows: 'episode 2 (seed 2)', type: 'q' },
    ]);
    expect({ code, left }).toEqual({ code: 0, left: 0 });
    expect(output).toMatch(/\[38;2;\d+;\d+;\d+m.{0,30}▀/);
    expect(output.split(OPEN)).toHaveLength(2);
    expect(output.slice(output.indexOf(CLOSE))).toBe(
      `${CLOSE}Episode 1 (seed 1): return 0 in 2 steps, terminated\r\n`,
    );
  });

  it.each<[string, Omit<Exchange, 'shows'>, number]>([
    ['Ctrl-C', { type: '\u0003' }, 130],
    ['SIGINT', { signal: 'SIGINT' }, 130],
    ['SIGTERM', { signal: 'SIGTERM' }, 143],
    ['SIGHUP', { signal: 'SIGHUP' }, 129],
    ['the end of input', { type: '\u0004' }, 0],
  ])('puts the terminal back after %s', async (_name, what, expected) => {
    const { code, output } = await onTerminal(LAKE, [{ shows: 'q quit', ...what }]);
    expect(code).toBe(expected);
    expect(output).toContain(CLOSE);
    expect(output.slice(output.indexOf(CLOSE) + CLOSE.length)).toBe('');
  });

  it('puts the terminal back when the environment fails, and then says so', async () => {
    const module = join(root, 'failing.mjs');
    fs.writeFileSync(
      module,
      `import { CartPole, defineEnv } from '${join(process.cwd(), 'dist/node/index.js')}';
      class Failing extends CartPole { step() { throw new Error('a wheel came off'); } }
      defineEnv({ id: 'Failing-v0', description: 'x', create: () => new Failing(), play: { keys: { left: 0 } } });`,
    );
    const { code, output } = await onTerminal(
      ['play', 'Failing-v0', '--import', module],
      [{ shows: 'q quit', type: '\u001b[D' }],
    );
    expect(code).toBe(1);
    expect(output.slice(output.indexOf(CLOSE))).toContain('a wheel came off');
  });

  it('uses characters where there are no colours', async () => {
    const { output, code } = await onTerminal(LAKE, [{ shows: 'q quit', type: 'q' }], {
      TERM: 'vt100',
      COLORTERM: '',
    });
    expect(code).toBe(0);
    expect(output).toContain('[S] F  F  F ');
    expect(output).not.toContain('▀');
  });

  it('shows an agent', async () => {
    const path = join(root, 'agent.safetensors');
    await new DQN('CartPole-v1', { seed: 1 }).save(path);
    const args = ['play', 'CartPole-v1', '--agent', path, '--fps', '200', '--seed', '3', '--episodes', '2'];
    const { code, output } = await onTerminal(args, [{ shows: 'Episode 1 (seed 3)', type: ' ' }]);
    expect(code).toBe(0);
    expect(output.slice(output.indexOf(CLOSE) + CLOSE.length)).toMatch(
      /^Episode 1 \(seed 3\): return (\d+) in \1 steps, terminated\r\nEpisode 2 \(seed 4\): return/,
    );
  });
});

describe('without a terminal', () => {
  const here = (...args: string[]) => trainyardHere(args, { cwd: root });

  it('says what is missing', async () => {
    const { code, stderr } = await trainyard(LAKE);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: There is no keyboard here: .*--keys "left right" or --agent <run>\.\n$/);
  });

  it('plays keys written down before, the same for a seed', async () => {
    const args = ['play', 'Taxi-v4', '--seed', '5', '--keys', 'up down'];
    const { code, stdout } = await here(...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^step 1 {3}north {3}reward -1 {3}return -1\nstep 2 {3}south /);
    expect(await here(...args)).toMatchObject({ stdout });
  });

  it('plays in wrappers, of environments that a module defines', async () => {
    const { stdout } = await here(
      ...['play', 'CartPole-v1', '--seed', '1', '--keys', 'left right'],
      ...['--wrap', 'RepeatAction:numRepeats=3'],
    );
    expect(stdout).toContain('step 2   push right   reward 3   return 6');
  });

  it('prints the last picture of what an agent plays, in the wrappers of its run', async () => {
    const train = await here(
      ...[
        'train',
        'CartPole-v1',
        '--algo',
        'random',
        '--steps',
        '50',
        '--out',
        'run',
        '--quiet',
        '--no-report',
      ],
      ...['--wrap', 'TimeLimit:maxEpisodeSteps=4'],
    );
    expect(train.stderr).toBe('');
    const { stdout, code, stderr } = await here(
      'play',
      'CartPole-v1',
      '--agent',
      'run',
      '--seed',
      '2',
      '-e',
      '2',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Episode 1 (seed 2): return 4 in 4 steps, truncated');
    expect(stdout).toContain('Episode 2 (seed 3)');
    expect(stdout).toMatch(/[⠀-⣿]{3}/);
  });

  it('refuses two players, an unknown environment, and an agent that does not fit', async () => {
    expect((await here('play', 'Taxi-v4', '--keys', 'up', '--agent', 'run')).stderr).toMatch(/two players/);
    expect((await here('play', 'Taxy-v4', '--keys', 'up')).stderr).toMatch(/Did you mean Taxi-v4/);
    const { code, stderr } = await here('play', 'Taxi-v4', '--agent', 'run');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: /) });
  });
});
