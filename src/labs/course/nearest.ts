// What codes of images are good for: the nearest is one of the same kind.

/** Share of rows, in percent, whose nearest other row has the same label. */
export function neighboursAlike(codes: Float32Array, labels: ArrayLike<number>, width: number): number {
  const count = labels.length;
  const distance = (a: number, b: number) => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += (codes[a * width + k]! - codes[b * width + k]!) ** 2;
    return sum;
  };
  let alike = 0;
  for (let a = 0; a < count; a++) {
    let nearest = a === 0 ? 1 : 0;
    for (let b = 0; b < count; b++) if (b !== a && distance(a, b) < distance(a, nearest)) nearest = b;
    if (labels[a] === labels[nearest]) alike++;
  }
  return (100 * alike) / count;
}
