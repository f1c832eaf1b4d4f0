// Colours of pictures: mixing them, and writing them for drawings.

/** Red, green, blue, 0 … 255. */
export type Colour = readonly [number, number, number];

/** @param share of the second: 0 … 1 */
export function mix(a: Colour, b: Colour, share: number): Colour {
  const blend = (k: 0 | 1 | 2) => a[k] + share * (b[k] - a[k]);
  return [blend(0), blend(1), blend(2)];
}

export function css(colour: Colour): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
