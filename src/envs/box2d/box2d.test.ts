// Box2D worlds beyond what all environments are tried for: options, engine, the pilot, terrain, pictures.
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import type { Polygon } from '../drawing.js';
import type { Env } from '../env.js';
import { makeAsync } from '../make-async.js';
import { make } from '../registry.js';
import { drawTerrain, TERRAIN_HEIGHT, TERRAIN_STEP } from './bipedal-walker-terrain.js';
import { requireRightCentroid } from './engine.js';
import {
  BipedalWalker,
  LunarLander,
  LunarLanderContinuous,
  loadPlanck,
  lunarLanderHeuristic,
} from './index.js';

// Comes first: nothing has loaded planck yet.
it('asks for the engine where it was not loaded', async () => {
  expect(() => make('LunarLander-v3')).toThrow(/await makeAsync\("LunarLander-v3"\)/);
  expect(() => new LunarLander().reset()).toThrow(/await loadPlanck\(\) of trainyard\/envs\/box2d/);
  await loadPlanck();
  expect(new LunarLander().reset().observation.length).toBe(8);
});

it('refuses planck as it was up to 1.4.2, with the version to install', () => {
  class Old {
    createBody() {
      return { createFixture() {}, getLocalCenter: () => ({ x: 1, y: 1.3 }) };
    }
  }
  const old = { World: Old, Polygon: class {} } as never;
  expect(() => requireRightCentroid(old, 'LunarLander-v3')).toThrow(
    /LunarLander-v3 needs planck@1.5.0.*npm install planck@1.5.0.*on Node before 24.*runs on Node 20/,
  );
});

describe('LunarLander', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ gravity: 0 }, /gravity lies between -12 and 0 and is neither, got 0/],
    [{ gravity: 1 }, /gravity must be a number from -12 to 0, got 1/],
    [{ windPower: 'strong' }, /windPower must be a number, got "strong"/],
    [{ enable_wind: true }, /no option 'enable_wind'. Did you mean enableWind/],
    [{ continuous: 1 }, /continuous must be true or false/],
  ])('refuses %o', async (options, message) => {
    await expect(makeAsync('LunarLander-v3', options)).rejects.toThrow(message);
  });

  it('is continuous by option, too', async () => {
    const discrete = await makeAsync('LunarLander-v3');
    expect(discrete.actionSpace.kind).toBe('Discrete');
    const byOption = await makeAsync('LunarLander-v3', { continuous: true });
    const byId = await makeAsync('LunarLanderContinuous-v3');
    byOption.reset({ seed: 4 });
    byId.reset({ seed: 4 });
    const action = Float32Array.of(0.3, -0.8);
    expect(byOption.step(action)).toEqual(byId.step(action));
  });

  it('takes throttles beyond their bounds as the bounds, and half side throttle as none', () => {
    const fly = (...action: number[]) => {
      const env = new LunarLanderContinuous();
      env.reset({ seed: 1 });
      return env.step(Float32Array.from(action));
    };
    expect(fly(3, -2)).toEqual(fly(1, -1));
    expect(fly(-3, 0.5)).toEqual(fly(0, 0));
    expect(fly(0, 0.51)).not.toEqual(fly(0, 0));
  });

  it('is moved by wind until it touches the ground', () => {
    const env = new LunarLander({ enableWind: true });
    const still = new LunarLander({ enableWind: true, windPower: 0, turbulencePower: 0 });
    let { observation } = env.reset({ seed: 2 });
    expect(observation[2]).not.toBe(still.reset({ seed: 2 }).observation[2]);
    const gusts = () => env.saveState().wind as number;
    const before = gusts();
    let steps = 0;
    for (let inAir = true; inAir; inAir = observation[6] === 0 && observation[7] === 0) {
      ({ observation } = env.step(lunarLanderHeuristic(env, observation)));
      steps++;
    }
    expect(gusts()).toBe(before + steps);
    env.step(0);
    expect(gusts()).toBe(before + steps);
  });

  it.each([
    ['LunarLander-v3', 100],
    ['LunarLanderContinuous-v3', 40],
  ])('%s: the heuristic lands 85 of 100 with 200 points (%d episodes)', async (id, episodes) => {
    const env: Env = await makeAsync(id);
    const returns = Array.from({ length: episodes }, (_, seed) => landing(env, seed));
    expect(returns.filter((score) => score >= 200).length).toBeGreaterThanOrEqual(0.85 * episodes);
  });

  it('shows flames of the engines that fire', () => {
    const env = new LunarLander();
    const fires = (action: number) => {
      env.reset({ seed: 1 });
      env.step(action);
      const polygons = env.render().shapes.filter((shape): shape is Polygon => shape.kind === 'polygon');
      return polygons.filter(({ fill }) => fill === '#f28c28').map(({ points }) => points);
    };
    expect(fires(0)).toEqual([]);
    const [[left], [main], [right]] = [fires(1), fires(2), fires(3)];
    const tip = (flame: Polygon['points']) => flame.at(-1)!;
    // What pushes to the left burns on the right.
    expect(tip(left!)[0]).toBeGreaterThan(tip(main!)[0]);
    expect(tip(right!)[0]).toBeLessThan(tip(main!)[0]);
    expect(tip(main!)[1]).toBeGreaterThan(tip(left!)[1]);
  });
});

