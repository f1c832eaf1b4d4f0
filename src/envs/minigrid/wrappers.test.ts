// The wrappers of MiniGrid: what they show, what they refuse, by name and by class.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { checkEnv, type Env, make, unwrapped, type WrapperSpec, wrap, wrappers } from '../index.js';
import {
  ActionBonus,
  BALL,
  BLUE,
  CLOSED,
  DOOR,
  FlatObsWrapper,
  FullyObsWrapper,
  ImgObsWrapper,
  type MiniGrid,
  OneHotPartialObsWrapper,
  PositionBonus,
  ReseedWrapper,
  RGBImgObsWrapper,
  RGBImgPartialObsWrapper,
  SymbolicObsWrapper,
  thing,
  ViewSizeWrapper,
} from './index.js';

const doorKey = () => {
  const env = make('MiniGrid-DoorKey-6x6-v0');
  return { env, world: (unwrapped(env as Env) as MiniGrid).world };
};

const NAMES = [
  'ImgObsWrapper',
  'FullyObsWrapper',
  'FlatObsWrapper',
  'OneHotPartialObsWrapper',
  'RGBImgObsWrapper',
  'RGBImgPartialObsWrapper',
  'ViewSizeWrapper',
  'SymbolicObsWrapper',
  'PositionBonus',
  'ActionBonus',
  'ReseedWrapper',
];

describe.each(NAMES)('%s', (name) => {
  it('has a name and keeps the contract, state included', () => {
    expect(wrappers().map(({ id }) => id)).toContain(name);
    const env = wrap(make('MiniGrid-Dynamic-Obstacles-Random-6x6-v0') as Env, [{ name }]);
    const findings = checkEnv(env, { steps: 100, seed: 1 });
    // Seeds are what the one takes away; the others count over all episodes.
    const ignored = /Bonus|Reseed/.test(name) ? /seed/ : /^$/;
    expect(findings.filter(({ message }) => !ignored.test(message))).toEqual([]);
  });

  it('refuses environments of others', () => {
    const other = () => wrap(make('CartPole-v1') as Env, [{ name }]);
    if (name === 'ReseedWrapper') expect(other).not.toThrow();
    else expect(other).toThrow(/MiniGrid|an image, a direction and a mission/);
  });
});

it('shows the image alone', () => {
  const env = new ImgObsWrapper(doorKey().env);
  const { observation } = env.reset({ seed: 0 });
  expect(String(env.observationSpace)).toBe('Box(0, 255, [7, 7, 3], uint8)');
  expect(observation).toEqual(doorKey().env.reset({ seed: 0 }).observation.image);
});

it('shows the whole grid, the agent over what it stands on', () => {
  const { env: inner, world } = doorKey();
  const env = new FullyObsWrapper(inner);
  const { observation } = env.reset({ seed: 0 });
  const { image, mission, direction } = observation;
  expect(env.observationSpace.contains(observation)).toBe(true);
  expect(image.length).toBe(6 * 6 * 3);
  const at = world.at(world.x, world.y);
  expect([...image.slice(at, at + 3)]).toEqual([10, 0, direction]);
  expect(image.filter((_, i) => i < at || i >= at + 3)).toEqual(
    world.cells.filter((_, i) => i < at || i >= at + 3),
  );
  expect(mission).toBe('use the key to open the door and then get to the goal');
});

describe('one-hot cells', () => {
  it('have a bit for type, colour and state each', () => {
    const { env: inner } = doorKey();
    const env = new OneHotPartialObsWrapper(inner);
    const { image } = env.reset({ seed: 0 }).observation;
    const plain = doorKey().env.reset({ seed: 0 }).observation.image;
    expect(image.length).toBe(7 * 7 * 20);
    for (let i = 0; i < 49; i++) {
      const bits = [...image.slice(20 * i, 20 * i + 20)].flatMap((bit, k) => (bit === 1 ? [k] : []));
      expect(bits).toEqual([plain[3 * i]!, 11 + plain[3 * i + 1]!, 17 + plain[3 * i + 2]!]);
    }
  });

  it('cannot show the agent of FullyObsWrapper, nor pixels', () => {
    const env = new OneHotPartialObsWrapper(new FullyObsWrapper(make('MiniGrid-Empty-5x5-v0')));
    env.reset({ seed: 0 });
    expect(() => [0, 0, 0].map((action) => env.step(action))).toThrow(/FullyObsWrapper/);
    const bits = new OneHotPartialObsWrapper(make('MiniGrid-Empty-5x5-v0'));
    expect(() => new OneHotPartialObsWrapper(bits)).toThrow(/three bytes/);
  });
});

