import { beforeAll, describe, expect, it } from 'vitest';
import { digest } from '../../../test/digest.js';
import { Generator } from '../../random/index.js';
import type { EnvState } from '../env.js';
import { inexactPlace } from '../exact-state.js';
import { loadEnv, makeAsync } from '../index.js';
import { NesConsole } from './nes-console.js';
import { readRom } from './rom.js';
import { Runner } from './runner.js';
import { runnerRom } from './shipped-roms.js';

beforeAll(() => loadEnv('Runner-v0'));

// biome-ignore format: 96 macros of 14 frames: an action, and for how many frames a jump is held
const SOLUTION = [
  [3, 0], [3, 0], [3, 0], [3, 0], [3, 0], [1, 0], [3, 0], [3, 0], [4, 6], [3, 0], [4, 6], [3, 0], [3, 0], [4, 6], [3, 0],
  [3, 0], [3, 0], [4, 14], [3, 0], [3, 0], [3, 0], [3, 0], [3, 0], [4, 14], [3, 0], [4, 14], [4, 14], [3, 0], [4, 6], [3, 0],
  [3, 0], [3, 0], [4, 6], [3, 0], [3, 0], [3, 0], [4, 6], [3, 0], [3, 0], [3, 0], [4, 14], [4, 6], [3, 0], [3, 0], [3, 0],
  [3, 0], [3, 0], [4, 6], [3, 0], [3, 0], [4, 14], [4, 6], [3, 0], [4, 14], [3, 0], [3, 0], [3, 0], [3, 0], [3, 0], [4, 6],
  [1, 0], [3, 0], [3, 0], [4, 14], [4, 14], [1, 0], [4, 6], [3, 0], [3, 0], [3, 0], [1, 0], [4, 14], [4, 6], [4, 14], [4, 14],
  [4, 6], [4, 14], [3, 0], [3, 0], [4, 6], [3, 0], [3, 0], [3, 0], [4, 6], [3, 0], [3, 0], [4, 14], [4, 6], [1, 0], [4, 6],
  [3, 0], [3, 0], [3, 0], [3, 0], [3, 0], [3, 0],
] as const;
const FRAMES = SOLUTION.flatMap(([action, jump]) =>
  Array.from({ length: 14 }, (_, i) => (action === 4 && i >= jump ? 3 : action)),
);

describe('Runner-v0', () => {
  it('is won by the recorded buttons: 1,344 frames, return 3,098', () => {
    const env = new Runner({ stage: [1, 1, 1], actionSet: 'RIGHT_ONLY' });
    env.reset();
    expect(FRAMES).toHaveLength(1344);
    let total = 0;
    let result = env.step(FRAMES[0]!);
    let frames = 1;
    for (; !result.terminated; frames++) {
      total += result.reward;
      expect(result.info.flag_get).toBe(false);
      result = env.step(FRAMES[frames]!);
    }
    total += result.reward;
    // The flag is reached within the last macro.
    expect([frames, total]).toEqual([1337, 3098]);
    expect(result.info).toEqual({
      x_pos: 3193,
      y_pos: 63,
      score: 700,
      coins: 0,
      time: 344,
      flag_get: true,
      life: 2,
      world: 1,
      stage: 1,
      status: 'small',
    });
  });

  it('goes on to the next stage in the whole game, with the way there skipped', () => {
    const env = new Runner();
    env.reset();
    let result = env.step(0);
    for (const action of FRAMES) result = env.step(action);
    expect(result.terminated).toBe(false);
    for (let t = 0; t < 20 && result.info.stage === 1; t++) result = env.step(0);
    expect(result.info).toMatchObject({ world: 1, stage: 2, life: 2, flag_get: false });
    expect(result.info.x_pos).toBeLessThan(100);
  });

  it('loses a life at the first enemy, skips dying, and ends when all three are lost', () => {
    const env = new Runner();
    env.reset();
    const rewards: number[] = [];
    const lives: number[] = [];
    let result = env.step(1);
    let frames = 1;
    for (; !result.terminated && frames < 2000; frames++) {
      if (result.reward < -10) rewards.push(result.reward);
      lives.push(result.info.life as number);
      result = env.step(1);
    }
    expect(result.terminated).toBe(true);
    expect(result.info.life).toBe(255);
    expect([...new Set(lives)]).toEqual([2, 1, 0]);
    // -25 clipped, once a life: what follows is skipped.
    expect(rewards).toEqual([-15, -15, -15]);
  });

  it('ends with the first life when one stage is played', () => {
    const env = new Runner({ stage: [1, 2, 2] });
    expect(env.reset().info).toMatchObject({ world: 1, stage: 2 });
    let result = env.step(1);
    for (let t = 0; t < 1000 && !result.terminated; t++) result = env.step(1);
    expect(result).toMatchObject({ terminated: true, reward: -15, info: { life: 2, flag_get: false } });
  });

  it('has three sets of actions', () => {
    const sizes = (['RIGHT_ONLY', 'SIMPLE', 'COMPLEX'] as const).map(
      (actionSet) => new Runner({ actionSet }).actionSpace.n,
    );
    expect(sizes).toEqual([5, 7, 12]);
    const env = new Runner();
    env.reset();
    for (let t = 0; t < 30; t++) env.step(1);
    const { x_pos } = env.step(6).info as { x_pos: number };
    let result = env.step(6);
    for (let t = 0; t < 30; t++) result = env.step(6);
    expect(result.info.x_pos).toBeLessThan(x_pos);
  });

  it('begins every episode alike, whatever was played', () => {
    const env = new Runner();
    const first = env.reset({ seed: 1 });
    for (let t = 0; t < 50; t++) env.step(4);
    const again = env.reset({ seed: 2 });
    expect(digest(again)).toBe(digest(first));
    expect(first.info).toMatchObject({ x_pos: 40, time: 399, life: 2, romSha256: env.romSha256 });
  });

  it('goes on equally, pixels, RAM and rewards, from states saved at random steps', () => {
    const rng = new Generator(4);
    const env = new Runner({ actionSet: 'COMPLEX' });
    for (let round = 0; round < 2; round++) {
      env.reset();
      const actions = Array.from({ length: 40 }, () => rng.integers(12));
      const moment = rng.integers(200);
      for (let t = 0; t < moment; t++) env.step(actions[t >> 3]!);
      const text = JSON.stringify(env.saveState());
      expect(text.length).toBeLessThan(20_000);
      const other = new Runner({ actionSet: 'COMPLEX' });
      other.loadState(JSON.parse(text) as EnvState);
      expect(digest(other.render())).toBe(digest(env.render()));
      for (let t = moment; t < moment + 60; t++) {
        expect(digest(other.step(actions[t >> 3]!))).toBe(digest(env.step(actions[t >> 3]!)));
        expect(other.ram).toEqual(env.ram);
      }
    }
    expect(inexactPlace(env.saveState())).toBeUndefined();
  });
});

