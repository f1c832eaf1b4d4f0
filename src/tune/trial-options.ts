// The options of one run of a trial.
import type { SeedJob } from '../results/index.js';
import type { TrainOptions } from '../train/index.js';
import { type Params, settingsOf } from './dimensions.js';
import type { StudySettings } from './settings.js';
import { RUN_KEYS } from './space-check.js';

/** What the study says, with the parameters of the trial, for one seed. */
export function trialOptions(
  { run, space }: StudySettings,
  env: TrainOptions['env'],
  params: Params,
  seed: number,
  out: string,
): SeedJob['options'] {
  const isOfRun = (key: string) => (RUN_KEYS as readonly string[]).includes(key);
  const settings = Object.entries(settingsOf(space, params));
  return {
    ...run,
    ...Object.fromEntries(settings.filter(([key]) => isOfRun(key))),
    config: { ...run.config, ...Object.fromEntries(settings.filter(([key]) => !isOfRun(key))) },
    ...{ env, seed, out },
  };
}
