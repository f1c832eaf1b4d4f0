// Agents of bandits as definitions: what lists, the command line and loading know of them.
import { type AlgorithmDefinition, ANY_SPACE, builtinAlgorithm } from '../define.js';
import { float, logFloat, oneOf, rising } from '../search-space.js';
import { EpsilonGreedy, GradientBandit, SoftmaxBandit, Thompson, UCB1 } from './bandit-agent.js';
import {
  type EpsilonGreedyOptions,
  epsilonGreedySpec,
  type GradientBanditOptions,
  gradientBanditSpec,
  type SoftmaxOptions,
  softmaxSpec,
  type ThompsonOptions,
  thompsonSpec,
  type Ucb1Options,
  ucb1Spec,
} from './config.js';
import { LinUCB, type LinUCBOptions, linucbSpec } from './linucb.js';
import { NeuralBandit, type NeuralBanditOptions, neuralBanditSpec } from './neural-bandit.js';
import {
  epsilonGreedyNamed,
  epsilonGreedyPresets,
  gradientBanditPresets,
  linucbPresets,
  neuralBanditNamed,
  neuralBanditPresets,
  softmaxNamed,
  softmaxPresets,
  thompsonPresets,
  ucb1Presets,
} from './presets.js';

/** Any observations; the five with a table of arms take those that can be met twice. */
const spaces = { observations: ANY_SPACE, actions: ['Discrete'] } satisfies AlgorithmDefinition['spaces'];

export const epsilonGreedy = /* @__PURE__ */ builtinAlgorithm({
  ...epsilonGreedySpec,
  summary: 'Bandits: the best mean so far, now and then any arm (Sutton & Barto 2018, chapter 2)',
  presets: epsilonGreedyPresets,
  namedPresets: epsilonGreedyNamed,
  spaces,
  searchSpace: {
    epsilon: logFloat(0.005, 0.5),
    initialValue: float(0, 5),
    stepSize: oneOf(null, 0.05, 0.1, 0.2),
  },
  create: (env, config) => new EpsilonGreedy(env, config as EpsilonGreedyOptions),
});

export const softmaxBandit = /* @__PURE__ */ builtinAlgorithm({
  ...softmaxSpec,
  summary: 'Bandits: arms by the exponentials of their means (Boltzmann exploration)',
  presets: softmaxPresets,
  namedPresets: softmaxNamed,
  spaces,
  searchSpace: {
    temperature: logFloat(0.02, 2),
    initialValue: float(0, 5),
    stepSize: oneOf(null, 0.05, 0.1, 0.2),
  },
  create: (env, config) => new SoftmaxBandit(env, config as SoftmaxOptions),
});

export const ucb1 = /* @__PURE__ */ builtinAlgorithm({
  ...ucb1Spec,
  summary: 'Bandits: the arm that may be best, by an upper confidence bound (Auer et al. 2002)',
  presets: ucb1Presets,
  spaces,
  searchSpace: { exploration: logFloat(0.1, 4), stepSize: oneOf(null, 0.05, 0.1, 0.2) },
  create: (env, config) => new UCB1(env, config as Ucb1Options),
});

export const gradientBandit = /* @__PURE__ */ builtinAlgorithm({
  ...gradientBanditSpec,
  summary: 'Bandits: preferences that climb the gradient of the reward (Sutton & Barto 2018, section 2.8)',
  presets: gradientBanditPresets,
  spaces,
  searchSpace: { stepSize: logFloat(0.02, 1), baseline: oneOf(true, false) },
  create: (env, config) => new GradientBandit(env, config as GradientBanditOptions),
});

export const thompson = /* @__PURE__ */ builtinAlgorithm({
  ...thompsonSpec,
  summary: 'Bandits: arms by the chance that they are best, Gaussian or Beta beliefs (Thompson 1933)',
  presets: thompsonPresets,
  spaces,
  searchSpace: { priorMean: float(-2, 5), priorStd: logFloat(0.5, 20), noise: logFloat(0.1, 3) },
  create: (env, config) => new Thompson(env, config as ThompsonOptions),
});

export const linucb = /* @__PURE__ */ builtinAlgorithm({
  ...linucbSpec,
  summary: 'Contextual bandits: a linear model of each arm and a bound of its error (Li et al. 2010)',
  presets: linucbPresets,
  spaces,
  searchSpace: { exploration: logFloat(0.05, 4), ridge: logFloat(0.1, 10) },
  create: (env, config) => new LinUCB(env, config as LinUCBOptions),
});

export const neuralBandit = /* @__PURE__ */ builtinAlgorithm({
  ...neuralBanditSpec,
  summary: 'Contextual bandits: a network predicts what each arm pays (Zai & Brown 2020)',
  presets: neuralBanditPresets,
  namedPresets: neuralBanditNamed,
  spaces,
  searchSpace: {
    learningRate: logFloat(1e-4, 1e-2),
    temperature: logFloat(0.05, 3),
    hiddenSizes: rising([32], [100], [100, 100]),
  },
  create: (env, config, own) => new NeuralBandit(env, config as NeuralBanditOptions, own),
});