describe('flat observations', () => {
  it('are the image, then 28 places for each of 96 characters', () => {
    const { env: inner } = doorKey();
    const flat = new FlatObsWrapper(inner).reset({ seed: 0 }).observation;
    const { image, mission } = doorKey().env.reset({ seed: 0 }).observation;
    expect(flat.length).toBe(2835);
    expect(flat.slice(0, 147)).toEqual(image);
    for (let i = 0; i < 96; i++) {
      const row = flat.slice(147 + 28 * i, 147 + 28 * (i + 1));
      const place = mission[i] === undefined ? -1 : 'abcdefghijklmnopqrstuvwxyz ,'.indexOf(mission[i]!);
      expect(row.indexOf(1)).toBe(place);
      expect(row.reduce((sum, bit) => sum + bit, 0)).toBe(place < 0 ? 0 : 1);
    }
  });

  it('refuse missions that are too long', () => {
    expect(() => new FlatObsWrapper(doorKey().env, 20).reset()).toThrow(
      /53 characters, more than maxStrLen 20/,
    );
  });

  it('change with the mission', () => {
    const env = new FlatObsWrapper(make('MiniGrid-Fetch-8x8-N3-v0'));
    const missions = [1, 2, 3].map((seed) => String(env.reset({ seed }).observation.slice(147)));
    expect(new Set(missions).size).toBeGreaterThan(1);
  });
});

describe('a view of another size', () => {
  it('is cut from the same sight', () => {
    const env = new ViewSizeWrapper(make('MiniGrid-Empty-16x16-v0'), 3);
    env.reset({ seed: 0 });
    const { image } = env.step(1).observation;
    // The agent in the corner looks down: the wall on its right hand is the left column of what it sees ahead.
    expect(image.length).toBe(27);
    expect([0, 1, 2].map((j) => image[3 * (6 + j)])).toEqual([2, 2, 2]);
    expect([0, 1, 2].map((j) => image[3 * j])).toEqual([1, 1, 1]);
  });

  it('must be odd', () => {
    expect(() => new ViewSizeWrapper(doorKey().env, 4)).toThrow(/must be odd/);
    expect(() => new ViewSizeWrapper(doorKey().env, 1)).toThrow(/at least 3/);
  });
});

it('shows cells as places and types', () => {
  const { env: inner, world } = doorKey();
  const env = new SymbolicObsWrapper(inner);
  const { image } = env.reset({ seed: 0 }).observation;
  const cell = (x: number, y: number) => [...image.slice(world.at(x, y), world.at(x, y) + 3)];
  expect(cell(0, 5)).toEqual([0, 5, 2]);
  expect(cell(4, 4)).toEqual([4, 4, 8]);
  expect(cell(world.x, world.y)).toEqual([world.x, world.y, 10]);
  expect(image.includes(-1)).toBe(true);
});

