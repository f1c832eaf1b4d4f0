// Playing: keys, what they do by action space and guide, and the loop of a person and of an agent on a screen of the test.
import { describe, expect, it } from 'vitest';
import { type Env, envSpecs, make, type PlayGuide, wrap } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { Box, Discrete, MultiDiscrete, type Space, Tuple } from '../../spaces/index.js';
import { Game } from './game.js';
import { controlsOf } from './key-map.js';
import { keysIn } from './keys.js';
import { Player, type PlayerSettings } from './player.js';
import type { Screen } from './terminal.js';
import { chooserOf, playEpisodes, playKeys } from './unattended.js';

/** Presses keys at their times, in milliseconds of a clock of its own; `q` when there are no more. */
class TestScreen implements Screen {
  readonly columns = 80;
  readonly rows = 20;
  readonly depth = 1;
  readonly frames: string[] = [];
  private clock = 0;

  constructor(private readonly presses: [at: number, key: string][]) {}

  show(lines: readonly string[]): void {
    expect(lines.length).toBeLessThanOrEqual(this.rows);
    this.frames.push(lines.join('\n'));
  }

  async next(milliseconds?: number): Promise<string | undefined> {
    const [at, key] = this.presses[0] ?? [Infinity, ''];
    if (at === Infinity && milliseconds === undefined) return 'q';
    if (at > this.clock + (milliseconds ?? Infinity)) {
      this.clock += milliseconds!;
      return undefined;
    }
    this.clock = Math.max(this.clock, at);
    this.presses.shift();
    return key;
  }

  now(): number {
    return this.clock;
  }
}

async function playing(env: Env, presses: [number, string][], changes: Partial<PlayerSettings> = {}) {
  const game = new Game(env, 1, env.spec?.id ?? 'Own');
  const screen = new TestScreen(presses);
  const controls = controlsOf(env);
  const fps = controls.fps ?? 0;
  const key = await new Player(game, screen, { controls, fps, episodes: Infinity, ...changes }).run();
  return { game, key, frames: screen.frames };
}

/** An environment of these actions that remembers them. */
function world(actionSpace: Space, play?: PlayGuide) {
  const played: unknown[] = [];
  const spec = { id: 'World-v0', description: 'x', options: {}, play };
  const result = { observation: 0, info: {} };
  const env = {
    ...{ actionSpace, observationSpace: new Discrete(1), spec, played },
    reset: () => result,
    step(action: unknown) {
      played.push(action);
      return { ...result, reward: 0.5, terminated: played.length === 30, truncated: false };
    },
  };
  return env as Env & { played: unknown[] };
}

