// Counts of visits, for worlds of few states: the bonus of a state falls with the root of how often it was reached.
import * as z from 'zod';
import { UserError } from '../../io/errors.js';
import { lazily } from '../../io/lazily.js';
import type { Snapshot, Stateful } from '../agent.js';
import type { Experience } from '../own-parts.js';
import {
  defineIntrinsic,
  intrinsicShape,
  type Judgement,
  type NoveltyContext,
  type NoveltyModel,
} from './definition.js';
import { stateHash } from './state-hash.js';

export const countSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    normalize: intrinsicShape.normalize
      .unwrap()
      .default(false)
      .describe('Divides bonuses by their running root mean square; they lie between 0 and 1 anyway.'),
    bits: z
      .number()
      .int()
      .positive()
      .max(52)
      .nullable()
      .default(null)
      .describe(
        'States with equal signs of so many random projections count as one (SimHash), for observations that never repeat; null: states are equal when all their numbers are. Source: Tang et al. (2017), section 2.2.',
      ),
  }),
);

export type CountOptions = z.output<typeof countSchema>;

/** N(s), and the bonus 1/√N(s'). Source: Strehl & Littman (2008); Bellemare et al. (2016). */
export class VisitCounts implements NoveltyModel, Stateful {
  private readonly visits = new Map<number, number>();
  /** `[bits, inputs]`, drawn once. */
  private readonly projections: Float32Array | undefined;
  private readonly bits: number;
  private bonuses = new Float32Array(0);

  constructor({ bits }: CountOptions, { parts, encoder, rng, config }: NoveltyContext) {
    if (config.normalizeObservations)
      throw new UserError(
        'intrinsic: count needs normalizeObservations false: normalised, a state has other numbers whenever it is met.',
      );
    this.bits = bits ?? 0;
    if (bits) this.projections = Float32Array.from({ length: bits * encoder.size }, () => rng.normal());
    // Needed for going on only, and large in large worlds.
    parts.state('visits', this, { memory: true });
  }

  /** Distinct states that were reached. */
  get size(): number {
    return this.visits.size;
  }

  onSteps(nextStates: Float32Array, rows: number): void {
    const width = nextStates.length / rows;
    for (let row = 0; row < rows; row++) {
      const key = this.keyOf(nextStates.subarray(row * width, (row + 1) * width));
      this.visits.set(key, (this.visits.get(key) ?? 0) + 1);
    }
  }

  judge({ nextStates }: Experience): Judgement {
    const [rows, width] = nextStates.shape as [number, number];
    const states = nextStates.data as Float32Array;
    if (this.bonuses.length !== rows) this.bonuses = new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      const key = this.keyOf(states.subarray(row * width, (row + 1) * width));
      // A state with another goal than the one it was reached for (hindsight) may never have been counted.
      this.bonuses[row] = 1 / Math.sqrt(Math.max(this.visits.get(key) ?? 0, 1));
    }
    return { bonuses: this.bonuses, metrics: { 'intrinsic/states': this.size } };
  }

  private keyOf(state: Float32Array): number {
    const { projections, bits } = this;
    if (!projections) return stateHash(state);
    let key = 0;
    for (let b = 0; b < bits; b++) {
      let sum = 0;
      for (let i = 0; i < state.length; i++) sum += projections[b * state.length + i]! * state[i]!;
      key = 2 * key + (sum > 0 ? 1 : 0);
    }
    return key;
  }

  saveState(): Snapshot {
    const { visits, projections } = this;
    const counted = { states: Float64Array.from(visits.keys()), visits: Float64Array.from(visits.values()) };
    return { meta: {}, arrays: projections ? { ...counted, projections } : counted };
  }

  loadState({ arrays: { states, visits, projections } }: Snapshot): void {
    this.visits.clear();
    for (const [i, key] of (states as Float64Array).entries()) this.visits.set(key, visits![i] as number);
    if (projections) this.projections?.set(projections);
  }
}

export const countIntrinsic = /* @__PURE__ */ defineIntrinsic({
  id: 'count',
  summary:
    'One over the root of how often a state was reached, for worlds of few states (Bellemare et al. 2016)',
  schema: countSchema,
  create: (options, context) => new VisitCounts(options, context),
});
