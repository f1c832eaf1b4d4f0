// UCT: Monte-Carlo tree search with the upper confidence bound UCB1 and random playouts (Kocsis and Szepesvári 2006).
import type { SearchGame } from '../../../envs/search-game.js';
import { UserError } from '../../../io/errors.js';
import type { Generator } from '../../../random/index.js';
import { NONE, SearchTree } from '../search-tree.js';

export interface UctOptions {
  /** Simulations per search. */
  simulations: number;
  /** C in Q + C·√(ln N / n), with Q scaled to [0, 1]; UCB1 has √2. */
  exploration: number;
  /** Discount factor between moves. */
  gamma: number;
  /** Moves of a playout at most; what comes after counts as 0. */
  playoutDepth: number;
}

/**
 * Searches one position at a time. Nodes stand for sequences of actions, so chance moves are averaged over (open loop).
 *
 * @example
 * const uct = new Uct(new BoardSearch(TIC_TAC_TOE), { simulations: 1000, exploration: Math.SQRT2, gamma: 1, playoutDepth: 1000 }, rng);
 * uct.search(observation);
 * const action = uct.tree.bestAction();
 */
export class Uct {
  readonly tree: SearchTree;

  constructor(
    private readonly game: SearchGame,
    private readonly options: UctOptions,
    private readonly rng: Generator,
  ) {
    this.tree = new SearchTree(game, options.simulations + 1, options.gamma);
  }

  /** @param mask actions that count at the root, 1 or 0 each; absent: all that are legal */
  search(observation: ArrayLike<number>, offset = 0, mask?: Uint8Array): void {
    const { game, tree } = this;
    game.begin(observation, offset);
    tree.clear();
    if (game.isOver) throw new UserError('There is nothing to search: in the observation the game is over.');
    this.expand(mask);
    for (let i = 0; i < this.options.simulations; i++) {
      game.rewind();
      tree.backup(this.simulate());
    }
  }

  /** Goes down the tree, adds a node and plays on from there. Returns what that was worth to who was to move. */
  private simulate(): number {
    const { game, tree } = this;
    for (let node = 0; ; ) {
      const edge = this.select(node);
      tree.follow(node, edge);
      if (game.isOver) return 0;
      node = tree.child[edge]!;
      if (node !== NONE) continue;
      tree.attach(this.expand());
      return this.playout();
    }
  }

  /** A node for the position now. Its edges are in random order: the first untried one is a random one. */
  private expand(mask?: Uint8Array): number {
    const { game, tree, rng } = this;
    const { legal } = tree;
    let count = game.legal(legal);
    if (mask) {
      let kept = 0;
      for (let i = 0; i < count; i++) if (mask[legal[i]!] !== 0) legal[kept++] = legal[i]!;
      count = kept;
    }
    if (count === 0 && !game.isOver)
      throw new UserError('The action mask allows no action that is legal here.');
    for (let i = count - 1; i > 0; i--) {
      const j = rng.integers(0, i + 1);
      const action = legal[i]!;
      legal[i] = legal[j]!;
      legal[j] = action;
    }
    return tree.addNode(count);
  }

  private select(node: number): number {
    const { visits, total, firstEdge, edgeCount, nodeVisits, low, high } = this.tree;
    const first = firstEdge[node]!;
    const end = first + edgeCount[node]!;
    // Edges are tried in their order, so as long as one is left it is number N.
    const tried = nodeVisits[node]!;
    if (tried < end - first) return first + tried;
    const scale = high > low ? 1 / (high - low) : 1;
    const bonus = this.options.exploration * Math.sqrt(Math.log(tried));
    let best = first;
    let most = -Infinity;
    for (let edge = first; edge < end; edge++) {
      const n = visits[edge]!;
      const bound = (total[edge]! / n - low) * scale + bonus / Math.sqrt(n);
      if (bound > most) {
        most = bound;
        best = edge;
      }
    }
    return best;
  }

  /** Random moves to the end. Returns the discounted rewards as seen from who moves first. */
  private playout(): number {
    const { game, rng, tree } = this;
    const { gamma, playoutDepth } = this.options;
    const sign = game.players === 2 ? -gamma : gamma;
    let result = 0;
    let weight = 1;
    for (let depth = 0; depth < playoutDepth && !game.isOver; depth++) {
      const count = game.legal(tree.legal);
      result += weight * game.play(tree.legal[count === 1 ? 0 : rng.integers(0, count)]!);
      weight *= sign;
    }
    return result;
  }
}
