// MinAtar: five Atari games on a grid of 10 x 10 cells. Importing this defines them.
//
// Source: K. Young and T. Tian, MinAtar: An Atari-Inspired Testbed for Thorough and Reproducible Reinforcement Learning
// Experiments, arXiv:1903.03176; frame for frame as version 1.0.15.
import { defineEnv, type EnvDefinition, type PlayGuide } from '../define-env.js';
import type { OptionSpecs, OptionValues } from '../options.js';
import { Asterix } from './asterix.js';
import { Breakout } from './breakout.js';
import { Freeway } from './freeway.js';
import { MinAtarEnv, stickyActionProb } from './minatar-env.js';
import { Seaquest } from './seaquest.js';
import { SpaceInvaders } from './space-invaders.js';

const STICKY = { stickyActionProb };
const RAMPING = {
  stickyActionProb,
  /** The game becomes harder as it goes on. */
  difficultyRamping: true,
};

/** Options of Breakout and Freeway, which have no difficulty ramp. */
export type MinAtarOptions = Partial<OptionValues<typeof STICKY>>;
/** Options of Asterix, Seaquest and SpaceInvaders. */
export type MinAtarRampingOptions = Partial<OptionValues<typeof RAMPING>>;

const ACTIONS = ['nothing', 'left', 'up', 'right', 'down', 'fire'];
const KEYS = ['', 'left', 'up', 'right', 'down', 'space'];

/** How a person plays with these of the six actions. */
function playOf(actions: readonly number[]): PlayGuide {
  const keys = actions.flatMap((action, i) => (action === 0 ? [] : [[KEYS[action]!, i]]));
  return {
    actions: actions.map((action) => ACTIONS[action]!),
    keys: Object.fromEntries(keys),
    ...{ idle: 0, fps: 8 },
  };
}

function defineGame<S extends OptionSpecs>(
  name: string,
  description: string,
  options: S,
  create: (options: OptionValues<S>, minimalActions: boolean) => MinAtarEnv,
  minimal: readonly number[],
): void {
  defineEnv({
    id: `MinAtar/${name}-v0`,
    description,
    options,
    create: (values: OptionValues<S>) => create(values, false),
    play: playOf([0, 1, 2, 3, 4, 5]),
  });
  defineEnv({
    id: `MinAtar/${name}-v1`,
    description: `${description} Only with actions that do something.`,
    options,
    create: (values: OptionValues<S>) => create(values, true),
    play: playOf(minimal),
  });
}

defineGame(
  'Asterix',
  'Collect gold and avoid enemies that cross the field.',
  RAMPING,
  ({ difficultyRamping, stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new Asterix(difficultyRamping), { stickyActionProb, minimalActions }),
  new Asterix(true).minimal,
);

defineGame(
  'Breakout',
  'Keep a ball in play with a paddle and break bricks with it.',
  STICKY,
  ({ stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new Breakout(), { stickyActionProb, minimalActions }),
  new Breakout().minimal,
);

defineGame(
  'Freeway',
  'Lead a chicken across eight lanes of cars, again and again.',
  STICKY,
  ({ stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new Freeway(), { stickyActionProb, minimalActions }),
  new Freeway().minimal,
);

defineGame(
  'Seaquest',
  'Shoot enemies under water, gather divers and surface before the oxygen is used up.',
  RAMPING,
  ({ difficultyRamping, stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new Seaquest(difficultyRamping), { stickyActionProb, minimalActions }),
  new Seaquest(true).minimal,
);

defineGame(
  'SpaceInvaders',
  'Shoot down waves of aliens before they land.',
  RAMPING,
  ({ difficultyRamping, stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new SpaceInvaders(difficultyRamping), { stickyActionProb, minimalActions }),
  new SpaceInvaders(true).minimal,
);

type Definition<S extends OptionSpecs> = EnvDefinition<MinAtarEnv, S>;
type Ids<Name extends string> = `MinAtar/${Name}-${'v0' | 'v1'}`;

declare module '../env-types.js' {
  interface EnvTypes
    extends Record<Ids<'Breakout' | 'Freeway'>, Definition<typeof STICKY>>,
      Record<Ids<'Asterix' | 'Seaquest' | 'SpaceInvaders'>, Definition<typeof RAMPING>> {}
}

export { type Channel, Game } from './game.js';
export type { MinAtarEnvOptions } from './minatar-env.js';
export { Asterix, Breakout, Freeway, MinAtarEnv, Seaquest, SpaceInvaders };
