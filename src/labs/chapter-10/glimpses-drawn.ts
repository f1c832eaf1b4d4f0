// Where a network looked: digits, patches and the way between them.
import { type Shape, toSvg } from '../../envs/index.js';
import { drawImages } from '../../report/index.js';
import { stack, type Tensor } from '../../tensor/index.js';

const DOT = 4;
const GAP = 8;

/** Images, the patches of `size` pixels that were looked at, and the way between their middles. */
export function glimpsesDrawn(
  images: Tensor,
  places: readonly (readonly number[])[],
  shown: readonly number[],
  { side, size }: { side: number; size: number },
): string {
  const chosen = stack(
    shown.map((image) => images.select(0, image)),
    0,
  );
  const drawing = drawImages([chosen], { size: side * DOT, gap: GAP });
  const middle = (place: number) => (Math.round(((place + 1) / 2) * (side - 1)) + 0.5) * DOT + GAP / 2;
  const ways = shown.map((image, i): Shape[] => {
    const left = i * (side * DOT + GAP);
    const points = places.map((of) => ({ x: left + middle(of[2 * image + 1]!), y: middle(of[2 * image]!) }));
    const lines = points.slice(1).map((to, t): Shape => {
      const from = points[t]!;
      const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
      return { kind: 'line', ...ends, stroke: '#0066cc', strokeWidth: 2 };
    });
    const [edge, number] = [size * DOT, { size: 11, fill: '#0066cc' }];
    const patches = points.flatMap(({ x, y }, t): Shape[] => [
      {
        ...{ kind: 'rect', x: x - edge / 2, y: y - edge / 2, width: edge, height: edge },
        stroke: t === 0 ? '#888888' : '#dd3333',
      },
      { kind: 'text', x: x + 6, y: y - 7, text: String(t + 1), ...number },
    ]);
    return [...lines, ...patches];
  });
  return toSvg({ ...drawing, shapes: [...drawing.shapes, ...ways.flat()] });
}
