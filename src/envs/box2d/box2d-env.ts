// What Box2D worlds share: a planck world built anew for every episode, contacts that are felt, and exact state.
import type { Body, Contact, World } from 'planck';
import { UserError } from '../../io/errors.js';
import type { GeneratorState } from '../../random/index.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { SeededEnv } from '../seeded-env.js';
import { restoreWorld, saveWorld, type WorldState } from './world-state.js';

export const FPS = 50;
/** Pixels of Gymnasium's window per unit of length; sizes are given in these pixels. */
export const SCALE = 30;
export const VIEWPORT_WIDTH = 600;
export const VIEWPORT_HEIGHT = 400;
const VELOCITY_ITERATIONS = 6 * 30;
const POSITION_ITERATIONS = 2 * 30;

/** A world with the bodies whose contacts count. */
export interface Scene {
  world: World;
  /** The body that must touch nothing. */
  hull: Body;
  feet: readonly [Body, Body];
}

/**
 * A world of bodies that are pushed and of two feet that feel the ground. Subclasses build it (`build`, with draws from
 * `rng`) and move it on (`step`).
 */
export abstract class Box2DEnv<S extends Scene, A> extends SeededEnv<Float32Array, A> {
  /** Set by the first reset. */
  protected scene!: S;
  /** The generator as it was when the episode began: the world is built from it. */
  private beginning: GeneratorState | null = null;
  protected crashed = false;
  protected readonly grounded: [boolean, boolean] = [false, false];
  /** Value of the last state, `null` before there is one. */
  private shaping: number | null = null;

  /** Builds the world of a new episode. */
  protected abstract build(): S;
  /** An action that does nothing, taken by `reset` for the first observation. */
  protected abstract readonly idle: A;
  abstract override step(action: A): StepResult<Float32Array>;

  protected start(): ResetResult<Float32Array> {
    this.beginning = this.rng.getState();
    this.crashed = false;
    this.grounded.fill(false);
    this.shaping = null;
    this.scene = this.build();
    this.scene.world.on('begin-contact', (contact) => this.feel(contact, true));
    this.scene.world.on('end-contact', (contact) => this.feel(contact, false));
    return { observation: this.step(this.idle).observation, info: {} };
  }

  /** One foot on two edges of the ground that leaves one of them counts as in the air, as in Gymnasium. */
  private feel(contact: Contact, begins: boolean): void {
    const bodies = [contact.getFixtureA().getBody(), contact.getFixtureB().getBody()];
    const { hull, feet } = this.scene;
    if (begins && bodies.includes(hull)) this.crashed = true;
    feet.forEach((foot, side) => {
      if (bodies.includes(foot)) this.grounded[side] = begins;
    });
  }

  /** Moves the bodies one step on. */
  protected advance(): void {
    this.scene.world.step(1 / FPS, VELOCITY_ITERATIONS, POSITION_ITERATIONS);
  }

  /** How much better the state is than the one before. */
  protected progress(shaping: number): number {
    const progress = this.shaping === null ? 0 : shaping - this.shaping;
    this.shaping = shaping;
    return progress;
  }

  /** What there is to draw. */
  protected get shown(): S {
    if (this.beginning !== null) return this.scene;
    throw new UserError(`${this.constructor.name}: render() shows an episode; call reset() first.`);
  }

  protected snapshot(): EnvState {
    const { beginning, crashed, grounded, shaping } = this;
    if (beginning === null) return { beginning };
    return { beginning, crashed, grounded: [...grounded], shaping, world: saveWorld(this.scene.world) };
  }

  protected restore(state: EnvState): void {
    if (state.beginning === null) {
      this.beginning = null;
      return;
    }
    const now = this.rng.getState();
    this.rng.setState(state.beginning as GeneratorState);
    this.start();
    this.rng.setState(now);
    restoreWorld(this.scene.world, state.world as unknown as WorldState);
    this.crashed = state.crashed as boolean;
    this.grounded.splice(0, 2, ...(state.grounded as [boolean, boolean]));
    this.shaping = state.shaping as number;
  }
}
