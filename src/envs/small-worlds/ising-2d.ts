// Ising2D: magnets in a square whose borders touch; each wants to point where most of its neighbours point.
//
// Source: A. Zai and B. Brown, Deep Reinforcement Learning in Action, chapter 9 (mean field Q-learning).
//
// | action | meaning |
// |--------|---------|     One magnet acts in each step, row by row. The observation is the mean field of its eight
// | 0      | down    |     neighbours: the shares that point down and up. `info.site` is the magnet whose turn it is.
// | 1      | up      |
//
// Reward: tanh(5 (m - 1/2)), where m is the share of neighbours that point as the magnet chooses.
// Start: every magnet up or down at random.
// End: truncated after 7500 steps, 75 sweeps of 100 magnets.
// Arguments: `size` (10, magnets along each side, at least 3), `update` (sequential: a choice counts at once; sync: at the
//   end of a sweep).
// Versions: v0.
import { Box } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { fieldReward, meanField, torus } from './ising.js';
import { ISING_UPDATES, IsingEnv } from './ising-env.js';

const OPTIONS = {
  /** Magnets along each side. */
  size: option(10, { integer: true, min: 3 }),
  /** Whether a choice counts at once or at the end of a sweep. */
  update: option('sequential', { choices: ISING_UPDATES }),
};

export type Ising2DOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Ising2D extends IsingEnv<Float32Array> {
  readonly observationSpace = new Box({ low: 0, high: 1, shape: [2] });

  /** @throws UserError when an option has no meaning. */
  constructor(options: Ising2DOptions = {}) {
    const { size, update } = readOptions('Ising2D', OPTIONS, options);
    super(torus(size, size), update);
  }

  protected observe(): Float32Array {
    const up = meanField(this.spins, this.lattice, this.site);
    return Float32Array.of(1 - up, up);
  }

  protected reward(spin: number): number {
    return fieldReward(spin, meanField(this.spins, this.lattice, this.site));
  }
}

export const ising2DV0 = defineEnv({
  id: 'Ising2D-v0',
  description: 'Magnets in a square learn to point where most neighbours point.',
  maxEpisodeSteps: 7500,
  options: OPTIONS,
  create: (options: Ising2DOptions) => new Ising2D(options),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Ising2D-v0': typeof ising2DV0;
  }
}
