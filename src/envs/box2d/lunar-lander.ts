// LunarLander: bring a lander down on the helipad between two flags, softly and with little fuel.
//
// Source: O. Klimov's LunarLander of Gymnasium.
//
// | action | discrete           |     | action | continuous                             | bounds |
// |--------|--------------------|     |--------|----------------------------------------|--------|
// | 0      | nothing            |     | 0      | main engine: off up to 0, above it     | -1 … 1 |
// | 1      | left side engine   |     |        | from 50 % (at 0) to 100 % (at 1)       |        |
// | 2      | main engine        |     | 1      | side engines: left below -0.5, right   | -1 … 1 |
// | 3      | right side engine  |     |        | above 0.5, power as the absolute value |        |
//
// | observation | meaning                                    | bounds |
// |-------------|--------------------------------------------|--------|
// | 0, 1        | position, (0, 0) on the helipad            | ±2.5   |
// | 2, 3        | velocity                                   | ±10    |
// | 4           | angle (rad)                                | ±2π    |
// | 5           | angular velocity (2.5 rad/s is 1)          | ±10    |
// | 6, 7        | right, left leg touches the ground: 1 or 0 | 0 … 1  |
//
// The bounds are Gymnasium's: a lander that climbs for long leaves them, there as here.
// Dynamics: Box2D at 50 steps a second; engines push with a random dispersion. Wind, until a leg touches the ground, is
//   a force of tanh(sin(0.02 k) + sin(0.01 π k)) · `windPower`, turbulence a torque of the same form; their k begin at
//   random from -9999 to 9998 and count the steps.
// Reward: the change of -100 · distance - 100 · speed - 100 · |angle| + 10 for each leg on the ground; less 0.3 for
//   the main engine and 0.03 for a side engine, times their power. In the last step: -100 for a crash, 100 for rest.
// Start: at the middle of the top edge with a random push; the surface on both sides of the helipad is random.
// End: terminated when the hull touches the ground or the lander leaves to the left or right (crash), and when it rests;
//   truncated after 1000 steps. Solved at 200.
// Arguments: `continuous` (false; of `LunarLander-v3`), `gravity` (-10, between -12 and 0), `enableWind` (false), `windPower`
//   (15; from 0 to 20 is sensible), `turbulencePower` (1.5; from 0 to 2 is sensible).
// Versions: v3. The engine is planck in double precision, Gymnasium's is Box2D in single: of the same episodes,
//   observations differ by 1e-6 after 10 steps, by 1e-5 to 2e-4 after 100.
import { UserError } from '../../io/errors.js';
import { Box, Discrete } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { Box2DEnv, FPS, SCALE } from './box2d-env.js';
import { drawLander, type Flames } from './lunar-lander-drawing.js';
import {
  buildLanderScene,
  HEIGHT,
  HELIPAD_Y,
  type LanderScene,
  LEG_DOWN,
  WIDTH,
} from './lunar-lander-scene.js';

const MAIN_ENGINE = { power: 13, y: 4 };
/** `y` is where an engine sits, `arm` where its push is taken to act: two numbers in Gymnasium, too. */
const SIDE_ENGINE = { power: 0.6, x: 12, y: 14, arm: 17 };
const HIGH = [2.5, 2.5, 10, 10, 2 * Math.PI, 10, 1, 1];
const LOW = [-2.5, -2.5, -10, -10, -2 * Math.PI, -10, 0, 0];

export const LANDER_OPTIONS = {
  /** Acceleration, m/s², down is negative. */
  gravity: option(-10, { min: -12, max: 0 }),
  enableWind: false,
  /** Greatest force of the wind. */
  windPower: 15,
  /** Greatest torque of the wind. */
  turbulencePower: 1.5,
};

export type LunarLanderOptions = Partial<OptionValues<typeof LANDER_OPTIONS>>;

/** The lander, however its engines are commanded. */
abstract class Lander<A> extends Box2DEnv<LanderScene, A> {
  readonly observationSpace = new Box({ low: LOW, high: HIGH });
  private readonly options: OptionValues<typeof LANDER_OPTIONS>;
  /** Steps in the pattern of the wind, and of its turbulence. */
  private wind = 0;
  private turbulence = 0;
  /** What the engines did in the last step, for the drawing. */
  private flames: Flames = { main: 0, side: 0 };

  /** @throws UserError for wrong options, and before planck is loaded. */
  constructor(options: LunarLanderOptions) {
    super();
    this.options = readOptions('LunarLander', LANDER_OPTIONS, options);
    const { gravity } = this.options;
    if (gravity === -12 || gravity === 0)
      throw new UserError(`LunarLander: gravity lies between -12 and 0 and is neither, got ${gravity}.`);
  }

  protected build(): LanderScene {
    const scene = buildLanderScene(this.rng, this.options.gravity);
    if (this.options.enableWind) {
      this.wind = this.rng.integers(-9999, 9999);
      this.turbulence = this.rng.integers(-9999, 9999);
    }
    return scene;
  }

