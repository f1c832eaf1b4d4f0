// The rules of MiniGrid beyond the recordings: things, doors, boxes, both flags, state, options, own levels, learning.
import { beforeEach, describe, expect, it } from 'vitest';
import { PPO } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { Generator } from '../../random/index.js';
import { envSpec, FlattenObservation, make, toText, unwrapped, vectorize } from '../index.js';
import {
  BALL,
  BLUE,
  BOX,
  CLOSED,
  DOOR,
  DROP,
  defineLevel,
  FORWARD,
  GREEN,
  GREY,
  ImgObsWrapper,
  KEY,
  LAVA_CELL,
  LEFT,
  LEVELS,
  LOCKED,
  MiniGrid,
  type MiniGridId,
  NOTHING,
  OPEN,
  PICKUP,
  RED,
  RIGHT,
  type Thing,
  TOGGLE,
  thing,
  WALL_CELL,
  type World,
} from './index.js';

describe('the agent before a cell', () => {
  let env: MiniGrid;
  let world: World;
  beforeEach(() => {
    env = new MiniGrid(LEVELS['MiniGrid-Empty-8x8-v0']);
    env.reset({ seed: 0 });
    world = env.world;
  });
  const ahead = (it: Thing) => world.put(2, 1, it);
  const isAhead = () => world.thingAt(2, 1);

  it.each([WALL_CELL, thing(KEY, RED), thing(BALL, RED), thing(BOX, RED)])('does not walk into %i', (it) => {
    ahead(it);
    expect(env.step(FORWARD)).toMatchObject({ reward: 0, terminated: false });
    expect([world.x, world.y]).toEqual([1, 1]);
  });

  it.each([
    [OPEN, 2],
    [CLOSED, 1],
    [LOCKED, 1],
  ])('walks through a door of state %i only when it is open', (state, x) => {
    ahead(thing(DOOR, GREEN, state));
    env.step(FORWARD);
    expect(world.x).toBe(x);
  });

  it('dies in lava without a reward', () => {
    ahead(LAVA_CELL);
    expect(env.step(FORWARD)).toMatchObject({ reward: 0, terminated: true, truncated: false });
    expect(world.x).toBe(2);
  });

  it.each([KEY, BALL, BOX])('picks up and drops things of type %i, one at a time, on empty cells', (type) => {
    ahead(thing(type, BLUE));
    env.step(PICKUP);
    expect([isAhead(), world.carrying]).toEqual([1, thing(type, BLUE)]);
    expect([
      ...env
        .step(LEFT)
        .observation.image.slice(3 * (3 * 7 + 6))
        .slice(0, 3),
    ]).toEqual([type, BLUE, 0]);
    env.step(RIGHT);
    ahead(thing(KEY, GREY));
    env.step(PICKUP);
    env.step(DROP);
    expect([isAhead(), world.carrying]).toEqual([thing(KEY, GREY), thing(type, BLUE)]);
    world.empty(2, 1);
    env.step(DROP);
    expect([isAhead(), world.carrying]).toEqual([thing(type, BLUE), NOTHING]);
  });

  it('picks up no wall and drops nothing into an open door', () => {
    ahead(WALL_CELL);
    env.step(PICKUP);
    expect(world.carrying).toBe(NOTHING);
    world.carrying = thing(BALL, RED);
    ahead(thing(DOOR, RED, OPEN));
    env.step(DROP);
    expect(world.carrying).toBe(thing(BALL, RED));
  });

  it('opens and closes doors, locked ones with the key of their colour, which it keeps', () => {
    ahead(thing(DOOR, BLUE, CLOSED));
    const toggle = () => {
      env.step(TOGGLE);
      return isAhead();
    };
    expect([toggle(), toggle()]).toEqual([thing(DOOR, BLUE, OPEN), thing(DOOR, BLUE, CLOSED)]);
    ahead(thing(DOOR, BLUE, LOCKED));
    expect(toggle()).toBe(thing(DOOR, BLUE, LOCKED));
    for (const wrong of [thing(KEY, RED), thing(BALL, BLUE)]) {
      world.carrying = wrong;
      expect(toggle()).toBe(thing(DOOR, BLUE, LOCKED));
    }
    world.carrying = thing(KEY, BLUE);
    expect([toggle(), toggle(), toggle()]).toEqual([OPEN, CLOSED, OPEN].map((s) => thing(DOOR, BLUE, s)));
    expect(world.carrying).toBe(thing(KEY, BLUE));
  });

  it('opens a box, which is then gone', () => {
    ahead(thing(BOX, GREEN));
    env.step(TOGGLE);
    expect(isAhead()).toBe(1);
  });

  it('sees over things and through open doors, not through closed ones', () => {
    env = new MiniGrid(LEVELS['MiniGrid-DoorKey-8x8-v0']);
    env.reset({ seed: 0 });
    world = env.world;
    world.clear();
    // A tunnel, so that the cell ahead is the only way for light.
    for (let x = 0; x < 8; x++) for (const y of [0, 2]) world.put(x, y, WALL_CELL);
    world.put(3, 1, thing(KEY, RED));
    Object.assign(world, { x: 1, y: 1, direction: 0 });
    const sees = (it: Thing) => {
      ahead(it);
      return env.step(6).observation.image[3 * (3 * 7 + 4)];
    };
    expect([thing(BALL, RED), thing(DOOR, RED, OPEN), LAVA_CELL].map(sees)).toEqual([KEY, KEY, KEY]);
    expect([thing(DOOR, RED, CLOSED), thing(DOOR, RED, LOCKED), WALL_CELL].map(sees)).toEqual([0, 0, 0]);
  });
});

