// A binary tree of sums: numbers at its leaves, found by their share of the total in logarithmic time.
import type { TypedArray } from '../../io/snapshot.js';

const FIRST_LEAVES = 64;

/** Grows with what is set. Every sum is that of its two children, so that equal leaves make equal trees. */
export class SumTree {
  /** Leaves of the last level, a power of 2; leaf i is node `leaves + i`, node 1 the root. */
  private leaves = FIRST_LEAVES;
  private nodes = new Float64Array(2 * FIRST_LEAVES);

  get total(): number {
    return this.nodes[1]!;
  }

  get(i: number): number {
    return this.nodes[this.leaves + i] ?? 0;
  }

  /** @param value finite, ≥ 0 */
  set(i: number, value: number): void {
    if (i >= this.leaves) this.grow(i + 1);
    const { nodes } = this;
    let node = this.leaves + i;
    nodes[node] = value;
    for (node >>>= 1; node > 0; node >>>= 1) nodes[node] = nodes[2 * node]! + nodes[2 * node + 1]!;
  }

  /** The leaf in whose part of [0, total) `at` lies; never one of 0 while there are others. */
  find(at: number): number {
    const { nodes, leaves } = this;
    let node = 1;
    while (node < leaves) {
      node *= 2;
      const left = nodes[node]!;
      // Rounding may leave a trace beyond the last part.
      if (at < left || nodes[node + 1] === 0) continue;
      at -= left;
      node++;
    }
    return node - leaves;
  }

  /** The first `count` leaves, as they are now. */
  values(count: number): Float64Array {
    if (count > this.leaves) this.grow(count);
    return this.nodes.subarray(this.leaves, this.leaves + count);
  }

  /** Replaces all leaves. */
  fill(values: TypedArray): void {
    this.leaves = FIRST_LEAVES;
    while (this.leaves < values.length) this.leaves *= 2;
    this.nodes = new Float64Array(2 * this.leaves);
    this.nodes.set(values, this.leaves);
    this.sum();
  }

  private grow(count: number): void {
    const before = this.nodes.subarray(this.leaves);
    while (this.leaves < count) this.leaves *= 2;
    this.nodes = new Float64Array(2 * this.leaves);
    this.nodes.set(before, this.leaves);
    this.sum();
  }

  private sum(): void {
    const { nodes } = this;
    for (let node = this.leaves - 1; node > 0; node--) nodes[node] = nodes[2 * node]! + nodes[2 * node + 1]!;
  }
}
