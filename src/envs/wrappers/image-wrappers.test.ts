// The wrappers of games seen as pictures, on a game small enough to work out every pixel by hand.
import { describe, expect, it } from 'vitest';
import { UserError } from '../../io/errors.js';
import { Generator, SeedSequence } from '../../random/index.js';
import { Box, Discrete } from '../../spaces/index.js';
import {
  CropObservation,
  type Env,
  type EnvState,
  EpisodicLife,
  GrayscaleObservation,
  NoopReset,
  Option,
  ResizeObservation,
  wrap,
  wrappers,
} from '../index.js';

/** Pixel p of a picture of 4 x 4 in step t is (10 p, t, last action); every fourth step costs one of three lives. */
class Game implements Env<Uint8Array, number> {
  readonly observationSpace = new Box({ low: 0, high: 255, shape: [4, 4, 3], dtype: 'uint8' });
  readonly actionSpace = new Discrete(3);
  t = 0;
  last = 0;
  games = 0;

  private get info() {
    return { lives: 3 - Math.floor(this.t / 4) };
  }

  private observe(): Uint8Array {
    return Uint8Array.from({ length: 48 }, (_, i) => [10 * Math.floor(i / 3), this.t, this.last][i % 3]!);
  }

  reset() {
    this.t = 0;
    this.last = 0;
    this.games++;
    return { observation: this.observe(), info: this.info };
  }

  step(action: number) {
    this.t++;
    this.last = action;
    const { observe: _, info } = this;
    const terminated = info.lives === 0;
    return { observation: this.observe(), reward: this.t, terminated, truncated: false, info };
  }

  saveState(): EnvState {
    return { t: this.t, last: this.last };
  }

  loadState({ t, last }: EnvState) {
    this.t = t as number;
    this.last = last as number;
  }
}

describe('GrayscaleObservation', () => {
  const shades = (method: 'luminance' | 'mean' | 'max') => {
    const env = new GrayscaleObservation(new Game(), { method });
    env.reset();
    return [...env.step(2).observation];
  };
  const reds = Array.from({ length: 16 }, (_, p) => 10 * p);

  it('weighs the channels, or takes their mean or their largest', () => {
    // Of (red, 1, 2); fractions are cut off.
    expect(shades('mean')).toEqual(reds.map((red) => Math.floor((red + 3) / 3)));
    expect(shades('max')).toEqual(reds.map((red) => Math.max(red, 2)));
    expect(shades('luminance')).toEqual(reds.map((red) => Math.floor(0.2125 * red + 0.7154 + 0.1442)));
  });

  it('refuses other ways', () => {
    expect(() => new GrayscaleObservation(new Game(), { method: 'min' as 'max' })).toThrow(
      /"luminance", "mean" or "max", got "min"/,
    );
  });
});

describe('CropObservation', () => {
  it('cuts off edges', () => {
    const env = new CropObservation(new Game(), { top: 1, left: 2, right: 1 });
    expect(env.observationSpace).toMatchObject({ shape: [3, 1, 3], dtype: 'uint8' });
    const { observation } = env.reset();
    // Pixels 6, 10 and 14.
    expect(observation).toEqual(Uint8Array.of(60, 0, 0, 100, 0, 0, 140, 0, 0));
    expect(env.observationSpace.contains(observation)).toBe(true);
    const grey = new CropObservation(new GrayscaleObservation(new Game(), { method: 'max' }), { bottom: 2 });
    expect([...grey.reset().observation]).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
  });

  it('refuses to cut nothing or all', () => {
    expect(() => new CropObservation(new Game(), {})).toThrow(/needs pixels to cut off/);
    expect(() => new CropObservation(new Game(), { top: 2, bottom: 2 })).toThrow(/must leave some of 4 rows/);
    expect(() => new CropObservation(new Game(), { up: 1 } as never)).toThrow(/no option 'up'/);
  });
});

describe('ResizeObservation', () => {
  it('takes the mean of the area under each new pixel', () => {
    const env = new ResizeObservation(new GrayscaleObservation(new Game(), { method: 'max' }), [2, 2]);
    // (0 + 10 + 40 + 50) / 4 and so on.
    expect([...env.reset().observation]).toEqual([25, 45, 105, 125]);
  });
});

