// The five games frame for frame against recordings of the original, and what is special to this family.
import { describe, expect, it } from 'vitest';
import { readGolden } from '../../../test/golden.js';
import { checkEnv, type Env, make, unwrapped } from '../index.js';
import { Asterix, Breakout, MinAtarEnv } from './index.js';

interface Recording {
  sticky: number;
  /** Whether the difficulty ramp was on; absent: it was. */
  ramping?: boolean;
  runs: {
    seed: number;
    channels: number;
    minimal_actions: number[];
    /** Indices of true cells after the seeded reset. */
    state0: number[];
    actions: number[];
    rewards: number[];
    terminal: number[];
    /** Frame and true cells after it, before the reset. */
    states: [number, number[]][];
    /** The frame after the reset, and true cells. */
    reset_at: [number, number[]][];
  }[];
}

const GAMES = {
  asterix: 'Asterix',
  breakout: 'Breakout',
  freeway: 'Freeway',
  seaquest: 'Seaquest',
  space_invaders: 'SpaceInvaders',
} as const;
const recordings = Object.entries(GAMES).flatMap(([game, name]) => {
  const parts =
    name === 'Freeway' ? ['-sticky0.0'] : ['-sticky0.0', '-deep-sticky0.0', '-deep-sticky0.1-noramp'];
  return parts.map((part) => [name, `MinAtar-${game}${part}`] as const);
});
const ids = Object.values(GAMES).flatMap((name) => [`MinAtar/${name}-v0`, `MinAtar/${name}-v1`]);
const hasRamp = (name: string) => name !== 'Breakout' && name !== 'Freeway';

const trueCells = (observation: Uint8Array) => [...observation.keys()].filter((i) => observation[i] === 1);

describe('recordings of MinAtar 1.0.15', () => {
  it.each(recordings)('%s as in %s', (name, file) => {
    const { sticky, ramping = true, runs } = readGolden<Recording>(file);
    const options = { stickyActionProb: sticky, ...(hasRamp(name) && { difficultyRamping: ramping }) };
    for (const run of runs) {
      const env = make(`MinAtar/${name}-v0`, options) as Env<Uint8Array, number>;
      expect(env.observationSpace).toMatchObject({ shape: [10, 10, run.channels], dtype: 'uint8' });
      expect((unwrapped(env) as MinAtarEnv).game.minimal).toEqual(run.minimal_actions);
      expect(trueCells(env.reset({ seed: run.seed }).observation)).toEqual(run.state0);
      const states = new Map(run.states);
      const resets = new Map(run.reset_at);
      let compared = 0;
      for (const [frame, action] of run.actions.entries()) {
        const { observation, reward, terminated, truncated } = env.step(action);
        expect([reward, Number(terminated), truncated], `frame ${frame}`).toEqual([
          run.rewards[frame],
          run.terminal[frame],
          false,
        ]);
        if (states.has(frame)) {
          expect(trueCells(observation), `frame ${frame}`).toEqual(states.get(frame));
          compared++;
        }
        if (!terminated) continue;
        const after = trueCells(env.reset().observation);
        if (resets.has(frame + 1)) expect(after, `reset after frame ${frame}`).toEqual(resets.get(frame + 1));
      }
      expect(compared).toBe(run.states.length);
    }
  });
});

/** Plays `count` frames with actions of a fixed pattern; observations as text. */
function play(env: Env<Uint8Array, number>, count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => {
    const { observation, reward, terminated } = env.step(
      ((from + i) * 7 + ((from + i) % 5)) % env.actionSpace.flatdim,
    );
    const next = terminated ? env.reset().observation : observation;
    return `${observation.join('')} ${reward} ${terminated} ${next.join('')}`;
  });
}

describe.each(ids)('%s', (id) => {
  const create = () => make(id) as unknown as Env<Uint8Array, number>;

  it('has no fault that checkEnv finds', () => {
    expect(checkEnv(create())).toEqual([]);
  });

  it('plays the same game for the same seed, and goes on exactly from any saved frame', () => {
    const env = create();
    env.reset({ seed: 5 });
    const whole = play(env, 600);
    const again = create();
    again.reset({ seed: 5 });
    let played: string[] = [];
    for (const frames of [0, 1, 37, 200, 362]) {
      played = [...played, ...play(again, frames, played.length)];
      const other = create();
      other.reset({ seed: 99 });
      other.loadState!(JSON.parse(JSON.stringify(again.saveState!())));
      expect(other.render!()).toEqual(again.render!());
      expect(play(other, 600 - played.length, played.length)).toEqual(whole.slice(played.length));
    }
    expect(played).toEqual(whole);
  });

  it('gives observations that can be kept', () => {
    const env = create();
    const first = env.reset({ seed: 1 }).observation;
    const copy = [...first];
    const kept = Array.from({ length: 200 }, (_, i) => {
      const { observation, terminated } = env.step(i % env.actionSpace.flatdim);
      if (terminated) env.reset();
      return { observation, copy: [...observation] };
    });
    expect([...first]).toEqual(copy);
    for (const { observation, copy } of kept) expect([...observation]).toEqual(copy);
  });

  it('draws pictures that differ along an episode', () => {
    const env = create();
    env.reset({ seed: 3 });
    const pictures = new Set([JSON.stringify(env.render!())]);
    for (let i = 0; i < 30; i++) {
      if (env.step(i % env.actionSpace.flatdim).terminated) env.reset();
      pictures.add(JSON.stringify(env.render!()));
    }
    expect(pictures.size).toBeGreaterThan(8);
  });
});

