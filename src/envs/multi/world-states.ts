// Worlds with many agents as a critic sees them that may see everything: `state()` of each, else what all agents see.
import { allocatePacked, Box, type PackedArray, type Space } from '../../spaces/index.js';
import type { AgentsVectorEnv } from './agents-vector-env.js';

export class WorldStates {
  /** Of one world. */
  readonly space: Space;
  /** Packed, world by world: as they are, and … */
  readonly current: PackedArray;
  /** … as they were when an agent was last cut off. */
  readonly final: PackedArray;

  constructor(private readonly envs: AgentsVectorEnv) {
    const { worlds, singleObservationSpace: seen, agentsPerWorld } = envs;
    const { stateSpace } = worlds[0]!;
    this.space =
      stateSpace ??
      (new Box({ low: -Infinity, high: Infinity, shape: [agentsPerWorld * seen.packedSize] }) as Space);
    const { packedType, packedSize } = this.space;
    this.current = allocatePacked(packedType, worlds.length * packedSize);
    this.final = allocatePacked(packedType, worlds.length * packedSize);
    if (envs.alive.includes(1)) this.read();
  }

  read(): void {
    for (let w = 0; w < this.envs.worlds.length; w++) this.write(w, this.current);
  }

  /** Called when an agent's episode was truncated, before the world begins anew. */
  readFinal(w: number): void {
    this.write(w, this.final);
  }

  private write(w: number, out: PackedArray): void {
    const { worlds, observations, finalObservations } = this.envs;
    const { packedSize } = this.space;
    const world = worlds[w]!;
    if (world.stateSpace) this.space.pack(world.state!(), out, w * packedSize);
    else {
      const seen = out === this.final ? finalObservations : observations;
      for (let i = w * packedSize; i < (w + 1) * packedSize; i++) out[i] = seen[i]!;
    }
  }
}
