// MinAtar: five Atari games on a grid of 10 x 10 cells. Importing this defines them.
//
// Source: K. Young and T. Tian, MinAtar: An Atari-Inspired Testbed for Thorough and Reproducible Reinforcement Learning
// Experiments, arXiv:1903.03176; frame for frame as version 1.0.15.
import { defineEnv, type EnvDefinition, type PlayGuide } from '../define-env.js';
import type { OptionSpecs, OptionValues } from '../options.js';
import { Asterix } from './asterix.js';
import { Breakout } from './breakout.js';
import { Freeway } from './freeway.js';
import type { Game } from './game.js';
import { ALL_ACTIONS, MinAtarEnv, stickyActionProb } from './minatar-env.js';
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
    idle: 0,
    fps: 8,
  };
}

function defineGame<S extends typeof STICKY>(
  name: string,
  description: string,
  options: S,
  game: (values: OptionValues<S>) => Game,
): void {
  const define = (version: string, summary: string, minimalActions: boolean) => {
    const create = (values: OptionValues<S>) =>
      new MinAtarEnv(game(values), { stickyActionProb: values.stickyActionProb as number, minimalActions });
    const play = (values: OptionValues<S>) => playOf(minimalActions ? game(values).minimal : ALL_ACTIONS);
    defineEnv({ id: `MinAtar/${name}-${version}`, description: summary, options, create, play });
  };
  define('v0', description, false);
  define('v1', `${description} Only with actions that do something.`, true);
}

defineGame(
  'Asterix',
  'Collect gold and avoid enemies that cross the field.',
  RAMPING,
  ({ difficultyRamping }) => new Asterix(difficultyRamping),
);

defineGame(
  'Breakout',
  'Keep a ball in play with a paddle and break bricks with it.',
  STICKY,
  () => new Breakout(),
);

defineGame(
  'Freeway',
  'Lead a chicken across eight lanes of cars, again and again.',
  STICKY,
  () => new Freeway(),
);

defineGame(
  'Seaquest',
  'Shoot enemies under water, gather divers and surface before the oxygen is used up.',
  RAMPING,
  ({ difficultyRamping }) => new Seaquest(difficultyRamping),
);

defineGame(
  'SpaceInvaders',
  'Shoot down waves of aliens before they land.',
  RAMPING,
  ({ difficultyRamping }) => new SpaceInvaders(difficultyRamping),
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