describe('keys', () => {
  it('are read from what terminals send', () => {
    expect(keysIn('\u001b[A\u001b[B\u001bOC\u001b[1;2D')).toEqual(['up', 'down', 'right']);
    expect(keysIn('aW 1\r\t\u007f\u0003é')).toEqual([
      'a',
      'w',
      'space',
      '1',
      'enter',
      'tab',
      'backspace',
      'ctrl-c',
      'é',
    ]);
    expect(keysIn('\u001b')).toEqual(['escape']);
    expect(keysIn('\u0001')).toEqual([]);
  });

  it('play every environment of the core', () => {
    for (const { id } of envSpecs()) expect([...controlsOf(make(id)).keys.keys()], id).not.toEqual([]);
  });

  it('come from the guide, W A S D and digits beside it', () => {
    const { keys, fps, idle } = controlsOf(make('FrozenLake-v1'));
    expect(keys.get('right')).toEqual({ action: 2, label: 'right' });
    expect(keys.get('d')).toEqual({ action: 2, label: 'right' });
    expect(keys.get('3')).toEqual({ action: 3, label: 'up' });
    expect([fps, idle]).toEqual([undefined, undefined]);
    // Its own s is to stick.
    expect(controlsOf(make('Blackjack-v1')).keys.get('s')!.label).toBe('stick');
  });

  it('are guessed from the action space', () => {
    const box = new Box({ low: [-1, 0.5, -Infinity], high: [1, 2, Infinity] });
    const { keys, fps, idle } = controlsOf(world(box));
    expect([...keys].map(([key, { label }]) => `${key} ${label}`)).toEqual([
      ...['left [-1, 0.5, 0]', 'right [1, 0.5, 0]', 'down [0, 0.5, 0]', 'up [0, 2, 0]', '1 [0, 0.5, -1]'],
      ...['2 [0, 0.5, 1]', 'w [0, 2, 0]', 'a [-1, 0.5, 0]', 's [0, 0.5, 0]', 'd [1, 0.5, 0]'],
    ]);
    expect(fps).toBe(15);
    expect(idle!.action).toEqual(Float32Array.of(0, 0.5, 0));
    const choices = controlsOf(world(new MultiDiscrete([2, 3]))).keys;
    expect([...choices.values()].map(({ label }) => label)).toEqual([
      '[0, 0]',
      '[0, 1]',
      '[0, 2]',
      '[1, 0]',
      '[1, 1]',
      '[1, 2]',
    ]);
    expect(controlsOf(world(new Discrete(3, { start: 5 }))).keys.get('0')!.action).toBe(5);
    expect(controlsOf(world(new Tuple([new Discrete(2)]) as Space)).keys.size).toBe(0);
  });

  it('are guessed where a wrapper changes what actions are', () => {
    const env = wrap(make('Pendulum-v1'), [{ name: 'RescaleAction' }]);
    expect(controlsOf(env).keys.get('left')!.action).toEqual(Float32Array.of(-1));
  });

  it.each<[PlayGuide, RegExp]>([
    [{ keys: { q: 0 } }, /"q" is taken: p, q and r pause, quit and restart/],
    [{ keys: { Left: 0 } }, /"Left" is no key\. Keys are left, right/],
    [{ keys: { left: 2 } }, /2 is no action of Discrete\(2\)/],
    [{ keys: {}, idle: 'x' }, /"x" is no action/],
    [{ actions: ['only one'] }, /actions must name each action of Discrete\(2\)/],
    [{ fps: 0 }, /fps must be a positive number, got 0/],
    [{ names: [] } as PlayGuide, /no option 'names'/],
  ])('of a wrong guide %o are refused', (guide, message) => {
    expect(() => controlsOf(world(new Discrete(2), guide))).toThrow(UserError);
    expect(() => controlsOf(world(new Discrete(2), guide))).toThrow(message);
  });
});

describe('a person', () => {
  it('steps a world that waits, sees what came of it, and begins again', async () => {
    const env = make('FrozenLake-v1', { isSlippery: false });
    const { key, game, frames } = await playing(env, [
      ...[
        [0, 'right'],
        [0, 'x'],
        [0, 'down'],
        [0, 'space'],
        [0, 'a'],
        [0, 'r'],
        [0, 'right'],
      ],
    ] as [number, string][]);
    expect(key).toBe('q');
    expect(frames[0]).toMatch(/^FrozenLake-v1 {3}episode 1 \(seed 1\)\n/);
    expect(frames[0]).toContain('← left   ↓ down   → right   ↑ up   r restart   q quit');
    expect(frames[1]).toContain('step 1   right   reward 0   return 0');
    expect(frames[2]).toContain('x plays nothing');
    expect(frames[3]).toContain(
      'Episode 1 (seed 1): return 0 in 2 steps, terminated: press a key for the next',
    );
    expect(frames[4]).toContain('episode 2 (seed 2)');
    expect(game.results).toHaveLength(1);
    expect([game.episode, game.step]).toEqual([3, 1]);
  });

  it('cannot play what is not legal', async () => {
    const { frames, game } = await playing(make('Taxi-v4'), [[0, 'enter']]);
    expect(frames.at(-1)).toContain('drop off is not legal now');
    expect(frames.at(-1)).not.toContain('enter drop off');
    expect(game.step).toBe(0);
  });

  it('holds keys where time goes by: the idle action is played in between', async () => {
    const env = world(new Discrete(3), { keys: { left: 0, right: 2 }, idle: 1, fps: 10 });
    const { frames } = await playing(env, [
      [0, 'space'],
      [10, 'left'],
      [520, 'right'],
      [610, 'right'],
      [990, 'q'],
    ]);
    expect(frames[0]).toContain('press a key to begin');
    expect(env.played).toEqual([0, 1, 1, 1, 1, 2, 2, 1, 1]);
  });

  it('goes on with the last action where there is no idle one, and pauses', async () => {
    const env = world(new Discrete(2), { keys: { left: 0, right: 1 }, fps: 10 });
    const { frames } = await playing(env, [
      [0, 'right'],
      [450, 'p'],
      [2000, 'left'],
      [2350, 'q'],
    ]);
    expect(frames.join()).toContain('paused: press a key to go on');
    expect(env.played).toEqual([1, 1, 1, 1, 0, 0, 0]);
  });

  it('sees the observation of a world that does not draw', async () => {
    const { frames } = await playing(world(new Discrete(2)), []);
    expect(frames[0]).toContain('observation 0');
  });
});

