import { describe, expect, it } from 'vitest';
import { make } from '../registry.js';
import '../builtin.js';
import { SelectObservation } from './select-observation.js';

describe('SelectObservation', () => {
  it('shows the chosen elements, in order, with their bounds', () => {
    const whole = make('CartPole-v1');
    const part = new SelectObservation(make('CartPole-v1'), [2, 0]);
    const pick = (o: Float32Array) => [o[2], o[0]];
    expect([...part.observationSpace.sample()]).toHaveLength(2);
    expect([...part.reset({ seed: 3 }).observation]).toEqual(pick(whole.reset({ seed: 3 }).observation));
    for (const action of [1, 0, 1]) {
      const [a, b] = [part.step(action), whole.step(action)];
      expect({ ...a, observation: [...a.observation] }).toEqual({ ...b, observation: pick(b.observation) });
    }
    const state = structuredClone(part.saveState!());
    const next = part.step(0);
    part.loadState!(state);
    expect(part.step(0)).toEqual(next);
  });

  it('refuses what it cannot select from', () => {
    expect(() => new SelectObservation(make('CartPole-v1'), [4])).toThrow(/indices 0 … 3, got \[4\]/);
    expect(() => new SelectObservation(make('CartPole-v1'), [])).toThrow(/indices/);
    expect(() => new SelectObservation(make('FrozenLake-v1') as never, [0])).toThrow(
      /vectors as observations/,
    );
  });
});
