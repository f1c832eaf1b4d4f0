import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerHillClimber } from '../../test/hill-climber.js';
import { formatScore } from '../evaluate/score.js';
import { type MetricsRow, train } from '../train/index.js';
import { encodeGif } from './gif.js';
import { svgToPixels } from './rasterize.js';
import { writeReport } from './report.js';
import { charts, columnsOf, thin } from './run-data.js';

let root: string;
let html: string;
let gif: Buffer;
beforeAll(async () => {
  registerHillClimber();
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-report-'));
  await train({
    env: 'CartPole-v1',
    algo: 'hill-climber',
    totalSteps: 3000,
    out: join(root, 'run'),
    finalEpisodes: 10,
  });
  const paths = await writeReport(join(root, 'run'));
  html = fs.readFileSync(paths.report, 'utf8');
  gif = fs.readFileSync(paths.gif!);
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

describe('writeReport', () => {
  it('needs nothing from outside the file', () => {
    expect(html).not.toMatch(/(src|href)="(?!data:)/);
    expect(html).not.toMatch(/@import|url\((?!data:)/);
    expect(html).toContain(`data:image/gif;base64,${gif.toString('base64')}`);
  });

  it('tells the result, the settings and how to make the run again', () => {
    const { mean, std } = JSON.parse(fs.readFileSync(join(root, 'run', 'evaluation.json'), 'utf8'));
    expect(html).toContain(`<b>${formatScore({ mean, std }, 475)}</b>`);
    expect(formatScore({ mean: 474.96, std: 40 }, 475)).toBe('474.96 ± 40.00');
    expect(html).toContain(
      'trainyard train CartPole-v1 --algo hill-climber --steps 3000 --seed 0 --final-episodes 10</code>',
    );
    expect(html).toContain('<span>noise</span><code>0.3</code>');
  });

  it('shows what stands in the files as text, whatever it is', async () => {
    const path = join(root, 'hostile');
    fs.cpSync(join(root, 'run'), path, { recursive: true });
    const evil = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\'&<!--';
    const config = JSON.parse(fs.readFileSync(join(path, 'config.json'), 'utf8'));
    config.versions = { trainyard: evil, node: evil, platform: evil };
    config.backend = evil;
    fs.writeFileSync(join(path, 'config.json'), JSON.stringify(config));
    fs.appendFileSync(join(path, 'metrics.jsonl'), `${JSON.stringify({ step: 1, [evil]: 1 })}\n`);
    const written = fs.readFileSync((await writeReport(path)).report, 'utf8');
    expect(written.match(/<script>/g)).toHaveLength(2);
    expect(written.match(/<\/script>/g)).toHaveLength(2);
    expect(written).not.toContain('<img src=x');
    expect(written).toContain('&lt;img src=x onerror');
  });

  it('names the file and the line that is damaged', async () => {
    const path = join(root, 'damaged');
    for (const [file, content, message] of [
      [
        'metrics.jsonl',
        '{"step":1}\n{"step":2,"a":"b"}\n',
        /metrics\.jsonl' is damaged: line 2 should be \{"step"/,
      ],
      ['metrics.jsonl', '7\n', /metrics\.jsonl' is damaged: line 1 .*it is 7/],
      ['timing.jsonl', '{"step":-1,"seconds":1,"stepsPerSecond":1}\n', /timing\.jsonl' is damaged: line 1/],
      [
        'evaluation.json',
        '{"mean":1}',
        /evaluation\.json' is damaged[\s\S]*returns: expected a value of type array/,
      ],
    ] as const) {
      fs.rmSync(path, { recursive: true, force: true });
      fs.cpSync(join(root, 'run'), path, { recursive: true });
      fs.writeFileSync(join(path, file), content);
      await expect(writeReport(path)).rejects.toThrow(message);
    }
  });

  it('has scripts that parse and data that does not end its element', () => {
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
    expect(scripts.length).toBe(2);
    for (const script of scripts) expect(() => new Function(script)).not.toThrow();
  });
});

describe('charts', () => {
  const rows: MetricsRow[] = [
    { step: 10, 'episode/return': 5, 'episode/length': 10 },
    {
      step: 20,
      'train/loss': 0.5,
      'rollout/ep_rew_mean': 5,
      'train/clip_fraction': 0.1,
      'train/learning_rate': 1e-3,
    },
    { step: 30, 'episode/return': 7, 'episode/length': 20, 'train/loss': Number.NaN },
    { step: 30, 'eval/mean_reward': 9 },
  ];

  it('shows known metrics under their titles and any other under its name', () => {
    const all = charts(columnsOf(rows), [{ step: 30, seconds: 1, stepsPerSecond: 30 }]);
    expect(all.map(({ title }) => title)).toEqual([
      'Return',
      'Episode length',
      'Loss',
      'train/clip_fraction',
      'Steps per second',
    ]);
    const [episodes, mean, evaluation] = all[0]!.series;
    expect(episodes).toMatchObject({ x: [10, 30], y: [5, 7] });
    expect(mean).toMatchObject({ x: [10, 30], y: [5, 6] });
    expect(evaluation).toMatchObject({ x: [30], y: [9], kind: 'marks' });
    expect(all[2]!.series[0]).toMatchObject({ x: [20], y: [0.5] });
  });

  it('has nothing to show of an empty run', () => {
    expect(charts(columnsOf([]), [])).toEqual([]);
  });

  it('thins out long series without losing extremes or order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1501, maxLength: 6000 }),
        (y) => {
          const x = y.map((_, i) => i);
          const thinned = thin({ x, y });
          expect(thinned.x.length).toBeLessThanOrEqual(1500);
          expect(Math.max(...thinned.y)).toBe(Math.max(...y));
          expect(Math.min(...thinned.y)).toBe(Math.min(...y));
          expect(thinned.x).toEqual([...thinned.x].sort((a, b) => a - b));
          expect(thinned.y).toEqual(thinned.x.map((at) => y[at]));
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('pictures', () => {
  const square = (fill: string, extra = '') =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="${fill}"/>${extra}</svg>`;
  const inkOf = (svg: string) =>
    svgToPixels(svg).pixels.filter((value, i) => i % 4 === 0 && value < 128).length;

  it('draws text, symbols and Greek without any font of the system', () => {
    for (const text of ['A', '7', 'ε', '♠', '→']) {
      const drawn = square('#fff', `<text x="5" y="25" font-size="24">${text}</text>`);
      expect(inkOf(drawn), text).toBeGreaterThan(20);
    }
    const bold = square('#fff', '<text x="5" y="25" font-size="24" font-weight="bold">A</text>');
    expect(inkOf(bold)).toBeGreaterThan(inkOf(bold.replace('bold', 'normal')));
  });

  it('scales to a width', () => {
    expect(svgToPixels(square('#abc'), { width: 80 })).toMatchObject({ width: 80, height: 60 });
  });

  /** Blocks of a GIF: screen size, and the frames' delays and transparent flags. */
  function parseGif(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const frames: { delay: number; transparent: boolean }[] = [];
    for (let i = 0; i < bytes.length - 7; i++) {
      if (bytes[i] === 0x21 && bytes[i + 1] === 0xf9 && bytes[i + 2] === 4 && bytes[i + 7] === 0) {
        frames.push({ delay: view.getUint16(i + 4, true) * 10, transparent: (bytes[i + 3]! & 1) === 1 });
      }
    }
    const size = [view.getUint16(6, true), view.getUint16(8, true)];
    return { signature: String.fromCharCode(...bytes.subarray(0, 6)), size, frames, last: bytes.at(-1) };
  }

  it('animates frames, the last one longer, and stores only what changes', () => {
    const frames = ['#fff', '#fff', '#06c'].map((fill) => svgToPixels(square(fill)));
    const bytes = encodeGif(frames, { delay: 50, lastDelay: 700 });
    expect(parseGif(bytes)).toEqual({
      signature: 'GIF89a',
      size: [40, 30],
      frames: [
        { delay: 50, transparent: false },
        { delay: 50, transparent: true },
        { delay: 700, transparent: true },
      ],
      last: 0x3b,
    });
    const noise = Array.from({ length: 20 }, (_, i) =>
      svgToPixels(square(`rgb(${i},${i * 7},90)`, `<circle r="${i}"/>`)),
    );
    expect(encodeGif(noise).length).toBeLessThan(20_000);
    expect(parseGif(gif).size[0]).toBe(400);
  });
});
