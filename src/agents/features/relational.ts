// Attention between the cells of an image (Zambaldi et al. 2019; Zai & Brown, Deep Reinforcement Learning in Action, chapter
// 10): what is where, and what the cells mean for one another.
import * as z from 'zod';
import { UserError } from '../../io/errors.js';
import { lazily } from '../../io/lazily.js';
import { Conv2d, LayerNorm, Linear, placesOf, RelationalModule } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import type { Space } from '../../spaces/index.js';
import { buffer, cat, noGrad, scope, type Tensor } from '../../tensor/index.js';
import { CellPlanes } from './cell-planes.js';
import { imageShapeSchema } from './cnn.js';
import { defineExtractor, Extractor } from './extractor.js';

const BOOK = 'Zai & Brown (2020), listing 10.8';

export const relationalSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    channels: imageShapeSchema.channels,
    planes: z
      .enum(['raw', 'one-hot'])
      .default('raw')
      .describe(
        'raw: the numbers of a cell; one-hot: a plane of zeros and ones for every code of every channel.',
      ),
    scale: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'What raw numbers are divided by, e.g. 10 for the codes of MiniGrid; null: bytes become 0 to 1, others stay as they are.',
      ),
    codes: z
      .array(z.int().positive())
      .min(1)
      .nullable()
      .default(null)
      .describe(
        'How many codes each channel has, for one-hot planes: [11, 6, 3] in MiniGrid; higher ones have no plane.',
      ),
    convolutions: imageShapeSchema.convolutions
      .removeDefault()
      .default([
        [16, 1, 1],
        [20, 1, 1],
      ])
      .describe(
        `Filters, kernel size and stride of each layer before the attention; every place of its result is a node. Source: ${BOOK}.`,
      ),
    coordinates: z
      .boolean()
      .default(true)
      .describe(
        `Nodes know their column and row, from 0 to almost 1. Source: Zambaldi et al. (2019), section 2.2.`,
      ),
    attention: z
      .enum(['scaled-dot', 'additive', 'slot'])
      .default('scaled-dot')
      .describe(
        'scaled-dot: q·k/√width (Vaswani et al. 2017); additive: v·tanh(W q + U k) (Bahdanau et al. 2015); slot: nodes choose among places by their own query and key, as the book prints it.',
      ),
    heads: z.int().positive().default(2).describe('Heads of the attention, side by side.'),
    width: z.int().positive().default(32).describe('Numbers in a query, key and value of a head.'),
    size: z.int().positive().default(64).describe('Numbers per node after the attention.'),
    norm: z
      .enum(['each', 'all'])
      .default('each')
      .describe(
        `Layer norms over each node by itself, and over what is read out; or over all nodes together with weights for every place (${BOOK}).`,
      ),
    readout: z
      .enum(['max', 'agent', 'both'])
      .default('both')
      .describe(
        'What becomes of the nodes: the largest of each number over all of them (the book), the node of the agent, or both side by side.',
      ),
    agent: z
      .tuple([z.int().nonnegative(), z.int().nonnegative()])
      .nullable()
      .default(null)
      .describe(
        'Node of the agent, its place along the first and second axis; null: in the middle of the first, at the end of the second, as in the view of MiniGrid.',
      ),
  }),
);

export type RelationalOptions = z.output<typeof relationalSchema>;

/** Who attends to whom in one observation. */
export interface AttentionMaps {
  heads: number;
  /** Nodes along the first and second axis of the image. */
  height: number;
  width: number;
  /** Index of the agent's node, row by row. */
  agent: number;
  /** [heads, asking nodes, answering nodes], a copy: row by row, each adding up to 1. */
  weights: Float32Array;
}

/** Cells, convolved → with their places → attention → a row for all, `[B, size]`. */
export class RelationalExtractor extends Extractor {
  override readonly repeatable = true;
  override readonly freeOfSize: boolean;
  readonly size: number;
  readonly layers: readonly (Linear | Conv2d)[];
  readonly relations: RelationalModule;
  readonly norm: LayerNorm | null;
  private readonly cells: CellPlanes;
  private readonly readout: RelationalOptions['readout'];
  private readonly grid: { height: number; width: number; agent: number };
  /** [1, nodes, 2]; not among the weights, as it follows from the size. */
  readonly #places: Tensor | null;