describe('pixels', () => {
  /** A pixel of an image of `width` cells across, in the middle of a cell unless told otherwise. */
  const at = (
    image: Uint8Array,
    width: number,
    size: number,
    x: number,
    y: number,
    [dx, dy] = [0.5, 0.5],
  ) => {
    const row = Math.floor((y + dy!) * size);
    const column = Math.floor((x + dx!) * size);
    const i = 3 * (row * width * size + column);
    return [...image.slice(i, i + 3)];
  };

  it('show the whole grid', () => {
    const { env: inner, world } = doorKey();
    const env = new RGBImgObsWrapper(inner, 16);
    env.reset({ seed: 0 });
    world.clear();
    world.put(0, 0, thing(2, 5));
    world.put(5, 0, thing(DOOR, BLUE, CLOSED));
    Object.assign(world, { x: 2, y: 5, direction: 3 });
    const { image } = env.step(6).observation;
    expect(env.observationSpace.contains(env.step(6).observation)).toBe(true);
    const look = (x: number, y: number, inCell?: [number, number]) => at(image, 6, 16, x, y, inCell);
    // Of 7 x 7 cells ahead of the agent all that are inside are lit: 30 % of the way to white.
    expect(look(0, 0)).toEqual([146, 146, 146]);
    expect(look(3, 3)).toEqual([76, 76, 76]);
    expect(look(2, 5)).toEqual([255, 76, 76]);
    expect(look(5, 0, [0.75, 0.5])).toEqual([76, 76, 255]);
  });

  it('show what the agent sees, with what it carries under it', () => {
    const { env: inner, world } = doorKey();
    const env = new RGBImgPartialObsWrapper(inner, 16);
    env.reset({ seed: 0 });
    world.clear();
    Object.assign(world, { x: 2, y: 3, direction: 0, carrying: thing(BALL, BLUE) });
    const { image } = env.step(6).observation;
    const look = (x: number, y: number, inCell?: [number, number]) => at(image, 7, 16, x, y, inCell);
    expect(look(3, 6)).toEqual([255, 76, 76]);
    expect(look(3, 6, [0.35, 0.35])).toEqual([76, 76, 255]);
    // Beyond the grid is wall, which hides what lies behind.
    expect(look(3, 2)).toEqual([146, 146, 146]);
    expect(look(3, 1)).toEqual([0, 0, 0]);
    expect(look(3, 5)).toEqual([76, 76, 76]);
  });

  it('leave what is hidden dark', () => {
    const { env: inner, world } = doorKey();
    const env = new RGBImgPartialObsWrapper(inner);
    env.reset({ seed: 0 });
    world.clear();
    for (let x = 0; x < 6; x++) world.put(x, 2, thing(2, 5));
    Object.assign(world, { x: 2, y: 3, direction: 3 });
    const { image } = env.step(6).observation;
    expect(at(image, 7, 8, 3, 5)).toEqual([146, 146, 146]);
    expect(at(image, 7, 8, 3, 4)).toEqual([0, 0, 0]);
    expect(at(image, 7, 8, 3, 4, [0.01, 0.5])).toEqual([33, 33, 33]);
  });

  it('stay as they are, tile for tile', () => {
    const { env: inner, world } = doorKey();
    const env = new RGBImgObsWrapper(inner, 32);
    env.reset({ seed: 0 });
    world.clear();
    let i = 0;
    for (const type of [2, 3, 5, 6, 7, 8, 9]) world.put(i % 6, Math.floor(i++ / 6), thing(type, i % 6));
    for (const state of [0, 1, 2]) world.put(i % 6, Math.floor(i++ / 6), thing(DOOR, state, state));
    Object.assign(world, { x: 3, y: 4, direction: 1 });
    const { image } = env.step(6).observation;
    expect(createHash('sha256').update(image).digest('hex').slice(0, 12)).toMatchInlineSnapshot(
      `"1ea4e9a712e2"`,
    );
  });
});

describe('rewards for exploration', () => {
  it('fall with the visits of a cell', () => {
    const env = new PositionBonus(make('MiniGrid-Empty-5x5-v0'));
    env.reset({ seed: 0 });
    expect([1, 1].map((action) => env.step(action).reward)).toEqual([1, 1 / Math.sqrt(2)]);
  });

  it('fall with the uses of an action, and go on with the state', () => {
    const env = new ActionBonus(make('MiniGrid-Empty-5x5-v0'));
    env.reset({ seed: 0 });
    expect([1, 1].map((action) => env.step(action).reward)).toEqual([1, 1]);
    expect([1, 1, 1].map((action) => env.step(action).reward).at(-1)).toBe(1 / Math.sqrt(2));
    const other = new ActionBonus(make('MiniGrid-Empty-5x5-v0'));
    other.reset();
    other.loadState!(env.saveState!());
    expect(other.step(1).reward).toBe(env.step(1).reward);
  });
});

it('plays the given seeds in turn, whatever seed is asked for', () => {
  const env = new ReseedWrapper(make('MiniGrid-FourRooms-v0'), { seeds: [3, 4], seedIdx: 1 });
  const plain = make('MiniGrid-FourRooms-v0');
  for (const seed of [4, 3, 4]) {
    expect(env.reset({ seed: 99 }).observation).toEqual(plain.reset({ seed }).observation);
  }
  expect(() => new ReseedWrapper(plain, { seedIdx: 1 })).toThrow(/seedIdx 1 names none/);
  expect(() => new ReseedWrapper(plain, { seeds: [] })).toThrow(/seedIdx 0 names none of 0/);
});

it('can be put around each other', () => {
  const list: WrapperSpec[] = [
    { name: 'ViewSizeWrapper', options: { agentViewSize: 5 } },
    { name: 'OneHotPartialObsWrapper' },
    { name: 'ImgObsWrapper' },
  ];
  const env = wrap(make('MiniGrid-MultiRoom-N6-v0') as Env, list);
  const rng = new Generator(0);
  env.reset({ seed: 0 });
  for (let t = 0; t < 50; t++) {
    const { observation } = env.step(rng.integers(0, 3));
    expect((observation as Uint8Array).length).toBe(5 * 5 * 20);
    expect(env.observationSpace.contains(observation)).toBe(true);
  }
  expect(() => wrap(env, [{ name: 'FlatObsWrapper' }])).toThrow(/an image, a direction and a mission/);
});
