// Images of numbers side by side: what a network reads, and maps of what it makes of that.
import type { Drawing, Shape } from '../envs/index.js';
import type { Tensor } from '../tensor/index.js';

export interface DrawImagesOptions {
  /** Width and height at which each is drawn. */
  size?: number;
  /** Between two of them; half of it around all. */
  gap?: number;
}

/**
 * Rows of grey images on white, in each of which the largest number is black.
 *
 * @param rows [count, height, width] or [count, 1, height, width]; images of different rows may have different sizes
 * @example
 * const drawing = drawImages([images, network.attentionMap(images)]);
 * writeFileSync('looked-at.png', svgToPng(toSvg(drawing), { width: drawing.width }));
 */
export function drawImages(
  rows: readonly Tensor[],
  { size = 112, gap = 8 }: DrawImagesOptions = {},
): Drawing {
  const across = size + gap;
  const shapes = rows.flatMap((images, row) => {
    const [height, width] = images.shape.slice(-2) as [number, number];
    const count = images.shape[0]!;
    return Array.from({ length: count }, (_, i): Shape => {
      const place = { x: i * across + gap / 2, y: row * across + gap / 2, width: size, height: size };
      const values = images.data.subarray(i * width * height, (i + 1) * width * height);
      return { kind: 'image', ...place, columns: width, rows: height, pixels: greys(values) };
    });
  });
  const most = Math.max(...rows.map(({ shape }) => shape[0]!));
  return { width: most * across, height: rows.length * across, background: '#ffffff', shapes };
}

/** Red, green and blue of each number: white for 0 and less, black for the largest. */
function greys(values: ArrayLike<number>): Uint8Array {
  const most = Array.prototype.reduce.call(values, (a, b) => Math.max(a as number, b as number), 0) as number;
  const pixels = new Uint8Array(3 * values.length);
  for (let i = 0; i < values.length; i++) {
    const ink = most > 0 ? Math.max(values[i]!, 0) / most : 0;
    pixels.fill(Math.round(255 * (1 - ink)), 3 * i, 3 * i + 3);
  }
  return pixels;
}
