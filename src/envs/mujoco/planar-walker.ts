// Legged bodies in the plane of x and z: Hopper and Walker2d. Their first positions are x, height, angle of the torso.
import type { Info } from '../env.js';
import type { View } from './camera.js';
import { isWithin, Legged, type LeggedSettings, type Range } from './legged.js';

export interface PlanarWalkerSettings extends LeggedSettings {
  healthyAngleRange: Range;
}

export abstract class PlanarWalker<S extends PlanarWalkerSettings> extends Legged<S> {
  protected readonly freePositions = 1;
  protected readonly view: View = { target: [0, 0, 0.75], distance: 3.4, pitch: 8, follows: true };
  protected override readonly velocityLimit = 10;
  /** In the model's own pose, m. */
  private readonly height = this.simulation.model.qpos0[1]!;

  protected isHealthy(): boolean {
    const qpos = this.simulation.array('qpos');
    return (
      isWithin(this.settings.healthyZRange, qpos[1]!) && isWithin(this.settings.healthyAngleRange, qpos[2]!)
    );
  }

  protected override resetInfo(): Info {
    const rise = this.simulation.array('qpos')[1]! - this.height;
    return { ...super.resetInfo(), z_distance_from_origin: rise };
  }
}