describe('the environment around a game', () => {
  it('numbers the actions of the minimal set in v1', () => {
    const minimal = make('MinAtar/SpaceInvaders-v1', { stickyActionProb: 0 });
    const all = make('MinAtar/SpaceInvaders-v0', { stickyActionProb: 0 });
    expect([minimal.actionSpace.n, all.actionSpace.n]).toEqual([4, 6]);
    minimal.reset({ seed: 2 });
    all.reset({ seed: 2 });
    for (const [short, long] of [
      [3, 5],
      [1, 1],
      [2, 3],
      [0, 0],
      [0, 2],
      [0, 4],
    ] as const) {
      expect(minimal.step(short).observation).toEqual(all.step(long).observation);
    }
  });

  it('repeats one action in ten, across episodes too', () => {
    const env = make('MinAtar/Freeway-v0');
    const inner = unwrapped(env) as MinAtarEnv;
    env.reset({ seed: 4 });
    let repeated = 0;
    for (let i = 0; i < 2500; i++) {
      env.step(i % 2 === 0 ? 1 : 3);
      if (inner.saveState().lastAction === (i % 2 === 0 ? 3 : 1)) repeated++;
    }
    // A repeated action makes the one after it no repetition even where it is sticky again.
    expect(repeated / 2500).toBeGreaterThan(0.07);
    expect(repeated / 2500).toBeLessThan(0.12);
    const always = new MinAtarEnv(new Breakout(), { stickyActionProb: 1 });
    always.reset({ seed: 0 });
    const { paddle } = (always.game as Breakout).state;
    always.step(1);
    expect((always.game as Breakout).state.paddle).toBe(paddle);
  });

  it('plays the same for a seed whatever was done before', () => {
    const env = new MinAtarEnv(new Breakout(), { stickyActionProb: 1 });
    env.reset({ seed: 0 });
    env.loadState({ ...env.saveState(), lastAction: 1 });
    env.reset();
    env.step(3);
    expect((env.game as Breakout).state.paddle).toBe(3);
    env.reset({ seed: 0 });
    env.step(3);
    expect((env.game as Breakout).state.paddle).toBe(4);
  });

  it('stands still after the end, drawing only for sticky actions', () => {
    const env = new MinAtarEnv(new Breakout(), { stickyActionProb: 0 });
    env.reset({ seed: 0 });
    let result = env.step(0);
    while (!result.terminated) result = env.step(0);
    const after = env.step(1);
    expect(after).toMatchObject({ reward: 0, terminated: true });
    expect(after.observation).toEqual(result.observation);
  });

  it('takes seeds of a RandomState only, and options that something reads', () => {
    const env = make('MinAtar/Asterix-v0', { difficultyRamping: false });
    expect(() => env.reset({ seed: 2 ** 32 })).toThrow(/integer from 0 to 4294967295, got 4294967296/);
    expect(() => env.reset({ seed: 7n })).not.toThrow();
    for (const seed of ['1', null, true, -1, 0.5, NaN]) {
      expect(() => env.reset({ seed: seed as never })).toThrow(/must be an integer from 0/);
    }
    expect(() => make('MinAtar/Breakout-v0', { difficultyRamping: false } as never)).toThrow(/no option/);
    expect(() => make('MinAtar/Asterix-v0', { stickyActionProb: 2 })).toThrow(/a number from 0 to 1/);
    expect(() => env.reset({ options: { map: 1 } })).toThrow(/map/);
  });

  it('starts games of its own where no seed is given', () => {
    const starts = Array.from({ length: 64 }, () =>
      new MinAtarEnv(new Breakout()).reset().observation.join(''),
    );
    expect(new Set(starts).size).toBe(2);
  });

  it('becomes harder with the ramp only', () => {
    const speeds = [true, false].map((ramping) => {
      const game = new Asterix(ramping);
      const env = new MinAtarEnv(game);
      env.reset({ seed: 0 });
      // An enemy that nobody meets: the player's cell is kept free of the walk.
      for (let i = 0; i < 1100; i++) {
        game.state.terminal = false;
        env.step(0);
      }
      return [game.state.spawnSpeed, game.state.moveSpeed];
    });
    expect(speeds).toEqual([
      [1, 1],
      [10, 5],
    ]);
  });
});
