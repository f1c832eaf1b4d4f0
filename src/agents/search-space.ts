// Search spaces of hyperparameters as data: what a tuner may try. They stand beside each algorithm, and in JSON files of users.

/** Between two numbers. */
export interface FloatRange {
  type: 'float';
  low: number;
  high: number;
  /** Equal ratios are equally likely, not equal differences; `low` is then > 0. */
  log?: boolean;
  /** Text in which the number takes the place of `x`: a schedule such as `linear:x:0`. */
  as?: string;
}

/** Whole numbers from `low` to `high`, both among them. */
export interface IntRange {
  type: 'int';
  low: number;
  high: number;
  log?: boolean;
}

/** One of some values: words, numbers, lists such as the units of hidden layers. */
export interface Choice {
  type: 'choice';
  values: readonly unknown[];
  /** They go from less to more, so that neighbours are alike. */
  ordered?: boolean;
}

export type SearchParameter = FloatRange | IntRange | Choice;

/**
 * By hyperparameter. Keys may also be what presets say beside hyperparameters: `numEnvs`, `totalSteps`, `totalEpisodes`,
 * `totalIterations`.
 *
 * @example { learningRate: { type: 'float', low: 1e-5, high: 1e-2, log: true, as: 'linear:x:0' } }
 */
export type SearchSpace = Readonly<Record<string, SearchParameter>>;

/** A space of a course or a book, by name: `trainyard tune --algo dqn --space assignment`. */
export interface NamedSpace {
  /** Where it comes from, in one line. */
  summary: string;
  /** Name of the preset that it varies, which names the environment too. */
  preset: string;
  /** Every combination, or draws. */
  sampler: 'grid' | 'random' | 'tpe';
  space: SearchSpace;
}

/** A parameter in words: `1e-4 … 0.01, logarithmic, as linear:x:0`. */
export function describeParameter(parameter: SearchParameter): string {
  if (parameter.type === 'choice') {
    return parameter.values.map((value) => JSON.stringify(value)).join(parameter.ordered ? ' < ' : ' or ');
  }
  const { type, low, high, log } = parameter;
  const text = 'as' in parameter ? parameter.as : undefined;
  return [
    `${low} … ${high}`,
    ...(type === 'int' ? ['whole numbers'] : []),
    ...(log ? ['logarithmic'] : []),
    ...(text === undefined ? [] : [`as ${text}`]),
  ].join(', ');
}

export const logFloat = (low: number, high: number, as?: string): FloatRange => ({
  ...{ type: 'float', low, high, log: true },
  ...(as !== undefined && { as }),
});
export const float = (low: number, high: number): FloatRange => ({ type: 'float', low, high });
export const oneOf = (...values: unknown[]): Choice => ({ type: 'choice', values });
/** Values from less to more. */
export const rising = (...values: unknown[]): Choice => ({ type: 'choice', values, ordered: true });

/** Where several algorithms look alike. Ranges are those that are usual in the field (rl-zoo3's among them). */
export const gammas: Choice = rising(0.9, 0.95, 0.98, 0.99, 0.995, 0.999);
export const nets: Choice = oneOf([64], [64, 64], [128, 128], [256, 64], [256, 256]);
export const falling = 'linear:x:0';

/** Learners of action values from replay. */
export const valueSpace: SearchSpace = {
  learningRate: logFloat(1e-4, 1e-2, falling),
  gamma: gammas,
  batchSize: rising(32, 64, 128, 256),
  bufferSize: rising(10_000, 50_000, 100_000),
  trainFreq: rising(1, 2, 4, 8, 16),
  gradientSteps: rising(1, 2, 4, 8),
  targetUpdateInterval: { type: 'int', low: 10, high: 2000, log: true },
  hiddenSizes: nets,
};

/** The same with ε-greedy exploration. */
export const epsilonSpace: SearchSpace = {
  ...valueSpace,
  explorationFraction: float(0.05, 0.5),
  explorationFinalEps: float(0.01, 0.2),
};

/** Learners of continuous actions from replay. */
export const continuousSpace: SearchSpace = {
  learningRate: logFloat(1e-4, 5e-3, falling),
  gamma: gammas,
  batchSize: rising(64, 128, 256, 512),
  learningStarts: rising(100, 1000, 5000),
  trainFreq: rising(1, 2, 4, 8),
  tau: logFloat(1e-3, 0.08),
  hiddenSizes: oneOf([64, 64], [128, 128], [256, 256], [400, 300]),
};

/** Learners of a policy from rollouts. */
export const rolloutSpace: SearchSpace = {
  learningRate: logFloat(1e-4, 1e-2, falling),
  gamma: gammas,
  gaeLambda: rising(0.8, 0.9, 0.95, 0.98, 1),
  entCoef: logFloat(1e-6, 0.1),
  vfCoef: float(0.2, 1),
  maxGradNorm: rising(0.3, 0.5, 1, 2, 5),
  hiddenSizes: oneOf([64], [64, 64], [256, 256]),
};

/** PPO and its kin. */
export const ppoSpace: SearchSpace = {
  ...rolloutSpace,
  nSteps: rising(32, 64, 128, 256, 512, 1024),
  batchSize: rising(32, 64, 128, 256),
  nEpochs: rising(4, 10, 20),
  clipRange: rising(0.1, 0.2, 0.3),
};

/** Learners with tables. */
export const tableSpace: SearchSpace = {
  learningRate: logFloat(0.02, 1, 'linear:x:0.01'),
  gamma: rising(0.9, 0.95, 0.98, 0.99, 0.999, 1),
  epsilon: { type: 'float', low: 0, high: 0.2, as: 'linear:1:x:0.5' },
  initialValue: float(-1, 1),
};
