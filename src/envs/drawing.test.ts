import { describe, expect, it } from 'vitest';
import { svgToPixels } from '../report/rasterize.js';
import { type Drawing, toSvg, toText } from './index.js';
import { encodePng } from './png.js';

const picture: Drawing = {
  width: 80,
  height: 40,
  background: '#ffffff',
  shapes: [
    { kind: 'rect', x: 0, y: 30, width: 80, height: 10, fill: '#f4f4f4' },
    { kind: 'circle', x: 20, y: 20, radius: 8, fill: '#203040', stroke: '#000000', strokeWidth: 2 },
    { kind: 'line', x1: 40, y1: 2, x2: 76, y2: 2.123456, stroke: '#aa0000', strokeWidth: 3, round: true },
    {
      kind: 'polygon',
      points: [
        [50, 30],
        [60, 10],
        [70, 30],
      ],
      fill: '#006600',
    },
    {
      kind: 'text',
      x: 40,
      y: 37,
      text: 'a < b & "c"',
      size: 9,
      fill: '#000000',
      anchor: 'start',
      bold: true,
    },
  ],
};

/** Red, green; blue, white. */
const PIXELS = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
const image = {
  kind: 'image',
  x: 1,
  y: 2,
  width: 6,
  height: 4,
  columns: 2,
  rows: 2,
  pixels: PIXELS,
} as const;
const withImage: Drawing = { width: 8, height: 8, background: '#000000', shapes: [image] };

describe('toSvg', () => {
  it('writes every shape with its paint, escaped', () => {
    expect(toSvg(picture)).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" viewBox="0 0 80 40">' +
        '<rect width="80" height="40" fill="#ffffff"/>' +
        '<rect x="0" y="30" width="80" height="10" fill="#f4f4f4"/>' +
        '<circle cx="20" cy="20" r="8" fill="#203040" stroke="#000000" stroke-width="2"/>' +
        '<line x1="40" y1="2" x2="76" y2="2.12" stroke="#aa0000" stroke-width="3" stroke-linecap="round"/>' +
        '<polygon points="50,30 60,10 70,30" fill="#006600"/>' +
        '<text x="40" y="37" font-size="9" font-family="sans-serif" font-weight="bold" text-anchor="start"' +
        ' dominant-baseline="central" fill="#000000">a &lt; b &amp; &quot;c&quot;</text></svg>',
    );
  });
});

describe('an image', () => {
  it('is a PNG in the SVG', () => {
    const [, url] = /<image x="1" y="2" width="6" height="4" [^>]*href="([^"]*)"\/>/.exec(toSvg(withImage))!;
    const png = Buffer.from(url!.replace('data:image/png;base64,', ''), 'base64');
    expect(png).toEqual(Buffer.from(encodePng(2, 2, PIXELS)));
    // Signature, then the header with its checksum, as every PNG of 2 x 2 RGB bytes begins.
    expect(png.subarray(0, 33).toString('hex')).toBe(
      '89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73',
    );
  });

  it('is drawn sharp at any size', () => {
    const { pixels, width } = svgToPixels(toSvg(withImage), { width: 80 });
    const colours = new Set(new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4));
    expect(colours.size).toBe(5);
    const at = (x: number, y: number) => [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)];
    expect(at(9, 20)).toEqual([0, 0, 0]);
    expect(at(10, 20)).toEqual([255, 0, 0]);
    expect(at(39, 39)).toEqual([255, 0, 0]);
    expect(at(40, 39)).toEqual([0, 255, 0]);
    expect(at(39, 40)).toEqual([0, 0, 255]);
    expect(at(69, 59)).toEqual([255, 255, 255]);
    expect(at(70, 59)).toEqual([0, 0, 0]);
  });

  it('is traced in characters', () => {
    // Eight by eight dots; red and green stand out from black, blue does not.
    expect(toText(withImage, { columns: 4 })).toBe('⢠⣤⣤⡄\n  ⠛⠃');
  });

  it('must have all its pixels', () => {
    const shapes = [{ ...image, rows: 3 }];
    expect(() => toSvg({ ...withImage, shapes })).toThrow(
      'An image of 2 columns and 3 rows needs 3 * 2 * 3 bytes of pixels, got 12.',
    );
  });
});

describe('toText', () => {
  it('traces what stands out from the background, with texts over it', () => {
    const lines = toText(picture, { columns: 20 }).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^ {9,10}[⠘⠛]⠛{8,}[⠛⠂]$/);
    // The disc on the left, the pale ground not at all.
    expect(lines[2]!.slice(3, 7)).toMatch(/[⠀-⣿]{4}/);
    expect(lines[4]!.trim()).toBe('a < b & "c"'.slice(0, 10));
  });

  it("prefers the environment's own text", () => {
    expect(toText({ ...picture, text: 'P . +' })).toBe('P . +');
  });
});