describe('NoopReset', () => {
  it('idles for 1 to noopMax steps, a number of its own stream', () => {
    const env = new NoopReset(new Game(), { noopMax: 5 });
    const rng = new Generator(new SeedSequence(3).spawn(1)[0]);
    const steps = Array.from({ length: 40 }, (_, i) => env.reset(i === 0 ? { seed: 3 } : {}).observation[1]);
    expect(steps).toEqual(Array.from({ length: 40 }, () => rng.integers(1, 6)));
    expect([...new Set(steps)].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('begins again where idling ends the episode', () => {
    const game = new Game();
    const env = new NoopReset(game, { noopMax: 1000 });
    const rng = new Generator(new SeedSequence(1).spawn(1)[0]);
    // Every 12 steps the game is over.
    expect(env.reset({ seed: 1 }).observation[1]).toBe(rng.integers(1, 1001) % 12);
  });

  it('plays the action that is idle', () => {
    expect(new NoopReset(new Game(), { noopAction: 2 }).reset({ seed: 1 }).observation[2]).toBe(2);
    expect(() => new NoopReset(new Game(), { noopAction: 3 })).toThrow(
      /Discrete actions with 3 among them, got/,
    );
  });
});

describe('EpisodicLife', () => {
  const play = (env: Env<Uint8Array, number>) => {
    const steps: number[] = [];
    let result = env.step(1);
    for (; !result.terminated; result = env.step(1)) steps.push(result.observation[1]!);
    return [...steps, result.observation[1]];
  };

  it('ends with each life and goes on in the same game', () => {
    const game = new Game();
    const env = new EpisodicLife(game);
    env.reset();
    expect(play(env)).toEqual([1, 2, 3, 4]);
    // One idle step into the next life.
    expect(env.reset().observation[1]).toBe(5);
    expect(game.last).toBe(0);
    expect(play(env)).toEqual([6, 7, 8]);
    env.reset();
    expect(play(env)).toEqual([10, 11, 12]);
    expect(game.games).toBe(1);
    expect(env.reset().observation[1]).toBe(0);
    expect(game.games).toBe(2);
  });

  it('begins another game with a seed, or in the middle of a life', () => {
    const game = new Game();
    const env = new EpisodicLife(game);
    env.reset();
    play(env);
    expect(env.reset({ seed: 1 }).observation[1]).toBe(0);
    env.step(1);
    env.reset();
    // In the middle of a life the game goes on too: only its end begins another.
    expect(game.t).toBe(2);
  });

  it('needs lives', () => {
    expect(() => new EpisodicLife(new Game(), { key: 'life' }).reset()).toThrow(
      /needs info.life, the number of lives left, got undefined; info has lives. Name another key/,
    );
  });
});

it('all of them by name save their state: what follows is equal', () => {
  const chain = () =>
    wrap(new Game(), [
      { name: 'StickyAction' },
      { name: 'NoopReset', options: { noopMax: 3 } },
      { name: 'EpisodicLife' },
      { name: 'MaxAndSkipObservation', options: { skip: 2 } },
      { name: 'ClipReward' },
      { name: 'GrayscaleObservation', options: { method: 'mean' } },
      { name: 'CropObservation', options: { top: 1, left: 1 } },
      { name: 'ResizeObservation', options: { shape: [2, 2] } },
      { name: 'FrameStack', options: { stackSize: 3 } },
    ]) as Env<Uint8Array, number>;
  const env = chain();
  expect(env.observationSpace.toString()).toMatch(/\[3, 2, 2\]/);
  const walk = (one: Env<Uint8Array, number>, actions: number[]) =>
    actions.map((action) => {
      const result = one.step(action);
      expect(one.observationSpace.contains(result.observation)).toBe(true);
      return [result, result.terminated ? one.reset() : undefined];
    });
  const rng = new Generator(2);
  const actions = Array.from({ length: 40 }, () => rng.integers(3));
  env.reset({ seed: 1 });
  for (let t = 0; t < 5; t++) {
    walk(env, actions.slice(0, rng.integers(20)));
    const state = JSON.parse(JSON.stringify(env.saveState!())) as EnvState;
    const other = chain();
    other.loadState!(state);
    expect(walk(other, actions)).toEqual(walk(env, actions));
  }
});

it('every named wrapper refuses null in words', () => {
  const raw = wrappers().filter(({ options = {}, create }) => {
    const defaults = Object.entries(options).map(([name, value]) => {
      return [name, value instanceof Option ? value.initial : value];
    });
    try {
      create(null as never, Object.fromEntries(defaults));
    } catch (error) {
      return !(error instanceof UserError);
    }
    return true;
  });
  expect(raw.map(({ id }) => id)).toEqual([]);
});
