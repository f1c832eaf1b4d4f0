// Magnets in a ring as agents: each wants to point where its two neighbours point, and all choose at once.
//
// Source: A. Zai and B. Brown, Deep Reinforcement Learning in Action, chapter 9 (neighbourhood Q-learning). `Ising1D-v0` of
// trainyard/envs/small-worlds is the same for one learner that is all magnets in turn.
//
// | action | meaning |
// |--------|---------|     Agents: magnet_0, magnet_1, … The observation is what both neighbours do: 2 · left + right, of
// | 0      | down    |     0 (down) and 1 (up); one-hot it is the book's vector of four.
// | 1      | up      |
//
// Reward: 1.6 when both neighbours pointed as the magnet chooses, -0.2 when one did, -2 when none did.
// Start: every magnet up or down at random.
// End: truncated for all after `maxCycles` steps.
// State: all magnets, 1 x size.
// Arguments: `size` (20, at least 3), `maxCycles` (200), `blind` (false; true: a magnet sees nothing, so that a learner must
//   know from elsewhere what its neighbours do).
// Versions: v0.
import { Discrete } from '../../../spaces/index.js';
import { type OptionValues, option, readOptions } from '../../options.js';
import { pairOf, pairReward, ring } from '../../small-worlds/ising.js';
import type { MultiEnvDefinition } from '../define-multi-env.js';
import { IsingWorld } from './ising-world.js';

const OPTIONS = {
  /** Magnets in the ring. */
  size: option(20, { integer: true, min: 3, max: 10_000 }),
  maxCycles: option(200, { integer: true, min: 1 }),
  /** The observation is always 0. */
  blind: false,
};

export type IsingRingOptions = Partial<OptionValues<typeof OPTIONS>>;

export class IsingRing extends IsingWorld<number> {
  private readonly blind: boolean;

  /** @throws UserError when an option has no meaning. */
  constructor(options: IsingRingOptions = {}) {
    const { size, maxCycles, blind } = readOptions('IsingRing', OPTIONS, options);
    super(ring(size), new Discrete(blind ? 1 : 4), maxCycles);
    this.blind = blind;
  }

  protected look(site: number): number {
    return this.blind ? 0 : pairOf(this.spins, this.lattice, site);
  }

  protected pay(site: number, spin: number): number {
    return pairReward(spin, pairOf(this.spins, this.lattice, site));
  }
}

export const isingRingV0: MultiEnvDefinition<IsingRing, typeof OPTIONS> = {
  id: 'ising_1d_v0',
  description: 'Magnets in a ring, each an agent, learn to point where their neighbours point.',
  options: OPTIONS,
  create: (options: IsingRingOptions) => new IsingRing(options),
};

declare module '../define-multi-env.js' {
  interface MultiEnvTypes {
    ising_1d_v0: typeof isingRingV0;
  }
}
