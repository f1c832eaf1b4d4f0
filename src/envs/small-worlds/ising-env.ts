// What both Ising worlds share: one magnet after the other chooses where it points.
import { Discrete, type Space } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info, ResetResult, StepResult } from '../env.js';
import { SeededEnv } from '../seeded-env.js';
import { drawSpins, energy, type Lattice, magnetization } from './ising.js';
import { drawSpinLattice } from './ising-drawing.js';

/** `sequential`: a choice counts at once. `sync`: all choices of a sweep count together at its end. */
export type IsingUpdate = 'sequential' | 'sync';
export const ISING_UPDATES = ['sequential', 'sync'] as const;

/** A learner is all magnets of a lattice, one a step, in the order of the sites. */
export abstract class IsingEnv<O> extends SeededEnv<O, number> {
  abstract override readonly observationSpace: Space<O>;
  readonly actionSpace = new Discrete(2);
  /** Where each magnet points: 0 down, 1 up. */
  spins: Uint8Array;
  /** The magnet whose turn it is. */
  site = 0;
  /** Where the magnets will point after this sweep. */
  private chosen: Uint8Array;

  constructor(
    readonly lattice: Lattice,
    private readonly update: IsingUpdate,
  ) {
    super();
    this.spins = drawSpins(this.rng, lattice.neighbours.length);
    this.chosen = this.spins.slice();
  }

  /** What the magnet whose turn it is sees. */
  protected abstract observe(): O;
  /** What it is paid for a choice. */
  protected abstract reward(spin: number): number;

  /** -Σ sᵢ sⱼ over pairs of neighbours. */
  get energy(): number {
    return energy(this.spins, this.lattice);
  }

  /** Mean of all magnets as -1 and 1. */
  get magnetization(): number {
    return magnetization(this.spins);
  }

  protected start(): ResetResult<O> {
    this.spins = drawSpins(this.rng, this.spins.length);
    this.chosen = this.spins.slice();
    this.site = 0;
    return { observation: this.observe(), info: this.info() };
  }

  step(action: number): StepResult<O> {
    const reward = this.reward(action);
    this.chosen[this.site] = action;
    if (this.update === 'sequential') this.spins[this.site] = action;
    this.site++;
    if (this.site === this.spins.length) {
      this.site = 0;
      this.spins.set(this.chosen);
    }
    return { observation: this.observe(), reward, terminated: false, truncated: false, info: this.info() };
  }

  private info(): Info {
    return { site: this.site };
  }

  override render(): Drawing {
    return drawSpinLattice(this.spins, this.lattice, this.site);
  }

  protected snapshot(): EnvState {
    return { spins: [...this.spins], chosen: [...this.chosen], site: this.site };
  }

  protected restore({ spins, chosen, site }: EnvState): void {
    this.spins = Uint8Array.from(spins as number[]);
    this.chosen = Uint8Array.from(chosen as number[]);
    this.site = site as number;
  }
}