/** The return of an episode flown by the heuristic. */
function landing(env: Env, seed: number): number {
  let { observation } = env.reset({ seed });
  for (let score = 0; ; ) {
    const result = env.step(lunarLanderHeuristic(env, observation as Float32Array));
    ({ observation } = result);
    score += result.reward;
    if (result.terminated || result.truncated) return score;
  }
}

describe('BipedalWalker', () => {
  /** Sets the walker down elsewhere, two units above where it stood, and takes a step. */
  function stepFrom(x: number) {
    const env = new BipedalWalker();
    env.reset({ seed: 1 });
    const state = structuredClone(env.saveState());
    const world = state.world as { bodies: MovedBody[]; contacts: unknown[]; boxes: MovedBox[] };
    const shift = x - world.bodies.at(-1)!.m_sweep.c.x;
    for (const { m_sweep } of world.bodies) {
      for (const centre of [m_sweep.c, m_sweep.c0]) move(centre, shift);
    }
    for (const box of world.boxes) {
      for (const corner of [box.lowerBound, box.upperBound]) move(corner, shift);
    }
    world.contacts = [];
    env.loadState(state);
    return env.step(new Float32Array(4));
  }
  function move(point: { x: number; y: number }, shift: number): void {
    point.x += shift;
    point.y += 2;
  }

  it('ends well at the goal, and badly before the start', () => {
    const goal = 190 * TERRAIN_STEP;
    expect(stepFrom(goal - 1)).toMatchObject({ terminated: false });
    const { terminated, reward } = stepFrom(goal + 0.1);
    expect(terminated).toBe(true);
    expect(reward).toBeGreaterThan(300);
    expect(stepFrom(-0.5)).toMatchObject({ terminated: true, reward: -100 });
  });

  it('pays for effort', () => {
    const env = new BipedalWalker();
    const rewards = [0, 1].map((torque) => {
      env.reset({ seed: 1 });
      return env.step(new Float32Array(4).fill(torque)).reward;
    });
    env.reset({ seed: 1 });
    // Beyond the bounds nothing changes, neither motion nor effort.
    expect(env.step(new Float32Array(4).fill(7)).reward).toBe(rewards[1]);
    expect(rewards[1]).not.toBe(rewards[0]);
  });
});

interface MovedBody {
  m_sweep: Record<'c' | 'c0', { x: number; y: number }>;
}
type MovedBox = Record<'lowerBound' | 'upperBound', { x: number; y: number }>;

describe('the ground of BipedalWalker', () => {
  it('is level at the start and gentle everywhere', () => {
    const { heights, blocks } = drawTerrain(new Generator(1), false);
    expect(heights.length).toBe(200);
    expect(heights.slice(0, 21)).toEqual(Array(21).fill(TERRAIN_HEIGHT));
    expect(blocks).toEqual([]);
    const slopes = heights.slice(1).map((height, i) => Math.abs(height - heights[i]!));
    expect(Math.max(...slopes)).toBeLessThan(0.25);
  });

  it('has stumps, pits and stairs in the hardcore version', () => {
    const kinds = { stump: 0, pit: 0, stairs: 0 };
    for (let seed = 0; seed < 20; seed++) {
      const { heights, blocks } = drawTerrain(new Generator(seed), true);
      expect(heights.length).toBe(200);
      for (const [from, , to] of blocks) {
        const width = Math.round((to![0] - from![0]) / TERRAIN_STEP);
        const height = Math.round((to![1] - from![1]) / TERRAIN_STEP);
        if (height > 0 && height === width) kinds.stump++;
        else if (height === -4 && width === 1) kinds.pit++;
        else if (height === -1 && width === 4) kinds.stairs++;
        else expect.fail(`a block of ${width} x ${height}`);
      }
    }
    expect(kinds.stump).toBeGreaterThan(20);
    expect(kinds.stairs).toBeGreaterThan(60);
    // Two walls each.
    expect(kinds.pit % 2).toBe(0);
    expect(kinds.pit).toBeGreaterThan(40);
  });
});