describe('an agent', () => {
  const agent = { predict: () => 1 };

  it('is watched at its pace, and its episodes end the game', async () => {
    const env = make('CartPole-v1');
    const choose = chooserOf(agent, controlsOf(env));
    const { key, game, frames } = await playing(env, [], { choose, episodes: 2 });
    expect(key).toBeUndefined();
    expect(game.results).toHaveLength(2);
    expect(frames.at(-1)).toMatch(
      /push right {3}reward 1 {3}return \d+\nEpisode 2 \(seed 2\): return \d+ in/,
    );
    expect(frames[0]).toContain('p pause   r restart   q quit');
  });

  it('steps by keys at 0 frames a second', async () => {
    const env = make('CartPole-v1');
    const choose = chooserOf(agent, controlsOf(env));
    const { game } = await playing(
      env,
      [
        [0, 'x'],
        [0, 'space'],
      ],
      { choose, fps: 0 },
    );
    expect(game.step).toBe(2);
  });

  it('has its memory renewed with every episode', () => {
    const env = make('CartPole-v1');
    const states = new Set<object>();
    const recurrent = {
      predict: (_: unknown, { state }: { state: object }) => Number(states.add(state).size > 0),
    };
    const lines: string[] = [];
    const game = new Game(env, 1, 'CartPole-v1');
    playEpisodes(game, chooserOf(recurrent as never, controlsOf(env)), 3, (line) => lines.push(line));
    expect(states.size).toBe(3);
    expect(lines.filter((line) => line.startsWith('Episode'))).toHaveLength(3);
  });
});

describe('keys written down before', () => {
  const lines = (id: string, keys: string, options = {}) => {
    const env = make(id, options);
    const printed: string[] = [];
    playKeys(new Game(env, 1, id), controlsOf(env), keys, (line) => printed.push(line));
    return printed;
  };

  it('are played one after the other, over the end of an episode', () => {
    expect(lines('FrozenLake-v1', 'right down  right', { isSlippery: false })).toEqual([
      'step 1   right   reward 0   return 0',
      'step 2   down   reward 0   return 0',
      'Episode 1 (seed 1): return 0 in 2 steps, terminated',
      'step 1   right   reward 0   return 0',
      ...['(Right)', ' S [F] F  F ', ' F  H  F  H ', ' F  F  F  H ', ' H  F  F  G '],
    ]);
  });

  it('must play something', () => {
    expect(() => lines('FrozenLake-v1', 'jump')).toThrow(
      /The key "jump" plays nothing here; there are left, down/,
    );
    expect(() => lines('Taxi-v4', 'enter')).toThrow(/enter: drop off is not legal in step 1/);
  });
});
