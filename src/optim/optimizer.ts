// The base of all optimisers: the parameters, the learning rate, the state, and the end of a training step.
import { Module, type Parameter } from '../nn/index.js';
import { endStep } from '../tensor/index.js';
import type { Storage } from '../tensor/storage.js';
import { ParameterBlock, type Run, slotValues } from './parameter-block.js';

/** What an optimiser needs to go on exactly: counters as JSON, moments as arrays. */
export interface OptimizerState {
  meta: { steps: number; lr: number };
  arrays: Record<string, Float32Array>;
}

export abstract class Optimizer {
  /** Learning rate; may be changed between steps. */
  lr: number;
  /** Updates made so far. */
  protected steps = 0;
  /** @internal */
  readonly block: ParameterBlock;
  private readonly slots: Record<string, Storage> = {};

  /**
   * @param parameters a module or its parameters. They are moved into one block of memory (their values stay), so an
   * update is a single kernel call; parameters without a gradient are left alone.
   * @throws RangeError when there are none, or the learning rate is negative or not a number.
   */
  constructor(parameters: Module | readonly Parameter[], lr: number) {
    const list = parameters instanceof Module ? parameters.parameters() : parameters;
    if (list.length === 0) throw new RangeError(`${new.target.name}: there are no parameters to optimise.`);
    if (!(lr >= 0)) throw new RangeError(`${new.target.name}: the learning rate must be ≥ 0, got ${lr}.`);
    this.lr = lr;
    this.block = new ParameterBlock(list);
  }

  get parameters(): readonly Parameter[] {
    return this.block.parameters;
  }

  /** Updates every parameter that has a gradient. Outside a scope this ends the training step. */
  step(): void {
    this.steps++;
    for (const run of this.block.runs()) this.update(run);
    endStep();
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const parameter of this.block.parameters) parameter.zeroGrad();
  }

  protected abstract update(run: Run): void;

  /** Adds a state array of one value per parameter value, saved under `name`. */
  protected addSlot(name: string): Storage {
    const slot = this.block.slot();
    this.slots[name] = slot;
    return slot;
  }

  stateDict(): OptimizerState {
    const arrays = Object.entries(this.slots).map(
      ([name, slot]) => [name, slotValues(slot).slice()] as const,
    );
    return { meta: { steps: this.steps, lr: this.lr }, arrays: Object.fromEntries(arrays) };
  }

  /** @throws Error when the state belongs to another optimiser or other parameters. */
  loadStateDict({ meta, arrays }: OptimizerState): void {
    for (const [name, slot] of Object.entries(this.slots)) {
      const saved = arrays[name];
      if (saved?.length !== slot.size) {
        throw new Error(
          `${this.constructor.name}: the saved state has ${saved ? `${saved.length} values` : 'nothing'} for ${name}, ` +
            `expected ${slot.size}; load the state of the same optimiser over the same parameters.`,
        );
      }
      slotValues(slot).set(saved);
    }
    this.steps = meta.steps;
    this.lr = meta.lr;
  }
}
