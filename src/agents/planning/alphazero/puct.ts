// PUCT: tree search guided by a network's policy and value instead of playouts (Rosin 2011; Silver et al. 2017, "Search").
import type { SearchGame } from '../../../envs/search-game.js';
import { UserError } from '../../../io/errors.js';
import type { PackedArray } from '../../../spaces/index.js';
import { NONE, SearchTree } from '../search-tree.js';

/** What a network says of positions: for each of `count` rows a logit per action, and the value to who is to move. */
export type Evaluate = (
  observations: PackedArray,
  count: number,
) => { logits: ArrayLike<number>; values: ArrayLike<number> };

export interface PuctOptions {
  /** Simulations per search. */
  simulations: number;
  /** c in Q + c·P·√N / (1 + n), for values in [-1, 1]. */
  exploration: number;
}

export interface RootOptions {
  /** Actions that count at the roots, `actionCount` flags for each; absent: all that are legal. */
  masks?: Uint8Array | undefined;
  /** Called for the edges of each root once they have priors: noise. */
  noise?: (priors: Float32Array) => void;
}

/** Searches several positions at once, so that the network sees one batch per simulation. Untried actions have Q = 0. */
export class Puct {
  readonly trees: SearchTree[] = [];
  /** Positions that wait for the network: their trees, nodes, and observations row by row. */
  private readonly waiting: number[] = [];
  private readonly nodes: number[] = [];
  private leaves: PackedArray;

  constructor(
    private readonly game: SearchGame,
    private readonly options: PuctOptions,
    private readonly evaluate: Evaluate,
    /** Makes an array of packed observations. */
    private readonly allocate: (size: number) => PackedArray,
  ) {
    this.leaves = allocate(0);
  }

  /** @param observations of `count` positions, packed; afterwards `trees[i]` holds the search of row i */
  search(observations: PackedArray, count: number, { masks, noise }: RootOptions = {}): void {
    const { game, trees, options } = this;
    const width = game.observationSize;
    while (trees.length < count) trees.push(new SearchTree(game, options.simulations + 1));
    if (this.leaves.length !== count * width) this.leaves = this.allocate(count * width);
    for (let i = 0; i < count; i++) {
      game.begin(observations, i * width);
      if (game.isOver)
        throw new UserError('There is nothing to search: in the observation the game is over.');
      trees[i]!.clear();
      this.expand(i, masks?.subarray(i * game.actionCount, (i + 1) * game.actionCount));
    }
    this.evaluateWaiting(count);
    if (noise) for (let i = 0; i < count; i++) noise(trees[i]!.prior.subarray(0, trees[i]!.edgeCount[0]!));
    for (let simulation = 0; simulation < options.simulations; simulation++) {
      for (let i = 0; i < count; i++) {
        game.begin(observations, i * width);
        this.descend(i);
      }
      this.evaluateWaiting(count);
    }
  }

  private descend(i: number): void {
    const { game } = this;
    const tree = this.trees[i]!;
    for (let node = 0; ; ) {
      const edge = this.select(tree, node);
      tree.follow(node, edge);
      if (game.isOver) {
        tree.backup(0);
        return;
      }
      node = tree.child[edge]!;
      if (node !== NONE) continue;
      tree.attach(this.expand(i));
      return;
    }
  }

  /** A node for the position now, which waits for the network. */
  private expand(i: number, mask?: Uint8Array): number {
    const { game, waiting, nodes, leaves } = this;
    const tree = this.trees[i]!;
    const { legal } = tree;
    let count = game.legal(legal);
    if (mask) {
      let kept = 0;
      for (let k = 0; k < count; k++) if (mask[legal[k]!] !== 0) legal[kept++] = legal[k]!;
      count = kept;
    }
    if (count === 0) throw new UserError('The action mask allows no action that is legal here.');
    const node = tree.addNode(count);
    game.observe(leaves, waiting.length * game.observationSize);
    waiting.push(i);
    nodes.push(node);
    return node;
  }

  /** Gives the nodes that wait their priors, and backs the values of their positions up. */
  private evaluateWaiting(rows: number): void {
    const { waiting, nodes, trees, game } = this;
    if (waiting.length > 0) {
      // Always as many rows: the network's buffers stay as they are, what is left over is not read.
      const { logits, values } = this.evaluate(this.leaves, rows);
      for (let row = 0; row < waiting.length; row++) {
        const tree = trees[waiting[row]!]!;
        setPriors(tree, nodes[row]!, logits, row * game.actionCount);
        tree.backup(values[row]!);
      }
    }
    waiting.length = 0;
    nodes.length = 0;
  }

  private select(tree: SearchTree, node: number): number {
    const { visits, total, prior, firstEdge, edgeCount, nodeVisits } = tree;
    const first = firstEdge[node]!;
    const end = first + edgeCount[node]!;
    // With the simulation that made the node: without it P would not count in the first choice.
    const bonus = this.options.exploration * Math.sqrt(nodeVisits[node]! + 1);
    let best = first;
    let most = -Infinity;
    for (let edge = first; edge < end; edge++) {
      const n = visits[edge]!;
      const score = (n > 0 ? total[edge]! / n : 0) + (bonus * prior[edge]!) / (1 + n);
      if (score > most) {
        most = score;
        best = edge;
      }
    }
    return best;
  }
}

/** Softmax of the logits of a node's actions: illegal ones have no share. */
function setPriors(tree: SearchTree, node: number, logits: ArrayLike<number>, offset: number): void {
  const { action, prior } = tree;
  const first = tree.firstEdge[node]!;
  const end = first + tree.edgeCount[node]!;
  let most = -Infinity;
  for (let edge = first; edge < end; edge++) most = Math.max(most, logits[offset + action[edge]!]!);
  let sum = 0;
  for (let edge = first; edge < end; edge++) {
    prior[edge] = Math.exp(logits[offset + action[edge]!]! - most);
    sum += prior[edge]!;
  }
  for (let edge = first; edge < end; edge++) prior[edge]! /= sum;
}
