// Videos: which are recorded, of which frames, as Gymnasium 1.3 does (recorded by scripts/golden/wrappers.py); what the
// files hold; states in the middle of one.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGolden } from '../../test/golden.js';
import { type Drawing, type Env, make, unsavable } from '../envs/index.js';
import { Discrete } from '../spaces/index.js';
import {
  cappedCubicSchedule,
  encodeApng,
  type Raster,
  RecordVideo,
  svgToPixels,
  type VideoOptions,
} from './index.js';

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-video-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

/** Draws how often it was reset or stepped, as a grey; episodes last five steps. */
class Counter implements Env<number, number> {
  readonly observationSpace = new Discrete(1);
  readonly actionSpace = new Discrete(1);
  private count = 0;
  private t = 0;

  constructor(private readonly pixels = false) {}

  reset() {
    this.t = 0;
    this.count++;
    return { observation: 0, info: {} };
  }

  step() {
    this.t++;
    this.count++;
    return { observation: 0, reward: 0, terminated: this.t === 5, truncated: false, info: {} };
  }

  render(): Drawing {
    const { count } = this;
    const sizes = { width: 16, height: 16 };
    if (!this.pixels) return { ...sizes, background: `rgb(${count}, ${count}, ${count})`, shapes: [] };
    const pixels = new Uint8Array(3).fill(count);
    const image = { kind: 'image' as const, x: 0, y: 0, ...sizes, columns: 1, rows: 1, pixels };
    return { ...sizes, background: 'black', shapes: [image] };
  }

  saveState() {
    return { count: this.count, t: this.t };
  }

  loadState({ count, t }: Record<string, unknown>) {
    this.count = count as number;
    this.t = t as number;
  }
}

const play = (env: Env<number, number>, episodes: number) => {
  for (let episode = 0; episode < episodes; episode++) {
    env.reset();
    for (let t = 0; t < 5; t++) env.step(0);
  }
};

/** The greys of the frames of each file, by name. */
function greysIn(folder: string): Record<string, number[]> {
  const files = fs.readdirSync(folder).map((file) => [file, fs.readFileSync(join(folder, file))] as const);
  return Object.fromEntries(
    files.map(([file, bytes]) => [
      file.replace(/\.png$/, ''),
      decodeApng(bytes).map(({ pixels }) => pixels[0]!),
    ]),
  );
}

/** The frames of an animated PNG without filters, as players put them together. */
function decodeApng(bytes: Buffer): Raster[] {
  const frames: Raster[] = [];
  let [width, height] = [0, 0];
  let area = [0, 0, 0, 0];
  const numbers = new Set<number>();
  for (let at = 8; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + size);
    at += size + 12;
    if (name === 'IHDR') [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    if (name === 'fcTL' || name === 'fdAT') numbers.add(data.readUInt32BE(0));
    if (name === 'fcTL') area = [4, 8, 12, 16].map((offset) => data.readUInt32BE(offset));
    if (name !== 'IDAT' && name !== 'fdAT') continue;
    const lines = inflateSync(name === 'IDAT' ? data : data.subarray(4));
    const pixels = frames.at(-1)?.pixels.slice() ?? new Uint8Array(4 * width * height).fill(255);
    const [w, h, x, y] = area as [number, number, number, number];
    expect(lines).toHaveLength(h * (3 * w + 1));
    for (let row = 0; row < h; row++) {
      for (let column = 0; column < w; column++) {
        const from = row * (3 * w + 1) + 1 + 3 * column;
        pixels.set(lines.subarray(from, from + 3), 4 * ((y + row) * width + x + column));
      }
    }
    frames.push({ width, height, pixels });
  }
  expect(numbers).toEqual(new Set(Array.from({ length: 2 * frames.length - 1 }, (_, i) => i)));
  return frames;
}

