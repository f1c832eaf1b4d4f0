// What an eye sees of an image around a place: sharp in the middle, coarse around it (Mnih et al. 2014, section 3).
import { type Tensor, tensor } from '../tensor/index.js';

export interface Retina {
  /** Height and width of a patch. */
  size: number;
  /** Patches around the same place, each covering twice the sides of the one before in as many numbers. */
  scales: number;
}

/**
 * Patches of images around places; what lies outside of an image is 0. No gradient flows to places: which pixels are seen
 * is decided, not weighed.
 *
 * @param images `[batch, 1, side, side]`
 * @param places `[batch, 2]`, row by row, height then width: -1 and 1 are the middles of the outermost pixels
 * @returns `[batch, scales · size²]`
 */
export function glimpse(images: Tensor, places: ArrayLike<number>, { size, scales }: Retina): Tensor {
  const [batch, , side] = images.shape as [number, number, number];
  const pixels = images.data;
  const patch = size * size;
  const seen = new Float32Array(batch * scales * patch);
  const middle = (place: number) => Math.round(((place + 1) / 2) * (side - 1));
  for (let b = 0; b < batch; b++) {
    const image = b * side * side;
    for (let s = 0; s < scales; s++) {
      const [factor, to] = [2 ** s, (b * scales + s) * patch];
      const extent = size * factor;
      const top = middle(places[2 * b]!) - extent / 2;
      const left = middle(places[2 * b + 1]!) - extent / 2;
      for (let y = 0; y < extent; y++) {
        const row = Math.floor(top + y + 0.5);
        if (row < 0 || row >= side) continue;
        for (let x = 0; x < extent; x++) {
          const column = Math.floor(left + x + 0.5);
          if (column < 0 || column >= side) continue;
          const at = to + Math.floor(y / factor) * size + Math.floor(x / factor);
          seen[at]! += pixels[image + row * side + column]! / (factor * factor);
        }
      }
    }
  }
  return tensor(seen, { shape: [batch, scales * patch] });
}