describe('the end of an episode', () => {
  it('has both flags when the last step succeeds, and the least reward', () => {
    const env = make('MiniGrid-Empty-5x5-v0', { maxSteps: 5 });
    env.reset({ seed: 0 });
    const results = [FORWARD, FORWARD, RIGHT, FORWARD, FORWARD].map((action) => env.step(action));
    expect(results.at(-1)).toMatchObject({ terminated: true, truncated: true });
    expect(results.at(-1)!.reward).toBe(1 - 0.9);
    expect(results.slice(0, -1).some(({ terminated, truncated }) => terminated || truncated)).toBe(false);
  });

  it('is a cut without a reward at the limit of the level', () => {
    const env = make('MiniGrid-MultiRoom-N2-S4-v0');
    env.reset({ seed: 0 });
    const flags = Array.from({ length: 40 }, () => env.step(LEFT).truncated);
    expect(flags.indexOf(true)).toBe(39);
  });

  it('comes without a reward when the blue door opens before the red one', () => {
    const env = new MiniGrid(LEVELS['MiniGrid-RedBlueDoors-6x6-v0']);
    env.reset({ seed: 0 });
    const { world } = env;
    const blue = [0, 1, 2, 3, 4, 5].find((y) => world.typeAt(8, y) === DOOR)!;
    Object.assign(world, { x: 7, y: blue, direction: 0 });
    expect(env.step(TOGGLE)).toMatchObject({ reward: 0, terminated: true });
  });
});

describe('options', () => {
  it('are checked', () => {
    expect(() => make('MiniGrid-Empty-5x5-v0', { maxSteps: 0 })).toThrow(
      /maxSteps must be an integer of at least 1/,
    );
    // @ts-expect-error the options are typed
    expect(() => make('MiniGrid-Empty-5x5-v0', { maxStep: 3 })).toThrow(/maxSteps/);
    expect(envSpec('MiniGrid-KeyCorridorS3R3-v0').options).toEqual({ maxSteps: 270 });
  });

  it('leave Dynamic-Obstacles three actions', () => {
    expect(make('MiniGrid-Dynamic-Obstacles-8x8-v0').actionSpace.n).toBe(3);
    expect(make('MiniGrid-DoorKey-8x8-v0').actionSpace.n).toBe(7);
    expect(() => make('MiniGrid-Empty-7x7-v0')).toThrow(/MiniGrid-Empty-5x5-v0|Did you mean/);
  });
});

it.each(Object.keys(LEVELS) as MiniGridId[])('%s goes on from a saved state, task included', (id) => {
  const env = make(id);
  const rng = new Generator(5);
  const n = env.actionSpace.n;
  const play = (world: typeof env, actions: number[]) =>
    actions.map((action) => {
      const result = world.step(action);
      const end = result.terminated || result.truncated;
      return JSON.stringify([result, toText(world.render()!), end && world.reset()]);
    });
  env.reset({ seed: 1 });
  play(
    env,
    Array.from({ length: 40 }, () => rng.integers(0, n)),
  );
  const state = JSON.parse(JSON.stringify(env.saveState!()));
  const actions = Array.from({ length: 80 }, () => rng.integers(0, n));
  const first = play(env, actions);
  const other = make(id);
  other.loadState!(state);
  expect(play(other, actions)).toEqual(first);
  env.loadState!(state);
  expect(play(env, actions)).toEqual(first);
});

it('gives observations to keep', () => {
  const env = make('MiniGrid-DoorKey-6x6-v0');
  const kept = [env.reset({ seed: 0 }).observation];
  const copies = [structuredClone(kept[0])];
  const rng = new Generator(0);
  for (let t = 0; t < 200; t++) {
    const { observation } = env.step(rng.integers(0, 7));
    kept.push(observation);
    copies.push(structuredClone(observation));
  }
  expect(kept).toEqual(copies);
});

it('takes levels of the user', () => {
  defineLevel('MiniGridTest-Closet-v0', {
    description: 'Turn round.',
    width: 4,
    height: 3,
    maxSteps: 20,
    build(builder) {
      builder.ring();
      builder.agent(2, 1);
      builder.goal(1, 1);
      return { mission: 'get to the green goal square', task: null };
    },
  });
  const env = make('MiniGridTest-Closet-v0');
  env.reset({ seed: 0 });
  expect([LEFT, LEFT, FORWARD].map((action) => env.step(action)).at(-1)).toMatchObject({
    reward: 1 - 0.9 * (3 / 20),
    terminated: true,
  });
});

it('tells mission, grid and what is carried in characters', () => {
  const env = make('MiniGrid-DoorKey-5x5-v0');
  env.reset({ seed: 0 });
  (unwrapped(env) as MiniGrid).world.carrying = thing(KEY, GREY);
  expect(toText(env.render()!)).toBe(
    [
      'use the key to open the door and then get to the goal',
      '██████████',
      '██  Ly  ██',
      '██Ky██  ██',
      '██< ██::██',
      '██████████',
      'carries a grey key',
    ].join('\n'),
  );
});

it('is learnt by PPO through one wrapper and a flat image', { timeout: 120_000 }, async () => {
  const level = () => new FlattenObservation(new ImgObsWrapper(make('MiniGrid-Empty-5x5-v0')));
  const options = { seed: 0, nSteps: 128, batchSize: 256, learningRate: 1e-3, entCoef: 0.01 };
  const agent = new PPO(vectorize(level, { numEnvs: 8 }), options);
  await agent.learn({ totalSteps: 12_288 });
  // The shortest way takes 5 steps of 100.
  expect(evaluatePolicy(agent, level(), { episodes: 5, seed: 1000 }).mean).toBeCloseTo(0.955, 10);
});
