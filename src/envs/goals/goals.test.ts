// Worlds with goals by their rules: what pays, what ends, and what relabelling is told.
import { describe, expect, it } from 'vitest';
import { make, makeVec, unwrapped } from '../index.js';
import { BitFlipping, PointReach } from './index.js';

describe('BitFlipping', () => {
  it('is solved by flipping each wrong bit once, and pays in the last flip alone', () => {
    const env = make('BitFlipping-v0');
    for (let seed = 0; seed < 20; seed++) {
      const { observation } = env.reset({ seed });
      const wrong = [...observation.observation.keys()].filter(
        (i) => observation.observation[i] !== observation.desired_goal[i],
      );
      expect(wrong.length).toBeGreaterThan(0);
      const results = wrong.map((bit) => env.step(bit));
      const last = results.pop()!;
      for (const { reward, terminated, truncated, info } of results) {
        expect([reward, terminated, truncated, info]).toEqual([-1, false, false, { isSuccess: false }]);
      }
      expect([last.reward, last.terminated, last.truncated]).toEqual([0, true, false]);
      expect(last.info).toEqual({ isSuccess: true });
      expect(last.observation.achieved_goal).toEqual(observation.desired_goal);
    }
  });

  it('is cut after as many steps as there are bits, whatever their number', () => {
    for (const n of [3, 15]) {
      const env = new BitFlipping({ n });
      env.reset({ seed: 1 });
      // Two bits apart from the first are wrong: flipping that one solves nothing.
      env.goal = env.bits.map((bit, i) => (i === 1 || i === 2 ? 1 - bit : bit));
      const ends = Array.from({ length: n }, () => env.step(0)).map((result) => result.truncated);
      expect(ends).toEqual([...Array(n - 1).fill(false), true]);
    }
    // A success in the last step ends the task; it does not cut it.
    const env = new BitFlipping({ n: 1 });
    env.reset({ seed: 1 });
    expect(env.step(0)).toMatchObject({ reward: 0, terminated: true, truncated: false });
  });

  it('draws starts and goals evenly, never equal ones', () => {
    const env = new BitFlipping({ n: 2 });
    const counts = new Map<string, number>();
    env.reset({ seed: 3 });
    for (let i = 0; i < 2400; i++) {
      const { observation } = env.reset();
      const key = `${observation.observation.join('')}-${observation.desired_goal.join('')}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
  });

  it('refuses numbers of bits that are none', () => {
    for (const n of [0, 2.5, -1]) {
      expect(() => make('BitFlipping-v0', { n })).toThrow(/n must be an integer from 1 to 1000/);
    }
  });
});

describe('PointReach', () => {
  it('moves by a tenth of the velocity, within the square and the bounds of actions', () => {
    const env = new PointReach();
    env.reset({ seed: 1 });
    env.position = Float32Array.of(0.5, -0.95);
    const { observation } = env.step(Float32Array.of(0.5, -1));
    expect([...observation.observation]).toEqual([expect.closeTo(0.55, 6), -1]);
    env.step(Float32Array.of(-7, 7));
    expect([...env.position]).toEqual([expect.closeTo(0.45, 6), expect.closeTo(-0.9, 6)]);
  });

  it('pays 0 at the goal for as long as the point stays, and ends by time alone', () => {
    const env = make('PointReach-v0', { tolerance: 0.1 });
    const { observation } = env.reset({ seed: 4 });
    let at = observation;
    const rewards: number[] = [];
    for (let t = 0; t < 50; t++) {
      const way = at.desired_goal.map((goal, i) => (goal - at.observation[i]!) / 0.1);
      const result = env.step(way);
      at = result.observation;
      rewards.push(result.reward);
      expect(result.info.isSuccess).toBe(result.reward === 0);
      expect([result.terminated, result.truncated]).toEqual([false, t === 49]);
    }
    const reached = rewards.indexOf(0);
    expect(reached).toBeGreaterThan(0);
    expect(reached).toBeLessThan(22);
    expect(rewards.slice(reached).every((reward) => reward === 0)).toBe(true);
  });

  it('answers for any goal: within the tolerance or not', () => {
    const env = make('PointReach-v0');
    const [here, near, far] = [
      [0, 0],
      [0.03, 0.04],
      [0.04, 0.04],
    ].map((place) => Float32Array.from(place));
    expect([near, far].map((goal) => env.computeReward!(here, goal, {}))).toEqual([0, -1]);
    expect(env.computeTerminated!(here, here, {})).toBe(false);
  });
});

it.each(['BitFlipping-v0', 'PointReach-v0'] as const)('a vector of %s answers too', (id) => {
  const envs = makeVec(id, { numEnvs: 2 });
  const env = unwrapped(make(id)) as BitFlipping;
  const { observation } = env.reset({ seed: 1 });
  const { achieved_goal, desired_goal } = observation;
  for (const [achieved, desired] of [
    [achieved_goal, desired_goal],
    [achieved_goal, achieved_goal],
  ]) {
    expect(envs.computeReward!(achieved, desired, {})).toBe(env.computeReward(achieved, desired));
    expect(envs.computeTerminated!(achieved, desired, {})).toBe(env.computeTerminated(achieved, desired));
  }
});
