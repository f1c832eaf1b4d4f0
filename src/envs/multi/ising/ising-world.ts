// What both Ising worlds of many agents share: every magnet is an agent, and all choose at once where they point.
import { Discrete, MultiBinary, type Space } from '../../../spaces/index.js';
import type { Drawing } from '../../drawing.js';
import type { EnvState } from '../../env.js';
import { drawSpins, energy, type Lattice, magnetization } from '../../small-worlds/ising.js';
import { drawSpinLattice } from '../../small-worlds/ising-drawing.js';
import { byAgent, requireAgent } from '../calls.js';
import type { ByAgent, ParallelReset, ParallelStep } from '../contract.js';
import { SeededParallelEnv } from '../seeded-parallel-env.js';

export abstract class IsingWorld<O> extends SeededParallelEnv<O, number> {
  readonly possibleAgents: readonly string[];
  /** All magnets, row by row. */
  readonly stateSpace: MultiBinary;
  /** Where each magnet points: 0 down, 1 up. */
  spins: Uint8Array;
  private readonly choices = new Discrete(2);
  private readonly beside: ByAgent<readonly string[]>;
  private cycles = 0;

  constructor(
    readonly lattice: Lattice,
    /** What a magnet sees. */
    private readonly seen: Space<O>,
    private readonly maxCycles: number,
  ) {
    super();
    const { rows, columns, neighbours } = lattice;
    this.possibleAgents = neighbours.map((_, site) => `magnet_${site}`);
    this.beside = Object.fromEntries(
      this.possibleAgents.map((agent, site) => [
        agent,
        Array.from(neighbours[site]!, (other) => this.possibleAgents[other]!),
      ]),
    );
    this.stateSpace = new MultiBinary([rows, columns]);
    this.spins = drawSpins(this.rng, neighbours.length);
  }

  /** What the magnet of a site sees of its neighbours. */
  protected abstract look(site: number): O;
  /** What a choice is paid there. */
  protected abstract pay(site: number, spin: number): number;

  observationSpace(agent: string): Space<O> {
    requireAgent(this, agent);
    return this.seen;
  }

  actionSpace(agent: string): Discrete {
    requireAgent(this, agent);
    return this.choices;
  }

  neighbours(agent: string): readonly string[] {
    requireAgent(this, agent);
    return this.beside[agent]!;
  }

  /** -Σ sᵢ sⱼ over pairs of neighbours. */
  get energy(): number {
    return energy(this.spins, this.lattice);
  }

  /** Mean of all magnets as -1 and 1. */
  get magnetization(): number {
    return magnetization(this.spins);
  }

  protected start(): ParallelReset<O> {
    this.spins = drawSpins(this.rng, this.spins.length);
    this.cycles = 0;
    return { observations: this.lookAll(), infos: byAgent(this.agents, () => ({})) };
  }

  protected advance(actions: ByAgent<number>): ParallelStep<O> {
    const { possibleAgents } = this;
    const rewards: ByAgent<number> = {};
    // Paid by what the magnets saw, before any of them turns.
    possibleAgents.forEach((agent, site) => {
      rewards[agent] = this.pay(site, actions[agent]!);
    });
    this.spins = Uint8Array.from(possibleAgents, (agent) => actions[agent]!);
    const isCut = ++this.cycles >= this.maxCycles;
    return {
      observations: this.lookAll(),
      rewards,
      terminations: byAgent(possibleAgents, () => false),
      truncations: byAgent(possibleAgents, () => isCut),
      infos: byAgent(possibleAgents, () => ({})),
    };
  }

  private lookAll(): ByAgent<O> {
    const observations: ByAgent<O> = {};
    this.possibleAgents.forEach((agent, site) => {
      observations[agent] = this.look(site);
    });
    return observations;
  }

  state(): Uint8Array {
    return this.spins.slice();
  }

  override render(): Drawing {
    return drawSpinLattice(this.spins, this.lattice);
  }

  protected snapshot(): EnvState {
    return { spins: [...this.spins], cycles: this.cycles };
  }

  protected restore({ spins, cycles }: EnvState): void {
    this.spins = Uint8Array.from(spins as number[]);
    this.cycles = cycles as number;
  }
}
