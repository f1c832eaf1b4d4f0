// Prioritised sweeping with a known model: the state whose value is most out of date is worked out first.
import type { FiniteMDP } from './finite-mdp.js';
import { bestChoice } from './sweep.js';

/** Moore & Atkeson (1993); Sutton & Barto (2018), section 8.4. A heap of states, the most urgent on top. */
export class PrioritizedSweep {
  private readonly heap: Int32Array;
  /** Where each state stands in the heap. */
  private readonly places: Int32Array;
  /** How far the value of each state is from what its actions give now: |T*V - V|. */
  private readonly priorities: Float64Array;
  private readonly predecessors: { first: Int32Array; states: Int32Array };

  /** @param values improved in place @param order of an earlier heap for the same values */
  constructor(
    private readonly mdp: FiniteMDP,
    private readonly gamma: number,
    private readonly values: Float64Array,
    order?: ArrayLike<number>,
  ) {
    const { numStates: n } = mdp;
    this.predecessors = predecessorsOf(mdp);
    this.heap = Int32Array.from({ length: n }, (_, place) => order?.[place] ?? place);
    this.places = new Int32Array(n);
    this.heap.forEach((state, place) => {
      this.places[state] = place;
    });
    this.priorities = Float64Array.from({ length: n }, (_, s) => this.residual(s));
    for (let i = (n >> 1) - 1; i >= 0; i--) this.sink(i);
  }

  /** The states as they stand in the heap. */
  get order(): Int32Array {
    return this.heap;
  }

  /** The largest priority. */
  get largest(): number {
    return this.priorities[this.heap[0]!]!;
  }

  /** Works out at most `most` states, none of a priority up to `least`. @returns how many values were worked out */
  run(most: number, least: number): number {
    const { values, priorities, predecessors, mdp, gamma } = this;
    let backups = 0;
    while (backups < most && this.largest > least) {
      const state = this.heap[0]!;
      values[state] = bestChoice(mdp, gamma, values, state);
      backups++;
      this.change(state, priorities[state]!, this.residual(state));
      for (let k = predecessors.first[state]!; k < predecessors.first[state + 1]!; k++) {
        const before = predecessors.states[k]!;
        if (before !== state) this.change(before, priorities[before]!, this.residual(before));
      }
    }
    return backups;
  }

  private residual(state: number): number {
    return Math.abs(bestChoice(this.mdp, this.gamma, this.values, state) - this.values[state]!);
  }

  private change(state: number, before: number, now: number): void {
    this.priorities[state] = now;
    if (now > before) this.rise(this.places[state]!);
    else if (now < before) this.sink(this.places[state]!);
  }

  private rise(place: number): void {
    const { heap, priorities } = this;
    for (let i = place; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (priorities[heap[parent]!]! >= priorities[heap[i]!]!) return;
      this.swap(i, parent);
      i = parent;
    }
  }

  private sink(place: number): void {
    const { heap, priorities } = this;
    for (let i = place; ; ) {
      let largest = i;
      for (let child = 2 * i + 1; child <= 2 * i + 2 && child < heap.length; child++)
        if (priorities[heap[child]!]! > priorities[heap[largest]!]!) largest = child;
      if (largest === i) return;
      this.swap(i, largest);
      i = largest;
    }
  }

  private swap(i: number, j: number): void {
    const { heap, places } = this;
    const state = heap[i]!;
    heap[i] = heap[j]!;
    heap[j] = state;
    places[heap[i]!] = i;
    places[state] = j;
  }
}

/** The states from which each state can be reached in one step. */
function predecessorsOf({ numStates, numActions, first, nextStates }: FiniteMDP) {
  const before = Array.from({ length: numStates }, () => new Set<number>());
  for (let s = 0; s < numStates; s++)
    for (let k = first[s * numActions]!; k < first[(s + 1) * numActions]!; k++)
      before[nextStates[k]!]!.add(s);
  const starts = new Int32Array(numStates + 1);
  before.forEach((states, s) => {
    starts[s + 1] = starts[s]! + states.size;
  });
  return { first: starts, states: Int32Array.from(before.flatMap((states) => [...states])) };
}
