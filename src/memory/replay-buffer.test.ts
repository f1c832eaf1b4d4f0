import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { ReplayBuffer } from './replay-buffer.js';

const layout = {
  observationSize: 2,
  observationType: 'float32' as const,
  actionSize: 1,
  actionType: 'int32' as const,
};

/** Transition i: observation (i, -1 - i), action i, reward 2i, next (i + 1, -i), terminated every fifth. */
function fill(buffer: ReplayBuffer, count: number): void {
  for (let i = 0; i < count; i++) {
    buffer.add(Float32Array.of(i, -1 - i), Int32Array.of(i), 2 * i, Float32Array.of(i + 1, -i), i % 5 === 0);
  }
}

describe('ReplayBuffer', () => {
  it('keeps exactly the last `capacity` transitions, whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 200 }), (capacity, count) => {
        const buffer = new ReplayBuffer(capacity, layout);
        fill(buffer, count);
        expect(buffer.size).toBe(Math.min(capacity, count));
        const kept = Array.from(buffer.actions.subarray(0, buffer.size)).sort((a, b) => a - b);
        expect(kept).toEqual(Array.from({ length: buffer.size }, (_, i) => count - buffer.size + i));
        for (let row = 0; row < buffer.size; row++) {
          const i = buffer.actions[row];
          expect(buffer.observations[2 * row + 1]).toBe(-1 - i);
          expect(buffer.nextObservations[2 * row]).toBe(i + 1);
          expect(buffer.rewards[row]).toBe(2 * i);
          expect(buffer.terminated[row]).toBe(i % 5 === 0 ? 1 : 0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('samples every stored transition about equally often', () => {
    const buffer = new ReplayBuffer(20, layout);
    fill(buffer, 50);
    const counts = new Array(20).fill(0);
    for (const index of buffer.sampleIndices(new Generator(1), new Int32Array(20_000))) counts[index]++;
    // 1000 expected each, standard deviation 31.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('restores contents and write position', () => {
    const original = new ReplayBuffer(8, layout);
    fill(original, 11);
    const copy = new ReplayBuffer(8, layout);
    copy.loadState(structuredClone(original.saveState()));
    fill(original, 3);
    fill(copy, 3);
    expect(copy.saveState()).toEqual(original.saveState());
  });

  it('refuses to sample when empty and to load another capacity', () => {
    const buffer = new ReplayBuffer(4, layout);
    expect(() => buffer.sampleIndices(new Generator(0), new Int32Array(1))).toThrow(/empty replay buffer/);
    expect(() => buffer.loadState(new ReplayBuffer(5, layout).saveState())).toThrow(/same bufferSize/);
  });

  it('holds a million CartPole transitions in 60 MB', () => {
    const buffer = new ReplayBuffer(1_000_000, { ...layout, observationSize: 4 });
    const bytes = [
      buffer.observations,
      buffer.nextObservations,
      buffer.actions,
      buffer.rewards,
      buffer.terminated,
    ]
      .map((array) => array.byteLength)
      .reduce((a, b) => a + b);
    expect(bytes).toBeLessThanOrEqual(60e6);
  });
});
