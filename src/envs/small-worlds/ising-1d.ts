// Ising1D: magnets in a ring; each wants to point where its two neighbours point.
//
// Source: A. Zai and B. Brown, Deep Reinforcement Learning in Action, chapter 9 (neighbourhood Q-learning).
//
// | action | meaning |
// |--------|---------|     One magnet acts in each step, in turn around the ring. The observation is what its neighbours
// | 0      | down    |     do together: 2 · left + right, of 0 (down) and 1 (up); one-hot it is the book's vector of four.
// | 1      | up      |     `info.site` is the magnet whose turn it is.
//
// Reward: 1.6 when both neighbours point as the magnet chooses, -0.2 when one does, -2 when none does.
// Start: every magnet up or down at random.
// End: truncated after 4000 steps, 200 sweeps of 20 magnets.
// Arguments: `size` (20, magnets, at least 3), `update` (sequential: a choice counts at once; sync: at the end of a sweep).
// Versions: v0.
import { Discrete } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { pairOf, pairReward, ring } from './ising.js';
import { ISING_UPDATES, IsingEnv } from './ising-env.js';

const OPTIONS = {
  /** Magnets in the ring. */
  size: option(20, { integer: true, min: 3 }),
  /** Whether a choice counts at once or at the end of a sweep. */
  update: option('sequential', { choices: ISING_UPDATES }),
};

export type Ising1DOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Ising1D extends IsingEnv<number> {
  readonly observationSpace = new Discrete(4);

  /** @throws UserError when an option has no meaning. */
  constructor(options: Ising1DOptions = {}) {
    const { size, update } = readOptions('Ising1D', OPTIONS, options);
    super(ring(size), update);
  }

  protected observe(): number {
    return pairOf(this.spins, this.lattice, this.site);
  }

  protected reward(spin: number): number {
    return pairReward(spin, this.observe());
  }
}

export const ising1DV0 = defineEnv({
  id: 'Ising1D-v0',
  description: 'Magnets in a ring learn to point where their neighbours point.',
  maxEpisodeSteps: 4000,
  options: OPTIONS,
  create: (options: Ising1DOptions) => new Ising1D(options),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Ising1D-v0': typeof ising1DV0;
  }
}
