// Taxi: fetch a passenger from one of four places and bring it to another one.
//
// Source: T. Dietterich, Hierarchical reinforcement learning with the MAXQ value function decomposition, 2000.
// On a grid of 5 x 5 with some walls lie the places R, G, Y and B.
//
// | action | meaning            |     The observation is ((row * 5 + column) * 5 + passenger) * 4 + destination;
// |--------|--------------------|     the passenger waits at place 0 … 3 (R, G, Y, B) or rides (4). Walls and
// | 0, 1   | south, north       |     borders leave the taxi where it is. `info.actionMask` marks the actions
// | 2, 3   | east, west         |     that change the state or end the episode.
// | 4, 5   | pick up, drop off  |
//
// Reward: -1 in every step, -10 for picking up or dropping off where it cannot be, 20 for the delivery.
// Start: one of the 300 states where the passenger waits and is not at its destination.
// End: terminated on delivery; truncated after 200 steps. Solved at 8.
// Arguments: `isRainy` (false): an unblocked move goes astray to its left or right with equal probability, as
//   wanted with `rainyProbability` (0.8). `ficklePassenger` (false): with `fickleProbability` (0.3) the passenger
//   changes its destination once, at the first move after being picked up. `actionMask` (true): without it there
//   is no mask and agents choose among all actions.
// Versions: v4 as in Gymnasium, draw for draw.
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { TabularEnv } from './tabular.js';
import {
  decodeTaxi,
  legalActions,
  mayChangeMind,
  taxiStarts,
  taxiTable,
  withOtherDestination,
} from './taxi-city.js';
import { drawTaxi, taxiText } from './taxi-drawing.js';

const OPTIONS = {
  isRainy: false,
  /** How likely a move in the rain goes as wanted. */
  rainyProbability: option(0.8, { min: 0, max: 1 }),
  ficklePassenger: false,
  /** How likely a fickle passenger changes its mind in an episode. */
  fickleProbability: option(0.3, { min: 0, max: 1 }),
  /** Tell which actions have an effect; off: agents choose among all six, as where nobody reads Gymnasium's mask. */
  actionMask: true,
};

export type TaxiOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Taxi extends TabularEnv {
  private readonly ficklePassenger: boolean;
  private readonly fickleProbability: number;
  /** The passenger is going to change its mind in this episode. */
  private willChange = false;

  /** 1 for every action that changes the state or ends the episode; absent when the option is off. */
  readonly actionMask?: () => Uint8Array;

  /** @throws UserError when a probability is not within 0 … 1. */
  constructor(options: TaxiOptions = {}) {
    const { isRainy, rainyProbability, ficklePassenger, fickleProbability, actionMask } = readOptions(
      'Taxi',
      OPTIONS,
      options,
    );
    super(taxiTable(isRainy, rainyProbability), taxiStarts());
    if (actionMask) {
      const masks = legalActions(this.P);
      this.actionMask = () => masks[this.state]!.slice();
    }
    this.ficklePassenger = ficklePassenger;
    this.fickleProbability = fickleProbability;
  }

  protected override start(): ResetResult<number> {
    const result = super.start();
    this.willChange = this.ficklePassenger && this.rng.random() < this.fickleProbability;
    return result;
  }

  override step(action: number): StepResult<number> {
    const before = this.state;
    const result = super.step(action);
    if (this.willChange && mayChangeMind(before, this.state)) {
      this.willChange = false;
      this.state = withOtherDestination(this.state, this.rng);
      result.observation = this.state;
    }
    return result;
  }

  protected override info(probability: number): Info {
    return this.actionMask ? { prob: probability, actionMask: this.actionMask() } : { prob: probability };
  }

  override render(): Drawing {
    const state = decodeTaxi(this.state);
    return { ...drawTaxi(state), text: taxiText(state, this.lastAction) };
  }

  protected override snapshot(): EnvState {
    return { ...super.snapshot(), willChange: this.willChange };
  }

  protected override restore(state: EnvState): void {
    super.restore(state);
    this.willChange = state.willChange as boolean;
  }
}

export const taxiV4 = /* @__PURE__ */ defineEnv({
  id: 'Taxi-v4',
  description: 'Fetch a passenger and bring it where it wants to go.',
  maxEpisodeSteps: 200,
  rewardThreshold: 8,
  options: OPTIONS,
  create: (options) => new Taxi(options),
  play: {
    actions: ['south', 'north', 'east', 'west', 'pick up', 'drop off'],
    keys: { down: 0, up: 1, right: 2, left: 3, space: 4, enter: 5 },
  },
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Taxi-v4': typeof taxiV4;
  }
}
