// MinAtar: five Atari games on a grid of 10 x 10 cells. Importing this defines them.
//
// Source: K. Young and T. Tian, MinAtar: An Atari-Inspired Testbed for Thorough and Reproducible Reinforcement Learning
// Experiments, arXiv:1903.03176; frame for frame as version 1.0.15.
import { defineEnv, type EnvDefinition } from '../define-env.js';
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

function defineGame<S extends OptionSpecs>(
  name: string,
  description: string,
  options: S,
  create: (options: OptionValues<S>, minimalActions: boolean) => MinAtarEnv,
): void {
  defineEnv({
    id: `MinAtar/${name}-v0`,
    description,
    options,
    create: (values: OptionValues<S>) => create(values, false),
  });
  defineEnv({
    id: `MinAtar/${name}-v1`,
    description: `${description} Only with actions that do something.`,
    options,
    create: (values: OptionValues<S>) => create(values, true),
  });
}

defineGame(
  'Asterix',
  'Collect gold and avoid enemies that cross the field.',
  RAMPING,
  ({ difficultyRamping, stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new Asterix(difficultyRamping), { stickyActionProb, minimalActions }),
);

defineGame(
  'Breakout',
  'Keep a ball in play with a paddle and break bricks with it.',
  STICKY,
  ({ stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new Breakout(), { stickyActionProb, minimalActions }),
);

defineGame(
  'Freeway',
  'Lead a chicken across eight lanes of cars, again and again.',
  STICKY,
  ({ stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new Freeway(), { stickyActionProb, minimalActions }),
);

defineGame(
  'Seaquest',
  'Shoot enemies under water, gather divers and surface before the oxygen is used up.',
  RAMPING,
  ({ difficultyRamping, stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new Seaquest(difficultyRamping), { stickyActionProb, minimalActions }),
);

defineGame(
  'SpaceInvaders',
  'Shoot down waves of aliens before they land.',
  RAMPING,
  ({ difficultyRamping, stickyActionProb }, minimalActions) =>
    new MinAtarEnv(new SpaceInvaders(difficultyRamping), { stickyActionProb, minimalActions }),
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