describe('RecordVideo', () => {
  interface Case {
    length?: number;
    episodes?: number[];
    steps?: number[];
    videos: [name: string, greys: number[]][];
  }
  const among = (list?: number[]) => list && ((n: number) => list.includes(n));

  it.each(readGolden<{ videos: Case[] }>('wrappers').videos)(
    'length $length, episodes $episodes, steps $steps: the same frames in the same files',
    ({ length, episodes, steps, videos }) => {
      const folder = fs.mkdtempSync(join(root, 'golden-'));
      const env = new RecordVideo(new Counter(), {
        ...{ folder, format: 'apng', width: 16, videoLength: length },
        ...{ episodeTrigger: among(episodes), stepTrigger: among(steps) },
      });
      play(env, 10);
      env.close();
      expect(greysIn(folder)).toEqual(Object.fromEntries(videos));
    },
  );

  it.each([false, true])('goes on from a state in the middle of a video (pixels: %s)', (pixels) => {
    const record = (name: string) =>
      new RecordVideo(new Counter(pixels), {
        ...{ folder: join(root, `${name}-${pixels}`), format: 'apng' as const, width: 16, namePrefix: 'v' },
        episodeTrigger: (n: number) => n % 2 === 0,
      });
    const straight = record('straight');
    play(straight, 6);
    straight.close();
    const killed = record('killed');
    expect(unsavable(killed)).toBeUndefined();
    play(killed, 2);
    killed.reset();
    killed.step(0);
    const state = JSON.parse(JSON.stringify(killed.saveState!()));
    const resumed = record('killed');
    resumed.loadState!(state);
    expect(resumed.recording).toBe(true);
    for (let t = 0; t < 4; t++) resumed.step(0);
    play(resumed, 3);
    resumed.close();
    expect(greysIn(join(root, `killed-${pixels}`))).toEqual(greysIn(join(root, `straight-${pixels}`)));
    expect(Object.keys(greysIn(join(root, `killed-${pixels}`)))).toEqual([
      'v-episode-0',
      'v-episode-2',
      'v-episode-4',
    ]);
  });

  it('writes GIFs by default, of as many frames as there were', () => {
    const folder = join(root, 'gif');
    const env = new RecordVideo(make('CartPole-v1'), { folder, fps: 50 });
    env.reset({ seed: 1 });
    let frames = 1;
    for (let over = false; !over; frames++) {
      const { terminated, truncated } = env.step(1);
      over = terminated || truncated;
    }
    env.close();
    expect(fs.readdirSync(folder)).toEqual(['rl-video-episode-0.gif']);
    const gif = fs.readFileSync(join(folder, 'rl-video-episode-0.gif'));
    expect(gif.toString('latin1', 0, 6)).toBe('GIF89a');
    // Graphic control extensions: one a frame, of 2 hundredths of a second but the last.
    const delays: number[] = [];
    const mark = Buffer.of(0x21, 0xf9, 0x04);
    for (let at = gif.indexOf(mark); at !== -1; at = gif.indexOf(mark, at + 8))
      delays.push(gif.readUInt16LE(at + 4));
    expect(delays).toEqual([...Array(frames - 1).fill(2), 100]);
  });

  it.each<[VideoOptions, RegExp]>([
    [{ format: 'mp4' as never }, /RecordVideo: format must be "gif" or "apng", got "mp4"/],
    [{ namePrefix: '../x' }, /namePrefix begins a file name, got "..\/x"/],
    [null as never, /takes an object of options, got null/],
    [{ episodes: 3 } as never, /no option 'episodes'.*episodeTrigger/],
    [{ fps: 0 }, /fps must be a number from 1 to 100, got 0/],
    [{ videoLength: -1 }, /videoLength must be an integer of at least 0/],
    [{ episodeTrigger: 3 as never }, /episodeTrigger must be a function/],
    [{ video_folder: 'x' } as never, /no option 'video_folder'/],
  ])('refuses %o', (options, message) => {
    expect(() => new RecordVideo(new Counter(), options)).toThrow(message);
  });

  it('says so where there is nothing to see, and nothing to stop', () => {
    const env = new Counter();
    Object.assign(env, { render: undefined });
    expect(() => new RecordVideo(env, { folder: root }).reset()).toThrow(/draws; Counter has no picture/);
    expect(() => new RecordVideo(new Counter()).stopRecording()).toThrow(/nothing is being recorded/);
  });
});

it('the default schedule is that of Gymnasium', () => {
  const asked = Array.from({ length: 4001 }, (_, n) => n).filter(cappedCubicSchedule);
  expect(asked).toEqual([0, 1, 8, 27, 64, 125, 216, 343, 512, 729, 1000, 2000, 3000, 4000]);
});

it('an animated PNG holds every pixel of every frame', () => {
  const frames = [0, 40, 40, 80].map((x) =>
    svgToPixels(
      `<svg xmlns="http://www.w3.org/2000/svg" width="97" height="31"><rect width="97" height="31" fill="#fed"/>` +
        `<circle cx="${x}" cy="15" r="9" fill="#${x}8"/></svg>`,
    ),
  );
  const decoded = decodeApng(Buffer.from(encodeApng(frames)));
  expect(decoded).toHaveLength(4);
  for (const [i, { pixels }] of frames.entries()) expect(decoded[i]!.pixels).toEqual(new Uint8Array(pixels));
});
