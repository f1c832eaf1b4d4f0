// What `train` and `tune` are both told of a training, and what that asks of the library.
import { algorithm, namedPreset } from '../agents/index.js';
import { UserError } from '../io/errors.js';
import type { NamedOptions } from '../io/setting-text.js';
import { type RunConfig, readPreset, type TrainOptions } from '../train/index.js';
import type { BackendFlag } from './backend.js';
import { programName } from './print.js';

export interface TrainingFlags extends BackendFlag {
  algo: string;
  steps?: number;
  episodes?: number;
  iterations?: number;
  seed?: number;
  out?: string;
  numEnvs?: number;
  vectorization?: RunConfig['env']['vectorization'];
  wrap?: NamedOptions[];
  set?: Record<string, string>;
  envSet?: Record<string, string>;
  preset?: false | string;
  dataset?: string;
  evalEvery?: number;
  evalEpisodes?: number;
  checkpointEvery?: number;
  import?: string[];
}

/** Options of both commands that are their flags under another name. */
export function sharedOptions(env: string, flags: TrainingFlags) {
  return {
    env,
    algo: flags.algo,
    totalSteps: flags.steps,
    totalEpisodes: flags.episodes,
    totalIterations: flags.iterations,
    seed: flags.seed,
    out: flags.out,
    wrappers: flags.wrap,
    numEnvs: flags.numEnvs,
    vectorization: flags.vectorization,
    backend: flags.backend,
    preset: presetOf(flags),
    dataset: flags.dataset,
  };
}

/** Whether a word is a file, not a name. */
export function isPath(word: string): boolean {
  return /[./\\]/.test(word);
}

/** A file of settings, unless the algorithm has some of that name. */
function presetOf({ algo, preset }: Pick<TrainingFlags, 'algo' | 'preset'>): TrainOptions['preset'] {
  if (typeof preset !== 'string' || Object.hasOwn(algorithm(algo).namedPresets ?? {}, preset)) return preset;
  return isPath(preset) ? readPreset(preset) : namedPreset(algo, preset);
}

/** The environment that is named, or that of the preset. */
export function envOf(
  env: string | undefined,
  flags: Pick<TrainingFlags, 'algo' | 'preset'>,
  command = 'train',
): string {
  const preset = env ?? presetOf(flags);
  if (typeof preset === 'string') return env ?? namedPreset(flags.algo, preset).env;
  throw new UserError(
    `Name an environment: ${programName()} ${command} <env>; see '${programName()} list envs'. Only a preset with a name has its own.`,
  );
}
