// The base of all optimisers: the parameters, the learning rate, the state, and the end of a training step.
import { Module, Parameter } from '../nn/index.js';
import { endStep } from '../tensor/index.js';
import type { Storage } from '../tensor/storage.js';
import { ParameterBlock, type Run, slotValues } from './parameter-block.js';

/** What an optimiser needs to go on exactly: counters as JSON, moments as arrays. */
export interface OptimizerState {
  meta: {
    /** Updates made: of all parameters, or of each where they differ. */
    steps: number | number[];
    lr: number;
    /** The rate from which schedules count, once there is one. */
    initialLr?: number;
  };
  arrays: Record<string, Float32Array>;
}

export abstract class Optimizer {
  /** Learning rate; may be changed between steps. */
  lr: number;
  /** The learning rate before the first schedule changed it; saved, so that a schedule made later counts from it. */
  initialLr: number | undefined;
  /** @internal */
  readonly block: ParameterBlock;
  private readonly slots: Record<string, Storage> = {};
  private disposed = false;

  /**
   * @param parameters a module or its parameters. They are moved into one block of memory (their values stay), so an
   * update is a single kernel call; parameters without a gradient are left alone.
   * @throws RangeError when there are none, or the learning rate is negative or not a number; TypeError for what is no
   *   parameter.
   */
  constructor(parameters: Module | readonly Parameter[], lr: number) {
    const { name } = new.target;
    const list = parametersOf(name, parameters);
    if (list.length === 0) throw new RangeError(`${name}: there are no parameters to optimise.`);
    if (!(lr >= 0)) throw new RangeError(`${name}: the learning rate must be ≥ 0, got ${lr}.`);
    this.lr = lr;
    this.block = new ParameterBlock(list);
  }

  get parameters(): readonly Parameter[] {
    return this.block.parameters;
  }

  /** Updates every parameter that has a gradient. Outside a scope this ends the training step. */
  step(): void {
    if (this.disposed) throw new Error(`${this.constructor.name}: this optimiser has been disposed of.`);
    this.block.countStep();
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
    const each = [...this.block.steps];
    const steps = each.every((count) => count === each[0]) ? each[0]! : each;
    const { lr, initialLr } = this;
    const meta = initialLr === undefined ? { steps, lr } : { steps, lr, initialLr };
    return { meta, arrays: Object.fromEntries(arrays) };
  }

  /** @throws Error when the state belongs to another optimiser or other parameters; nothing is changed then. */
  loadStateDict({ meta, arrays }: OptimizerState): void {
    const { steps } = this.block;
    const slots = Object.entries(this.slots);
    for (const [name, slot] of slots) {
      const saved = arrays[name];
      if (saved?.length !== slot.size) {
        this.refuse(`${saved ? `${saved.length} values` : 'nothing'} for ${name}`, `${slot.size}`);
      }
    }
    for (const name of Object.keys(arrays)) {
      if (!Object.hasOwn(this.slots, name))
        this.refuse(name, slots.map(([own]) => own).join(', ') || 'no arrays');
    }
    if (Array.isArray(meta.steps) && meta.steps.length !== steps.length) {
      this.refuse(`counts of ${meta.steps.length} parameters`, `${steps.length}`);
    }
    for (const [name, slot] of slots) slotValues(slot).set(arrays[name]!);
    if (Array.isArray(meta.steps)) steps.set(meta.steps);
    else steps.fill(meta.steps);
    this.lr = meta.lr;
    this.initialLr = meta.initialLr;
  }

  /** Frees the state at once (not the parameters, which belong to their module); the optimiser must not be used afterwards. */
  dispose(): void {
    if (this.disposed) return;
    for (const slot of Object.values(this.slots)) slot.release();
    this.disposed = true;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  private refuse(found: string, expected: string): never {
    throw new Error(
      `${this.constructor.name}: the saved state has ${found}, expected ${expected}; ` +
        'load the state of the same optimiser over the same parameters.',
    );
  }
}

function parametersOf(who: string, given: unknown): readonly Parameter[] {
  const list: unknown = given instanceof Module ? given.parameters() : given;
  if (!Array.isArray(list)) {
    throw new TypeError(`${who}: expected a module or a list of its parameters, got ${given}.`);
  }
  const other = list.findIndex((entry) => !(entry instanceof Parameter));
  if (other >= 0) {
    throw new TypeError(
      `${who}: expected parameters, but number ${other} is ${list[other]}; make one of a tensor with new Parameter(tensor).`,
    );
  }
  return list;
}
