// Algorithms by name: ours, then those that users define.

import { UserError } from '../io/errors.js';
import { a2c } from './a2c/index.js';
import { a3c } from './a3c/index.js';
import {
  epsilonGreedy,
  gradientBandit,
  linucb,
  neuralBandit,
  softmaxBandit,
  thompson,
  ucb1,
} from './bandits/index.js';
import { bc } from './bc/index.js';
import { c51 } from './c51/index.js';
import { cql } from './cql/index.js';
import { crossq } from './crossq/index.js';
import { ddpg } from './ddpg/index.js';
import { type AlgorithmDefinition, catalogue, type NamedPreset, type Preset } from './define.js';
import { distDqn } from './dist-dqn/index.js';
import { dqn } from './dqn/index.js';
import { drqn } from './drqn/index.js';
import { ars } from './evolution/ars/index.js';
import { cem } from './evolution/cem/index.js';
import { cmaEs } from './evolution/cma-es/index.js';
import { es } from './evolution/es/index.js';
import { neuroevolution } from './evolution/neuroevolution/index.js';
import { iqn } from './iqn/index.js';
import { ippo } from './many/ippo/index.js';
import { mappo } from './many/mappo/index.js';
import { independentQ, meanFieldQ, neighbourhoodQ } from './many/q/index.js';
import { selfPlayPpo } from './many/self-play/index.js';
import { smdpQLearning } from './options/index.js';
import { alphazero } from './planning/alphazero/index.js';
import { dynaQ } from './planning/dyna-q/index.js';
import { lookahead } from './planning/lookahead/index.js';
import { mcts } from './planning/mcts/index.js';
import { ppo } from './ppo/index.js';
import { qrdqn } from './qrdqn/index.js';
import { rainbow } from './rainbow/index.js';
import { random } from './random/index.js';
import { recurrentPpo } from './recurrent-ppo/index.js';
import { reinforce } from './reinforce/index.js';
import { sac } from './sac/index.js';
import { sacDiscrete } from './sac-discrete/index.js';
import {
  doubleQLearning,
  expectedSarsa,
  monteCarlo,
  policyIteration,
  qLearning,
  sarsa,
  valueIteration,
} from './tabular/index.js';
import { td3 } from './td3/index.js';
import { tqc } from './tqc/index.js';
import { transformerPpo } from './transformer-ppo/index.js';

const builtin: readonly AlgorithmDefinition[] = [
  // From replay.
  ...[dqn, c51, qrdqn, iqn, rainbow, distDqn, drqn],
  ...[ddpg, td3, sac, tqc, crossq, sacDiscrete],
  // Policy gradients.
  ...[ppo, recurrentPpo, transformerPpo, a2c, a3c, reinforce],
  // Of many agents.
  ...[independentQ, neighbourhoodQ, meanFieldQ, ippo, mappo, selfPlayPpo],
  // From recorded transitions.
  ...[bc, cql],
  // Tables.
  ...[qLearning, doubleQLearning, sarsa, expectedSarsa, monteCarlo, smdpQLearning],
  // Planning, with a model that is known or learnt.
  ...[valueIteration, policyIteration, dynaQ, lookahead, mcts, alphazero],
  // Evolution.
  ...[es, cem, cmaEs, ars, neuroevolution],
  // Bandits.
  ...[epsilonGreedy, softmaxBandit, ucb1, gradientBandit, thompson, linucb, neuralBandit],
  random,
];

/** All algorithms: ours, then the user's. */
export function algorithms(): AlgorithmDefinition[] {
  return catalogue.all(builtin);
}

/** The algorithm called `name`. @throws UserError that suggests the nearest names. */
export function algorithm(name: string): AlgorithmDefinition {
  return catalogue.get(name, builtin);
}

/** Tuned settings of an algorithm for an environment, where there are any. */
export function presetFor(algo: string, env: string): Preset | undefined {
  return algorithm(algo).presets?.[env];
}

/** Settings of an algorithm by their name. @throws UserError that lists the names it has. */
export function namedPreset(algo: string, name: string): NamedPreset {
  const { namedPresets = {} } = algorithm(algo);
  const preset = Object.hasOwn(namedPresets, name) ? namedPresets[name] : undefined;
  if (preset) return preset;
  const known = Object.keys(namedPresets).join(', ');
  const others = algorithms().filter((each) => Object.hasOwn(each.namedPresets ?? {}, name));
  throw new UserError(
    `${algo} has no preset '${name}'; ${known ? `it has ${known}` : 'it has none with a name'}.` +
      others.map(({ id }) => ` There is one of ${id}: --algo ${id} --preset ${name}.`).join(''),
  );
}
