import { describe, expect, it } from 'vitest';
import { Box } from '../spaces/index.js';
import { ActionScaling } from './action-scaling.js';

describe('ActionScaling', () => {
  it('maps [-1, 1] onto bounds that differ by dimension and are not symmetric, and back', () => {
    const scaling = new ActionScaling('td3', new Box({ low: [-2, 0, 5], high: [2, 10, 6] }));
    const actions = new Float32Array(6);
    scaling.toEnv([-1, 0, 1, 0.5, -0.5, 0], 2, actions);
    expect([...actions]).toEqual([-2, 5, 6, 1, 2.5, 5.5]);
    scaling.toUnits(actions);
    expect([...actions]).toEqual([-1, 0, 1, 0.5, -0.5, 0]);
  });

  it('keeps within the bounds, rounds for integer boxes and knows dimensions without room', () => {
    const tight = new ActionScaling('sac', new Box({ low: [0.1, 3], high: [0.7, 3] }));
    const actions = new Float32Array(2);
    tight.toEnv([1.0000001, -1], 1, actions);
    expect([...actions]).toEqual([Math.fround(0.7), 3]);
    tight.toUnits(actions);
    expect(actions[1]).toBe(0);
    const whole = new ActionScaling(
      'sac',
      new Box({ low: -5, high: 5, shape: [2], dtype: 'int32' }) as never,
    );
    const integers = new Int32Array(2);
    whole.toEnv([0.29, -0.27], 1, integers);
    expect([...integers]).toEqual([1, -1]);
  });

  it('refuses boxes without bounds and names the way out', () => {
    const open = new Box({ low: 0, high: Infinity, shape: [1] });
    expect(() => new ActionScaling('ddpg', open)).toThrow(/ddpg maps .* bounds .*RescaleAction/);
  });
});