  /**
   * One step.
   *
   * @param main power of the main engine, from 0 to 1
   * @param side power of the side engines, negative: left
   */
  protected fly(main: number, side: number): StepResult<Float32Array> {
    if (this.options.enableWind && !this.grounded.includes(true)) this.blow();
    this.fire(main, side);
    this.advance();
    this.flames = { main, side };
    const { hull } = this.scene;
    const { x, y } = hull.getPosition();
    const { x: vx, y: vy } = hull.getLinearVelocity();
    const px = (x - WIDTH / 2) / (WIDTH / 2);
    const py = (y - (HELIPAD_Y + LEG_DOWN / SCALE)) / (HEIGHT / 2);
    const sx = (vx * (WIDTH / 2)) / FPS;
    const sy = (vy * (HEIGHT / 2)) / FPS;
    const angle = hull.getAngle();
    const [first, second] = this.grounded.map(Number) as [number, number];
    const turn = (20 * hull.getAngularVelocity()) / FPS;
    const observation = Float32Array.of(px, py, sx, sy, angle, turn, first, second);
    const shaping =
      -100 * Math.sqrt(px * px + py * py) -
      100 * Math.sqrt(sx * sx + sy * sy) -
      100 * Math.abs(angle) +
      10 * first +
      10 * second;
    let reward = this.progress(shaping) - main * 0.3 - Math.abs(side) * 0.03;
    const crashed = this.crashed || Math.abs(px) >= 1;
    const rests = !hull.isAwake();
    if (crashed) reward = -100;
    if (rests) reward = 100;
    return { observation, reward, terminated: crashed || rests, truncated: false, info: {} };
  }

  private blow(): void {
    const { hull } = this.scene;
    const { windPower, turbulencePower } = this.options;
    hull.applyForceToCenter({ x: gust(this.wind++) * windPower, y: 0 }, true);
    hull.applyTorque(gust(this.turbulence++) * turbulencePower, true);
  }

  /** Draws the dispersion in every step, whether an engine fires or not. */
  private fire(main: number, side: number): void {
    const { hull } = this.scene;
    const angle = hull.getAngle();
    const tip = { x: Math.sin(angle), y: Math.cos(angle) };
    const across = { x: -tip.y, y: tip.x };
    const along = this.rng.uniform(-1, 1) / SCALE;
    const aside = this.rng.uniform(-1, 1) / SCALE;
    const { x, y } = hull.getPosition();
    const push = (ox: number, oy: number, power: number, px: number, py: number) => {
      hull.applyLinearImpulse({ x: -ox * power, y: -oy * power }, { x: px, y: py }, true);
    };
    if (main > 0) {
      const down = MAIN_ENGINE.y / SCALE + 2 * along;
      const ox = tip.x * down + across.x * aside;
      const oy = -tip.y * down - across.y * aside;
      push(ox, oy, MAIN_ENGINE.power * main, x + ox, y + oy);
    }
    if (side !== 0) {
      const out = 3 * aside + (Math.sign(side) * SIDE_ENGINE.x) / SCALE;
      const ox = tip.x * along + across.x * out;
      const oy = -tip.y * along - across.y * out;
      const px = x + ox - (tip.x * SIDE_ENGINE.arm) / SCALE;
      const py = y + oy + (tip.y * SIDE_ENGINE.y) / SCALE;
      push(ox, oy, SIDE_ENGINE.power * Math.abs(side), px, py);
    }
  }

  override render(): Drawing {
    return drawLander(this.shown, this.flames);
  }

  protected override snapshot(): EnvState {
    const { wind, turbulence, flames } = this;
    return { ...super.snapshot(), wind, turbulence, flames: { ...flames } };
  }

  protected override restore(state: EnvState): void {
    super.restore(state);
    this.wind = state.wind as number;
    this.turbulence = state.turbulence as number;
    this.flames = { ...(state.flames as Flames) };
  }
}

/** A pattern between -1 and 1 that never repeats. */
function gust(step: number): number {
  return Math.tanh(Math.sin(0.02 * step) + Math.sin(Math.PI * 0.01 * step));
}

/** Engines that are off or on, one at a time. */
export class LunarLander extends Lander<number> {
  readonly actionSpace = new Discrete(4);
  protected readonly idle = 0;

  constructor(options: LunarLanderOptions = {}) {
    super(options);
  }

  step(action: number): StepResult<Float32Array> {
    return this.fly(action === 2 ? 1 : 0, action === 1 ? -1 : action === 3 ? 1 : 0);
  }
}

/** Engines with a throttle, both at a time. */
export class LunarLanderContinuous extends Lander<Float32Array> {
  readonly actionSpace = new Box({ low: -1, high: 1, shape: [2] });
  protected readonly idle = new Float32Array(2);

  constructor(options: LunarLanderOptions = {}) {
    super(options);
  }

  step([main, side]: Float32Array): StepResult<Float32Array> {
    const power = Math.min(Math.abs(side!), 1);
    return this.fly(main! > 0 ? (Math.min(main!, 1) + 1) / 2 : 0, power > 0.5 ? Math.sign(side!) * power : 0);
  }
}
