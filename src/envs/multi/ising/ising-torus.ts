// Magnets in a square whose borders touch as agents: each wants to point where most neighbours point; all choose at once.
//
// Source: A. Zai and B. Brown, Deep Reinforcement Learning in Action, chapter 9 (mean field Q-learning). `Ising2D-v0` of
// trainyard/envs/small-worlds is the same for one learner that is all magnets in turn.
//
// | action | meaning |
// |--------|---------|     Agents: magnet_0, magnet_1, … row by row. The observation is the mean field of the eight
// | 0      | down    |     neighbours: the shares that point down and up.
// | 1      | up      |
//
// Reward: tanh(5 (m - 1/2)), where m is the share of neighbours that pointed as the magnet chooses.
// Start: every magnet up or down at random.
// End: truncated for all after `maxCycles` steps.
// State: all magnets, size x size.
// Arguments: `size` (10, magnets along each side, at least 3), `maxCycles` (75), `blind` (false; true: a magnet sees one 0, so
//   that a learner must know from elsewhere what its neighbours do).
// Versions: v0.
import { Box } from '../../../spaces/index.js';
import { type OptionValues, option, readOptions } from '../../options.js';
import { fieldReward, meanField, torus } from '../../small-worlds/ising.js';
import type { MultiEnvDefinition } from '../define-multi-env.js';
import { IsingWorld } from './ising-world.js';

const OPTIONS = {
  /** Magnets along each side. */
  size: option(10, { integer: true, min: 3, max: 200 }),
  maxCycles: option(75, { integer: true, min: 1 }),
  /** The observation is a single 0. */
  blind: false,
};

export type IsingTorusOptions = Partial<OptionValues<typeof OPTIONS>>;

export class IsingTorus extends IsingWorld<Float32Array> {
  private readonly blind: boolean;

  /** @throws UserError when an option has no meaning. */
  constructor(options: IsingTorusOptions = {}) {
    const { size, maxCycles, blind } = readOptions('IsingTorus', OPTIONS, options);
    super(torus(size, size), new Box({ low: 0, high: 1, shape: [blind ? 1 : 2] }), maxCycles);
    this.blind = blind;
  }

  protected look(site: number): Float32Array {
    if (this.blind) return new Float32Array(1);
    const up = meanField(this.spins, this.lattice, site);
    return Float32Array.of(1 - up, up);
  }

  protected pay(site: number, spin: number): number {
    return fieldReward(spin, meanField(this.spins, this.lattice, site));
  }
}

export const isingTorusV0: MultiEnvDefinition<IsingTorus, typeof OPTIONS> = {
  id: 'ising_2d_v0',
  description: 'Magnets in a square, each an agent, learn to point where most neighbours point.',
  options: OPTIONS,
  create: (options: IsingTorusOptions) => new IsingTorus(options),
};

declare module '../define-multi-env.js' {
  interface MultiEnvTypes {
    ising_2d_v0: typeof isingTorusV0;
  }
}
