// The algorithms with tables as definitions: what lists, the command line and loading know of them.
import { type AlgorithmDefinition, ANY_SPACE, builtinAlgorithm } from '../define.js';
import { rising, tableSpace } from '../search-space.js';
import { DoubleQLearning, type DoubleQOptions, doubleQSpec } from './double-q-learning.js';
import { ExpectedSarsa, type ExpectedSarsaOptions, expectedSarsaSpec } from './expected-sarsa.js';
import { MonteCarlo, type MonteCarloOptions, monteCarloSpec } from './monte-carlo.js';
import {
  type PolicyIterationOptions,
  policyIterationSpec,
  type ValueIterationOptions,
  valueIterationSpec,
} from './planning-config.js';
import { PolicyIterationAgent } from './policy-iteration.js';
import {
  doubleQLearningPresets,
  monteCarloPresets,
  planningPresets,
  qLearningPresets,
  sarsaPresets,
} from './presets.js';
import { QLearning, type TabularQOptions, tabularQSpec } from './q-learning.js';
import { Sarsa, type SarsaOptions, sarsaSpec } from './sarsa.js';
import { ValueIterationAgent } from './value-iteration.js';

/** Any observations that can be met twice; of boxes those of integers. */
const spaces = { observations: ANY_SPACE, actions: ['Discrete'] } satisfies AlgorithmDefinition['spaces'];

export const qLearning = /* @__PURE__ */ builtinAlgorithm({
  ...tabularQSpec,
  summary: "Values of the best policy in a table, by steps, n steps or Watkins's Q(λ) (Watkins 1989)",
  presets: qLearningPresets,
  spaces,
  searchSpace: { ...tableSpace, nSteps: rising(1, 2, 4, 8) },
  create: (env, config) => new QLearning(env, config as TabularQOptions),
});

export const doubleQLearning = /* @__PURE__ */ builtinAlgorithm({
  ...doubleQSpec,
  summary: 'Q-learning with two tables, each of which checks the other (van Hasselt 2010)',
  presets: doubleQLearningPresets,
  spaces,
  searchSpace: tableSpace,
  create: (env, config) => new DoubleQLearning(env, config as DoubleQOptions),
});

export const sarsa = /* @__PURE__ */ builtinAlgorithm({
  ...sarsaSpec,
  summary:
    'Values of the exploring policy in a table, by steps, n steps or SARSA(λ) (Rummery & Niranjan 1994)',
  presets: sarsaPresets,
  spaces,
  searchSpace: { ...tableSpace, nSteps: rising(1, 2, 4, 8) },
  create: (env, config) => new Sarsa(env, config as SarsaOptions),
});

export const expectedSarsa = /* @__PURE__ */ builtinAlgorithm({
  ...expectedSarsaSpec,
  summary: 'SARSA with the mean over what the policy may do next (van Seijen et al. 2009)',
  presets: sarsaPresets,
  spaces,
  searchSpace: { ...tableSpace, nSteps: rising(1, 2, 4, 8) },
  create: (env, config) => new ExpectedSarsa(env, config as ExpectedSarsaOptions),
});

export const monteCarlo = /* @__PURE__ */ builtinAlgorithm({
  ...monteCarloSpec,
  summary: 'Monte-Carlo control: means of whole returns in a table (Sutton & Barto 2018, chapter 5)',
  presets: monteCarloPresets,
  spaces,
  searchSpace: tableSpace,
  create: (env, config) => new MonteCarlo(env, config as MonteCarloOptions),
});

export const valueIteration = /* @__PURE__ */ builtinAlgorithm({
  ...valueIterationSpec,
  summary: 'Exact values from the transition table by sweeps over all states (Bellman 1957)',
  needsModel: 'table',
  presets: planningPresets,
  spaces,
  create: (env, config) => new ValueIterationAgent(env, config as ValueIterationOptions),
});

export const policyIteration = /* @__PURE__ */ builtinAlgorithm({
  ...policyIterationSpec,
  summary: 'Exact values from the transition table: a policy is valued, then improved (Howard 1960)',
  needsModel: 'table',
  presets: planningPresets,
  spaces,
  create: (env, config) => new PolicyIterationAgent(env, config as PolicyIterationOptions),
});
