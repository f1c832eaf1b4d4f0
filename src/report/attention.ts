// Attention drawn over the frames of an episode, a picture per head side by side.
import { type Agent, type AttentionMaps, attentionMaps } from '../agents/index.js';
import type { CellBox, Drawing, Shape } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { type Frame, playEpisode, type Stage } from './episode.js';

/** `agent`: how much the agent's cell asks each cell; `most`: how much any cell asks it at most. */
export type AttentionOf = 'agent' | 'most';

const CAPTION = 28;
const GAP = 8;
/** Strongest tint, of the cell with the largest weight of a head. */
const TINT = 0.75;

/**
 * The drawing once per head: the more a cell is attended to, relative to the most, the more it is tinted. The cell that asks
 * has an outline.
 *
 * @param cells Where each cell lies in the drawing, in the order of the observation (`env.observedCells()`), null for those
 *   that are not in it; left out: the cells cover all of it.
 * @throws UserError when there are not as many cells as nodes of the attention.
 */
export function drawAttention(
  drawing: Drawing,
  maps: AttentionMaps,
  { cells, of = 'agent' }: { cells?: readonly (CellBox | null)[]; of?: AttentionOf } = {},
): Drawing {
  const nodes = maps.height * maps.width;
  const boxes = cells ?? evenly(drawing, maps);
  if (boxes.length !== nodes)
    throw new UserError(
      `The attention is between ${nodes} nodes, the environment draws ${boxes.length} observed cells: it can be drawn where ` +
        'convolutions have stride 1 and kernels of 1.',
    );
  const { width, height } = drawing;
  const shapes = Array.from({ length: maps.heads }, (_, head): Shape[] => {
    const left = head * (width + GAP);
    const weights = weightsOf(maps, head, of);
    const most = Math.max(...weights);
    const tints = boxes.flatMap((box, i): Shape[] => {
      if (!box) return [];
      const asks = of === 'agent' && i === maps.agent;
      const fill = `rgba(255,120,0,${((TINT * weights[i]!) / most).toFixed(3)})`;
      const outline = asks ? { stroke: '#00e5ff', strokeWidth: 3 } : {};
      return [{ kind: 'rect', ...box, fill, ...outline }];
    });
    const text = `head ${head + 1}, at most ${(100 * most).toFixed(0)} %`;
    const caption: Shape = {
      kind: 'text',
      x: width / 2,
      y: height + CAPTION / 2,
      text,
      size: 15,
      fill: '#000000',
    };
    return [...drawing.shapes, ...tints, caption].map((shape) => moved(shape, left));
  }).flat();
  const across = maps.heads * (width + GAP) - GAP;
  const background: Shape[] = Array.from({ length: maps.heads }, (_, head) => {
    return { kind: 'rect', x: head * (width + GAP), y: 0, width, height, fill: drawing.background };
  });
  return {
    width: across,
    height: height + CAPTION,
    background: '#ffffff',
    shapes: [...background, ...shapes],
  };
}

/**
 * Plays an episode greedily as `playEpisode` does, with the agent's attention drawn over every frame.
 *
 * @throws UserError when the agent has no relational features, or several agents share the world.
 * @example
 * const gif = episodeGif([...attentionEpisode(agent, env, { seed: 1 })], { width: 800 });
 */
export function* attentionEpisode(
  agent: Agent,
  env: Stage,
  { of, ...options }: { of?: AttentionOf; seed?: number; maxSteps?: number } = {},
): Generator<Frame> {
  if ('numEnvs' in env)
    throw new UserError('Attention is drawn where one agent plays, not over a world of several.');
  for (const frame of playEpisode(agent, env, options)) {
    const maps = attentionMaps(agent, frame.observation);
    yield { ...frame, drawing: drawAttention(frame.drawing, maps, { cells: env.observedCells?.(), of }) };
  }
}

function weightsOf(
  { weights, height, width, agent }: AttentionMaps,
  head: number,
  of: AttentionOf,
): number[] {
  const nodes = height * width;
  const row = (node: number) =>
    weights.subarray((head * nodes + node) * nodes, (head * nodes + node + 1) * nodes);
  if (of === 'agent') return [...row(agent)];
  const most = new Array<number>(nodes).fill(0);
  for (let node = 0; node < nodes; node++) {
    for (const [i, weight] of row(node).entries()) most[i] = Math.max(most[i]!, weight);
  }
  return most;
}

/** Rows and columns of nodes over the whole drawing. */
function evenly(drawing: Drawing, { height, width }: AttentionMaps): CellBox[] {
  const size = { width: drawing.width / width, height: drawing.height / height };
  return Array.from({ length: height * width }, (_, i) => {
    return { x: (i % width) * size.width, y: Math.floor(i / width) * size.height, ...size };
  });
}

function moved(shape: Shape, by: number): Shape {
  if (shape.kind === 'line') return { ...shape, x1: shape.x1 + by, x2: shape.x2 + by };
  if (shape.kind === 'polygon')
    return { ...shape, points: shape.points.map(([x, y]) => [x + by, y] as const) };
  return { ...shape, x: shape.x + by };
}