  /** @throws UserError when the space is no image, too small, or has no such cell. */
  constructor(space: Space, options: RelationalOptions, rng: Generator) {
    super();
    const { convolutions, coordinates, attention, heads, width, size, norm, readout } = options;
    this.cells = new CellPlanes(space, options);
    let { count: depth, height, width: across } = this.cells;
    // Convolutions of single cells are the same layer for each row of them.
    const byCell = convolutions.every(([, kernel, stride]) => kernel === 1 && stride === 1);
    this.layers = convolutions.map(([filters, kernel, stride], i) => {
      if (Math.min(height, across) < kernel)
        throw new UserError(
          `features: an image of ${height} x ${across} is smaller than the kernel ${kernel} of convolution ${i + 1}.`,
        );
      const layer = byCell
        ? new Linear(depth, filters, { rng })
        : new Conv2d(depth, filters, kernel, { stride, rng });
      depth = filters;
      [height, across] = [height, across].map((n) => Math.floor((n - kernel) / stride) + 1) as [
        number,
        number,
      ];
      return layer;
    });
    const nodes = height * across;
    this.grid = { height, width: across, agent: agentNode(options, height, across) };
    this.#places = coordinates ? buffer([1, nodes, 2]) : null;
    this.#places?.data.set(placesOf(height, across));
    const inputs = depth + (coordinates ? 2 : 0);
    this.relations = new RelationalModule(nodes, inputs, width, { attention, heads, norm, size, rng });
    this.readout = readout;
    this.size = readout === 'both' ? 2 * size : size;
    this.norm = norm === 'each' ? new LayerNorm(this.size) : null;
    this.freeOfSize = norm === 'each' && attention !== 'slot' && options.agent === null;
  }

  override forward(inputs: Tensor): Tensor {
    const nodes = this.relations.forward(this.nodes(inputs));
    const parts: Tensor[] = [];
    if (this.readout !== 'agent') parts.push(nodes.max(1).values);
    if (this.readout !== 'max') {
      const { agent } = this.grid;
      parts.push(nodes.slice(1, agent, agent + 1).squeeze(1));
    }
    const read = parts.length === 1 ? parts[0]! : cat(parts, 1);
    return this.norm ? this.norm.forward(read) : read;
  }

  /** Who attends to whom in one encoded observation `[1, inputs]`. */
  attentionMaps(inputs: Tensor): AttentionMaps {
    const weigh = () => this.relations.withAttention(this.nodes(inputs)).attention;
    const { heads } = this.relations;
    return { ...this.grid, heads, weights: scope(() => noGrad(() => weigh().toArray())) as Float32Array };
  }

  /** [B, nodes, features] */
  private nodes(inputs: Tensor): Tensor {
    const batch = inputs.shape[0]!;
    const rows = this.convolved(this.cells.rows(inputs), batch);
    if (!this.#places) return rows;
    const { height, width } = this.grid;
    return cat([rows, this.#places.expand([batch, height * width, 2])], 2);
  }

  private convolved(rows: Tensor, batch: number): Tensor {
    const { layers, cells, grid } = this;
    if (layers[0] instanceof Linear) return layers.reduce((x, layer) => layer.forward(x, 'relu'), rows);
    const images = rows.permute([0, 2, 1]).reshape([batch, cells.count, cells.height, cells.width]);
    const seen = layers.reduce((x, layer) => layer.forward(x, 'relu'), images);
    return seen.reshape([batch, seen.shape[1]!, grid.height * grid.width]).permute([0, 2, 1]);
  }
}

function agentNode({ agent, readout }: RelationalOptions, height: number, width: number): number {
  const [row, column] = agent ?? [(height - 1) >> 1, width - 1];
  if (agent && readout === 'max')
    throw new UserError(
      `features: relational reads agent for readouts 'agent' and 'both' only. Leave it out.`,
    );
  if (row < height && column < width) return row * width + column;
  throw new UserError(
    `features: there is no node [${row}, ${column}] of an agent among ${height} x ${width}.`,
  );
}

export const relational = /* @__PURE__ */ defineExtractor({
  id: 'relational',
  summary: 'Attention between the cells of an image (Zambaldi et al. 2019; Zai & Brown 2020, chapter 10)',
  schema: relationalSchema,
  create: (space, options, rng) => new RelationalExtractor(space, options, rng),
});
