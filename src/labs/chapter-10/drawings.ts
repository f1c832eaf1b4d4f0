// Pictures of what networks look at.

const DOT = 4;
const GAP = 8;

/** A square of values, the darkest for the largest. */
function squares(
  values: ArrayLike<number>,
  from: number,
  side: number,
  left: number,
  top: number,
  dot: number,
) {
  const dots = Array.from({ length: side * side }, (_, i) => values[from + i]!);
  const most = Math.max(...dots);
  return dots
    .map((value, i) => {
      const at = `x="${left + (i % side) * dot}" y="${top + Math.floor(i / side) * dot}"`;
      return `<rect ${at} width="${dot}" height="${dot}" opacity="${(value / most).toFixed(2)}"/>`;
    })
    .join('');
}

function page(width: number, height: number, inside: string): string {
  const size = `width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" ${size}><rect ${size} fill="white"/>${inside}</svg>`;
}

/** Images, the patches of `size` pixels that were looked at, and the way between their middles. */
export function glimpsesDrawn(
  images: ArrayLike<number>,
  places: readonly (readonly number[])[],
  shown: readonly number[],
  { side, size }: { side: number; size: number },
): string {
  const width = side * DOT + GAP;
  const middle = (place: number) => (Math.round(((place + 1) / 2) * (side - 1)) + 0.5) * DOT;
  const drawn = shown.map((image, i) => {
    const points = places.map(
      (of) => [width * i + middle(of[2 * image + 1]!), middle(of[2 * image]!)] as const,
    );
    const patches = points.map(([x, y], t) => {
      const reach = (size * DOT) / 2;
      const at = `x="${x - reach}" y="${y - reach}" width="${2 * reach}" height="${2 * reach}"`;
      return `<rect ${at} fill="none" stroke="${t === 0 ? '#888' : '#d33'}"/><text x="${x + 3}" y="${y - 3}" font-size="11" fill="#06c">${t + 1}</text>`;
    });
    const line = points.map((point) => point.join(',')).join(' ');
    const way = `<polyline points="${line}" fill="none" stroke="#06c" stroke-width="2"/>`;
    return squares(images, side * side * image, side, width * i, 0, DOT) + way + patches.join('');
  });
  return page(width * shown.length, width, drawn.join(''));
}

const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];

/** Nodes in a circle, class by class; a line from each to those it listens to, the stronger the more it does. */
export function nodesDrawn(
  classes: ArrayLike<number>,
  rows: ArrayLike<number>,
  columns: ArrayLike<number>,
  weights: ArrayLike<number>,
): string {
  const order = Array.from(classes, (_, i) => i).sort((a, b) => classes[a]! - classes[b]!);
  const place = new Map(
    order.map((node, i) => {
      const angle = (2 * Math.PI * i) / order.length;
      return [node, { x: 250 + 220 * Math.cos(angle), y: 250 + 220 * Math.sin(angle) }];
    }),
  );
  const lines = Array.from(weights, (weight, e) => {
    const [a, b] = [place.get(rows[e]!)!, place.get(columns[e]!)!];
    const ends = `x1="${a.x.toFixed(1)}" y1="${a.y.toFixed(1)}" x2="${b.x.toFixed(1)}" y2="${b.y.toFixed(1)}"`;
    return `<line ${ends} stroke="${COLOURS[classes[rows[e]!]!]}" stroke-width="2" opacity="${weight.toFixed(2)}"/>`;
  });
  const nodes = order.map((node) => {
    const { x, y } = place.get(node)!;
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="6" fill="${COLOURS[classes[node]!]}"/>`;
  });
  return page(500, 500, lines.join('') + nodes.join(''));
}
