import { describe, expect, it } from 'vitest';
import { EpisodeBuffer, type EpisodeLayout } from './episode-buffer.js';

const layout: EpisodeLayout = {
  observationSize: 2,
  observationType: 'float32',
  actionSize: 1,
  actionType: 'int32',
  maskSize: 2,
};

function episode(length: number, first = 0): EpisodeBuffer {
  const buffer = new EpisodeBuffer(layout);
  for (let t = 0; t < length; t++) {
    const n = first + t;
    buffer.add(Float32Array.of(-1, -1, n, n + 0.5), [9, n], Uint8Array.of(9, 9, 1, n % 2), 1);
    buffer.rewards[buffer.length - 1] = n;
  }
  return buffer;
}

describe('EpisodeBuffer', () => {
  it('keeps every step of an episode longer than its arrays', () => {
    const { observations, actions, masks, rewards } = episode(200).saveState();
    expect(observations!.length).toBe(400);
    for (const t of [0, 63, 64, 199]) {
      expect([observations![2 * t], observations![2 * t + 1]]).toEqual([t, t + 0.5]);
      expect([actions![t], rewards![t], masks![2 * t], masks![2 * t + 1]]).toEqual([t, t, 1, t % 2]);
    }
  });

  it('strings episodes together', () => {
    const all = episode(3);
    all.append(episode(100, 50));
    expect(all.length).toBe(103);
    expect([...all.saveState().actions!.slice(0, 5)]).toEqual([0, 1, 2, 50, 51]);
    all.clear();
    expect(all.saveState().rewards!.length).toBe(0);
  });

  it('goes on from a saved state', () => {
    const copy = new EpisodeBuffer(layout);
    copy.loadState(structuredClone(episode(70).saveState()));
    expect(copy.saveState()).toEqual(episode(70).saveState());
    copy.append(episode(1, 70));
    expect(copy.saveState()).toEqual(episode(71).saveState());
  });
});
