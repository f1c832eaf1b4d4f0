// From rows of a rollout to the tensors of a gradient step. Where several passes are made over it, the rollout goes to the
// engine once, and minibatches are gathered there.
import type { RolloutMemory } from '../memory/index.js';
import { buffer, type Tensor } from '../tensor/index.js';
import { selectRows } from '../tensor/select-rows.js';
import type { ActionHead } from './action-heads.js';
import type { ObservationEncoder } from './features/observation-encoder.js';

/** A part of the rollout as network inputs and targets. */
export interface Batch {
  states: Tensor;
  actions: Tensor;
  mask: Tensor | undefined;
  logProbs: Tensor;
  values: Tensor;
  advantages: Tensor;
  returns: Tensor;
}

/** Sizes of batches kept for use again; there are many only where agents die. */
const MOST_BATCHES = 8;
/** A rollout of more numbers than this stays out of the engine, whose memory is limited. */
const MOST_NUMBERS = 16 * 2 ** 20;

export class RolloutBatches {
  private readonly batches = new Map<number, Batch>();
  /** The whole rollout as tensors, and which of its rows make the next batch. */
  private whole: { rows: Batch; picked: Tensor } | undefined;
  private readonly fits: boolean;
  /** Batches taken of the rollout as it is now. */
  private taken = 0;

  /** @param encoder from stored observations to network inputs */
  constructor(
    private readonly rollout: RolloutMemory,
    private readonly encoder: ObservationEncoder,
    private readonly head: ActionHead,
  ) {
    this.fits = rollout.capacity * (encoder.size + head.actionSize + rollout.masks.size + 4) <= MOST_NUMBERS;
  }

  /** The rollout has changed. */
  renew(): void {
    this.taken = 0;
  }

  /** The given rows of the rollout; valid until the next call for as many rows. */
  take(rows: Int32Array): Batch {
    const batch = this.batches.get(rows.length) ?? this.addBatch(rows.length);
    // Who asks once only has no use for a copy in the engine.
    if (++this.taken === 1 || !this.fits) this.gather(rows, batch);
    else {
      if (this.taken === 2) this.load();
      this.select(rows, batch);
    }
    return batch;
  }

  /** The observations that followed the given rows, as network inputs. */
  nextStates(rows: Int32Array): Tensor {
    const states = buffer([rows.length, this.encoder.size]);
    const { columns } = this.rollout.nextObservations!;
    this.encoder.encodeColumns(columns, rows, states.data as Float32Array);
    return states;
  }

  private gather(rows: Int32Array, batch: Batch): void {
    const { rollout, encoder } = this;
    encoder.encodeColumns(rollout.observations.columns, rows, batch.states.data as Float32Array);
    rollout.actions.gather(rows, batch.actions.data);
    if (batch.mask) rollout.masks.gather(rows, batch.mask.data);
    rollout.scalars.logProb.gather(rows, batch.logProbs.data);
    rollout.scalars.value.gather(rows, batch.values.data);
    rollout.scalars.advantage.gather(rows, batch.advantages.data);
    rollout.scalars.return.gather(rows, batch.returns.data);
  }

  private load(): void {
    const { rollout } = this;
    this.whole ??= {
      rows: this.allocate(rollout.capacity),
      picked: buffer([rollout.capacity], 'int32'),
    };
    this.gather(
      Int32Array.from({ length: rollout.size }, (_, row) => row),
      this.whole.rows,
    );
  }

  private select(rows: Int32Array, batch: Batch): void {
    const { rows: all, picked } = this.whole!;
    picked.data.set(rows);
    for (const name of Object.keys(batch) as (keyof Batch)[]) {
      if (batch[name]) selectRows(all[name]!, picked, batch[name]);
    }
  }

  private addBatch(size: number): Batch {
    if (this.batches.size === MOST_BATCHES) this.freeBatches();
    const batch = this.allocate(size);
    this.batches.set(size, batch);
    return batch;
  }

  private allocate(size: number): Batch {
    const { head, encoder, rollout } = this;
    return {
      states: buffer([size, encoder.size]),
      actions: buffer([size, ...head.actionShape], head.actionType),
      mask: rollout.masks.size > 0 ? buffer([size, rollout.masks.size]) : undefined,
      logProbs: buffer([size]),
      values: buffer([size]),
      advantages: buffer([size]),
      returns: buffer([size]),
    };
  }

  private freeBatches(): void {
    for (const batch of this.batches.values()) {
      for (const tensor of Object.values(batch) as (Tensor | undefined)[]) tensor?.dispose();
    }
    this.batches.clear();
  }
}
