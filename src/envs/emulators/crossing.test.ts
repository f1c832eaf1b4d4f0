import { beforeAll, describe, expect, it } from 'vitest';
import { digest } from '../../../test/digest.js';
import { Generator } from '../../random/index.js';
import type { EnvState } from '../env.js';
import { inexactPlace } from '../exact-state.js';
import { loadEnv, makeAsync } from '../index.js';
import { Crossing } from './crossing.js';
import { readRom } from './rom.js';
import { crossingRom } from './shipped-roms.js';

beforeAll(() => loadEnv('Crossing-v0'));

/** Every frame a step, the action as given. */
const PLAIN = { frameskip: [1], repeatActionProbability: 0 };

describe('Crossing', () => {
  it('scores 10 in 2,000 frames of walking up', () => {
    const env = new Crossing('ram', PLAIN);
    env.reset();
    let total = 0;
    for (let t = 0; t < 2000; t++) total += env.step(1).reward;
    expect(total).toBe(10);
    // Decimal digits of four bits each.
    expect(env.ram[103]).toBe(0x10);
  });

  it('shows RAM or screen of the same game', () => {
    const [ram, screen] = [new Crossing('ram', PLAIN), new Crossing('rgb', PLAIN)];
    expect([ram.observationSpace.shape, screen.observationSpace.shape]).toEqual([[128], [210, 160, 3]]);
    ram.reset();
    screen.reset();
    for (let t = 0; t < 30; t++) {
      const [a, b] = [ram.step(1), screen.step(1)];
      expect(a.observation).toEqual(screen.ram);
      expect(b.observation).toHaveLength(210 * 160 * 3);
    }
  });

  it('draws two to four frames a step and keeps an action for the rest of it, from the seed', () => {
    const env = new Crossing('ram');
    env.reset({ seed: 5 });
    const frames = Array.from({ length: 300 }, () => env.step(1).info.episode_frame_number as number);
    const steps = frames.map((frame, t) => frame - (frames[t - 1] ?? 0));
    expect([...new Set(steps)].sort()).toEqual([2, 3, 4]);
    // The same draws by hand: how many frames, then one number for each of them.
    const rng = new Generator(5);
    const byHand = Array.from({ length: 300 }, () => {
      const n = rng.integers(2, 5);
      for (let i = 0; i < n; i++) rng.random();
      return n;
    });
    expect(steps).toEqual(byHand);
  });

  it('with certainty never leaves the first action, and moves without it', () => {
    const row = (env: Crossing) => env.ram[0x94 - 0x80]!;
    const stuck = new Crossing('ram', { frameskip: [1], repeatActionProbability: 1 });
    const free = new Crossing('ram', PLAIN);
    for (const env of [stuck, free]) {
      env.reset({ seed: 1 });
      for (let t = 0; t < 5; t++) env.step(1);
    }
    expect([row(stuck), row(free)]).toEqual([9, 8]);
  });

  it('goes on equally, pixels, RAM and rewards, from states saved at random steps', () => {
    const rng = new Generator(8);
    const env = new Crossing('rgb');
    for (let round = 0; round < 4; round++) {
      env.reset({ seed: round });
      const actions = Array.from({ length: 260 }, () => (rng.random() < 0.7 ? 1 : rng.integers(3)));
      const moment = rng.integers(200);
      for (let t = 0; t < moment; t++) env.step(actions[t]!);
      const text = JSON.stringify(env.saveState());
      expect(text.length).toBeLessThan(20_000);
      const other = new Crossing('rgb');
      other.loadState(JSON.parse(text) as EnvState);
      expect(digest(other.render())).toBe(digest(env.render()));
      for (let t = moment; t < moment + 60; t++) {
        expect(digest(other.step(actions[t]!))).toBe(digest(env.step(actions[t]!)));
        expect(other.ram).toEqual(env.ram);
      }
      // Nothing else in the machine differs either.
      expect(other.saveState()).toEqual(env.saveState());
    }
    expect(inexactPlace(env.saveState())).toBeUndefined();
  });
});

describe('a ROM for Crossing', () => {
  const { bytes, sha256 } = readRom('Crossing', { rom: null, romSha256: null }, crossingRom);

  it('that does not start, crashes or is none is told', () => {
    const still = new Uint8Array(4096).fill(0xea);
    // F000: LDA #1, STA $96, JMP to itself; all vectors there.
    still.set([0xa9, 0x01, 0x85, 0x96, 0x4c, 0x04, 0xf0]);
    still.set([0x00, 0xf0, 0x00, 0xf0, 0x00, 0xf0], 0xffa);
    expect(() => new Crossing('ram', { rom: still })).toThrow(/does not start when RESET is pressed/);
    const broken = bytes.slice();
    broken[0] = 0x02;
    expect(() => new Crossing('ram', { rom: broken })).toThrow(/crashed: invalid instruction/);
    expect(() => new Crossing('ram', { rom: new Uint8Array(7) })).toThrow(
      /no ROM that 6502.ts can play here: it has 7/,
    );
    expect(() => new Crossing('ram', { rom: new Uint8Array(5000) })).toThrow(
      /invalid or unsupported cartridge image/,
    );
  });

  it('must have the checksum that is asked for', async () => {
    expect(new Crossing('ram', { romSha256: sha256.toUpperCase() }).romSha256).toBe(sha256);
    await expect(makeAsync('CrossingRam-v0', { romSha256: 'ab' })).rejects.toThrow(
      `romSha256 is ab, but the ROM of the package has the SHA-256 ${sha256}`,
    );
  });

  it('refuses frames that make no step', () => {
    for (const frameskip of [[], [3, 3], [4, 2], [1, 2, 3]]) {
      expect(() => new Crossing('ram', { frameskip })).toThrow(
        /frameskip must be \[frames\], or \[least, end\]/,
      );
    }
    expect(() => new Crossing('ram', { frameskip: [0] })).toThrow(/frameskip/);
  });
});
