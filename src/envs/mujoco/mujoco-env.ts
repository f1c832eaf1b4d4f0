// The common part of all MuJoCo environments: one action lasts `frameSkip` steps of the engine.
//
// A reset puts the model in its own pose, adds noise to positions, then to velocities, and computes the rest once. A
// step writes the action (single precision; the engine clamps it, costs do not), lets the engine run, and computes
// contact forces; nothing is computed anew afterwards, so places and forces in observations and rewards are those of
// the engine's last substep, half a step behind the positions, as they are in Gymnasium.
//
// Options have Gymnasium's names in camelCase, with `xml`, the text of a model in MJCF, in place of a path to one.
// What only its OpenGL viewer reads is left out: render_mode, width, height, camera_id, camera_name,
// default_camera_config, max_geom, visual_options. `render()` draws without OpenGL.
import { UserError } from '../../io/errors.js';
import { Box } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info, ResetResult, StepResult } from '../env.js';
import { type Option, option } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import type { View } from './camera.js';
import { drawScene } from './scene.js';
import { Simulation } from './simulation.js';
import { sumOfSquaresSingle } from './sums.js';

/** The options of every one of these environments. */
export function mujocoOptions(frameSkip: number) {
  return {
    /** Steps of the engine per action. */
    frameSkip: option(frameSkip, { integer: true, min: 1 }),
    /** Another model instead of our own: MJCF as text. */
    xml: option<string | null>(null, { like: '' }) as Option<string | null>,
  };
}

export interface MujocoSettings {
  frameSkip: number;
  xml: string | null;
}

/** What a step was worth. */
export interface Outcome {
  reward: number;
  terminated: boolean;
  info: Info;
}

/** Observations are `Float64Array`, unbounded; actions `Float32Array`, one number an actuator. */
export abstract class MujocoEnv<S extends MujocoSettings = MujocoSettings> extends SeededEnv<
  Float64Array,
  Float32Array
> {
  /** Bounds are the range of each actuator. */
  readonly actionSpace: Box;
  /** Seconds per step. */
  readonly dt: number;
  /** Where pictures are taken from. */
  protected abstract readonly view: View;
  protected readonly simulation: Simulation;
  private readonly action: Float32Array;
  private space?: Box<'float64'>;

  /**
   * @param ownXml the model that is used unless the settings name another
   * @param positions how many numbers of `qpos` the environment reads at least
   * @throws UserError when the model does not compile, or has no actuators or fewer positions.
   */
  constructor(
    ownXml: string,
    protected readonly settings: S,
    positions: number,
  ) {
    super();
    this.simulation = new Simulation(this.constructor.name, settings.xml ?? ownXml);
    const { nq, nu, opt, actuator_ctrlrange: range } = this.simulation.model;
    if (nu === 0 || nq < positions) {
      throw new UserError(
        `${this.constructor.name}: the model needs actuators and at least ${positions} positions, ` +
          `it has ${nu} actuators and ${nq} positions.`,
      );
    }
    this.dt = opt.timestep * settings.frameSkip;
    this.action = new Float32Array(nu);
    const low = range.filter((_, i) => i % 2 === 0);
    const high = range.filter((_, i) => i % 2 === 1);
    if (low.some((bound, i) => bound === high[i])) {
      throw new UserError(`${this.constructor.name}: every actuator of the model needs a ctrlrange.`);
    }
    this.actionSpace = new Box({ low, high });
  }

  /** As long as an observation, whose parts options and the model decide. */
  get observationSpace(): Box<'float64'> {
    this.space ??= new Box({
      low: -Infinity,
      high: Infinity,
      shape: [this.observe().length],
      dtype: 'float64',
    });
    return this.space;
  }

  /** Adds noise to the model's own positions, then to velocities of zero. */
  protected abstract disturb(qpos: Float64Array, qvel: Float64Array): void;
  protected abstract observe(): Float64Array;
  /** Runs the action, with {@link run}, and judges what came of it. */
  protected abstract act(action: Float32Array): Outcome;

  protected resetInfo(): Info {
    return {};
  }

  protected start(): ResetResult<Float64Array> {
    const { simulation } = this;
    simulation.reset();
    this.disturb(simulation.array('qpos'), simulation.array('qvel'));
    simulation.forward();
    return { observation: this.observe(), info: this.resetInfo() };
  }

  /** @throws UserError when the action does not have a number for each actuator. */
  step(action: ArrayLike<number>): StepResult<Float64Array> {
    if (action.length !== this.action.length) {
      throw new UserError(
        `${this.constructor.name}: an action is ${this.action.length} numbers, got ${action.length}.`,
      );
    }
    this.action.set(action);
    const { reward, terminated, info } = this.act(this.action);
    return { observation: this.observe(), reward, terminated, truncated: false, info };
  }

  /** Lets the engine run with these controls. */
  protected run(action: Float32Array): void {
    const { simulation } = this;
    simulation.array('ctrl').set(action);
    simulation.advance(this.settings.frameSkip);
    simulation.computeContactForces();
  }

  /** Adds a draw from ±scale to each number. */
  protected addUniform(values: Float64Array, scale: number): void {
    for (let i = 0; i < values.length; i++) values[i]! += this.rng.uniform(-scale, scale);
  }

  /** Adds a draw from a normal distribution of this scale to each number. */
  protected addNormal(values: Float64Array, scale: number): void {
    for (let i = 0; i < values.length; i++) values[i]! += scale * this.rng.standardNormal();
  }

  override render(): Drawing {
    return drawScene(this.simulation, this.view);
  }

  override close(): void {
    this.simulation.close();
  }

  protected snapshot(): EnvState {
    return this.simulation.save();
  }

  protected restore(state: EnvState): void {
    this.simulation.load(state);
  }
}

/** What an action costs: weight · Σ action², in single precision as NumPy promotes. */
export function controlCost(weight: number, action: Float32Array): number {
  return Math.fround(Math.fround(weight) * sumOfSquaresSingle(action));
}

/** Copies `source[from … to]` to `out[at …]`, clipped to ±limit; gives the place after it. */
export function put(
  out: Float64Array,
  at: number,
  source: ArrayLike<number>,
  from = 0,
  to = source.length,
  limit = Infinity,
): number {
  for (let i = from; i < to; i++) out[at++] = Math.max(-limit, Math.min(limit, source[i]!));
  return at;
}

/** The distance of two bodies. */
export function distanceOf(xpos: Float64Array, a: number, b: number): number {
  const [x, y, z] = [0, 1, 2].map((i) => xpos[3 * a + i]! - xpos[3 * b + i]!) as [number, number, number];
  return Math.sqrt(x * x + y * y + z * z);
}
