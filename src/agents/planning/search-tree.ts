// The tree of a Monte-Carlo search in flat arrays: nodes, their edges, the path of the simulation under way.
import type { SearchGame } from '../../envs/search-game.js';

/** No node behind an edge yet, or none that stays: the end of the game. */
export const NONE = -1;

/**
 * Node 0 is the root. A node's edges lie one after the other from `firstEdge` on. What is counted of an edge is seen from
 * who moves there: `total / visits` is the mean return Q(s, a). Arrays are allocated once for `capacity` nodes.
 */
export class SearchTree {
  readonly firstEdge: Int32Array;
  readonly edgeCount: Int32Array;
  /** Simulations that went on from the node. */
  readonly nodeVisits: Int32Array;
  readonly action: Int32Array;
  readonly child: Int32Array;
  readonly visits: Int32Array;
  readonly total: Float64Array;
  /** P(s, a), where a network tells it. */
  readonly prior: Float32Array;
  /** The legal actions of the position asked last. */
  readonly legal: Int32Array;
  /** Smallest and largest return seen: what values are scaled by where nobody knows their range. */
  low = Infinity;
  high = -Infinity;
  private nodes = 0;
  private edges = 0;
  private readonly pathNode: Int32Array;
  private readonly pathEdge: Int32Array;
  private readonly pathReward: Float64Array;
  private depth = 0;

  constructor(
    private readonly game: SearchGame,
    capacity: number,
    /** Discount factor between moves. */
    private readonly gamma = 1,
  ) {
    const edges = capacity * game.actionCount;
    this.firstEdge = new Int32Array(capacity);
    this.edgeCount = new Int32Array(capacity);
    this.nodeVisits = new Int32Array(capacity);
    this.action = new Int32Array(edges);
    this.child = new Int32Array(edges);
    this.visits = new Int32Array(edges);
    this.total = new Float64Array(edges);
    this.prior = new Float32Array(edges);
    this.legal = new Int32Array(game.actionCount);
    this.pathNode = new Int32Array(capacity);
    this.pathEdge = new Int32Array(capacity);
    this.pathReward = new Float64Array(capacity);
  }

  /** Forgets everything. */
  clear(): void {
    this.nodes = 0;
    this.edges = 0;
    this.depth = 0;
    // Values of games lie between a loss and a win.
    this.low = this.game.players === 2 ? -1 : Infinity;
    this.high = this.game.players === 2 ? 1 : -Infinity;
  }

  /** A new node with an edge for each of the first `count` actions in `legal`. */
  addNode(count: number): number {
    const node = this.nodes++;
    const first = this.edges;
    this.firstEdge[node] = first;
    this.edgeCount[node] = count;
    this.nodeVisits[node] = 0;
    for (let i = 0; i < count; i++) {
      const edge = first + i;
      this.action[edge] = this.legal[i]!;
      this.child[edge] = NONE;
      this.visits[edge] = 0;
      this.total[edge] = 0;
    }
    this.edges = first + count;
    return node;
  }

  /** Plays the action of an edge as part of the simulation under way. */
  follow(node: number, edge: number): void {
    this.pathNode[this.depth] = node;
    this.pathEdge[this.depth] = edge;
    this.pathReward[this.depth++] = this.game.play(this.action[edge]!);
  }

  /** The edge taken last gets a node behind it. */
  attach(node: number): void {
    if (this.depth > 0) this.child[this.pathEdge[this.depth - 1]!] = node;
  }

  /** Ends the simulation. @param value what its last position is worth to who is to move there */
  backup(value: number): void {
    const sign = this.game.players === 2 ? -this.gamma : this.gamma;
    let result = value;
    for (let i = this.depth - 1; i >= 0; i--) {
      const edge = this.pathEdge[i]!;
      result = this.pathReward[i]! + sign * result;
      this.total[edge]! += result;
      this.visits[edge]!++;
      this.nodeVisits[this.pathNode[i]!]!++;
      if (result < this.low) this.low = result;
      if (result > this.high) this.high = result;
    }
    this.depth = 0;
  }

  /** Writes how often each action was tried at the root, 0 for those that are illegal. */
  rootVisits(out: { [action: number]: number }, offset = 0): void {
    for (let a = 0; a < this.game.actionCount; a++) out[offset + a] = 0;
    for (let edge = 0; edge < this.edgeCount[0]!; edge++)
      out[offset + this.action[edge]!] = this.visits[edge]!;
  }

  /** The action tried most at the root; of equals that with the larger value. */
  bestAction(): number {
    let best = 0;
    for (let edge = 1; edge < this.edgeCount[0]!; edge++) {
      const more = this.visits[edge]! - this.visits[best]!;
      if (more > 0 || (more === 0 && this.total[edge]! > this.total[best]!)) best = edge;
    }
    return this.action[best]!;
  }

  /** The mean return of the simulations, as seen from who is to move at the root. */
  rootValue(): number {
    let sum = 0;
    for (let edge = 0; edge < this.edgeCount[0]!; edge++) sum += this.total[edge]!;
    return sum / Math.max(1, this.nodeVisits[0]!);
  }
}
