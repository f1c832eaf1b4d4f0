// Graphs as pictures.

function page(width: number, height: number, inside: string): string {
  const size = `width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" ${size}><rect ${size} fill="white"/>${inside}</svg>`;
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