describe('a ROM for Runner', () => {
  it('that never starts a game is told, not waited for', async () => {
    const { bytes } = readRom('Runner', { rom: null, romSha256: null }, runnerRom);
    // The reset vector points at a jump to itself: 4C 00 C0 at C000.
    const still = bytes.slice();
    still.set([0x4c, 0x00, 0xc0], 16);
    still.set([0x00, 0xc0], 16 + 0x3ffc);
    expect(() => new Runner({ rom: still })).toThrow(/the clock does not run for 1800 frames. A ROM for it/);
  });

  it('must be a ROM for the console', async () => {
    const { bytes, name, sha256 } = readRom('Runner', { rom: null, romSha256: null }, runnerRom);
    const with_ = (at: number, value: number) => {
      const changed = bytes.slice();
      changed[at] = value;
      return changed;
    };
    expect(() => new Runner({ rom: new Uint8Array(100) })).toThrow(/a ROM of 100 bytes is no NES ROM/);
    expect(() => new Runner({ rom: with_(6, 4) })).toThrow(/has a trainer/);
    expect(() => new Runner({ rom: with_(9, 1) })).toThrow(/is for PAL/);
    expect(() => new Runner({ rom: bytes.slice(0, 5000) })).toThrow(/cut short: 5000 of 24592 bytes/);
    const unknownMapper = with_(6, 0xf0);
    unknownMapper[7] = 0xf0;
    expect(() => new Runner({ rom: unknownMapper })).toThrow(/jsnes cannot play a ROM of 24592 bytes: .*255/);
    // An instruction that does not exist, where the machine begins: the console says so in its first frame.
    const broken = { bytes: with_(16, 0x02), name, sha256 };
    broken.bytes.set([0x00, 0xc0], 16 + 0x3ffc);
    expect(() => new NesConsole('Runner', broken).frame(0)).toThrow(/the ROM of the package crashed/);
  });

  it('states of another ROM are refused', () => {
    const env = new Runner();
    env.reset();
    const state = { ...env.saveState(), romSha256: '00' };
    expect(() => env.loadState(state)).toThrow(
      /the state is of a ROM with SHA-256 00, this one has e989ef2c/,
    );
  });

  it('is made by id too, with checked options', async () => {
    const env = await makeAsync('Runner-v0', { actionSet: 'RIGHT_ONLY' });
    expect(env.actionSpace.n).toBe(5);
    expect(env.spec!.options).toMatchObject({ rom: null, romSha256: null });
    await expect(makeAsync('Runner-v0', { actionSet: 'LEFT_ONLY' as 'SIMPLE' })).rejects.toThrow(
      /"RIGHT_ONLY", "SIMPLE" or "COMPLEX"/,
    );
    await expect(makeAsync('Runner-v0', { rom: 3 as unknown as string })).rejects.toThrow(
      /rom must be the path of a file, its bytes in a Uint8Array, or null, got 3/,
    );
    await expect(makeAsync('Runner-v0', { stage: [0, 1, 1] })).rejects.toThrow(/from 1 to 255/);
  });
});
