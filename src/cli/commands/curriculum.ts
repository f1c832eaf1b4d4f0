// trainyard curriculum <env...>
import type { Command } from 'commander';
import { loadEnv } from '../../envs/index.js';
import { type CurriculumOptions, curriculum, formatSuccess, importModules } from '../../train/index.js';
import { backendOption } from '../backend.js';
import { note, print, shortPath } from '../print.js';
import { hyperparameters } from '../settings.js';
import { sharedOptions, type TrainingFlags } from '../training-flags.js';
import { commaList, keyValue, list, namedList, wholeNumber } from '../values.js';

interface Flags extends Omit<TrainingFlags, 'steps'> {
  steps?: string[];
  out: string;
}

export function addCurriculum(program: Command): void {
  program
    .command('curriculum')
    .summary('train on one environment after the other, weights carried over')
    .description(
      'Trains on the environments in their order, each run begun with the best weights of the one before (`train --from`), ' +
        'with the settings of the first one’s preset unless told otherwise. Stopped at any time, the same command goes on.',
    )
    .argument('<env...>', 'environment ids with equal spaces')
    .requiredOption('-o, --out <dir>', 'folder that gets a run folder per environment')
    .option('-a, --algo <name>', 'algorithm', 'dqn')
    .option('-n, --steps <list>', 'environment steps of each, separated by commas', commaList)
    .option('-s, --seed <n>', 'seed of every run (default: 0)', wholeNumber(0))
    .option('--set <key=value>', 'a hyperparameter; repeatable', keyValue)
    .option('--wrap <name:key=value>', 'a wrapper; repeatable, the innermost first', namedList)
    .option('--num-envs <n>', 'environments stepped together', wholeNumber(1))
    .option('--preset <name>', 'settings to start from, by name or in a JSON file')
    .option('--import <module>', 'a module that defines what you use; repeatable', list)
    .addOption(backendOption('kernels (default: wasm)'))
    .addHelpText(
      'after',
      `
Example:
  $ trainyard curriculum MiniGrid-DoorKey-5x5-v0 MiniGrid-DoorKey-6x6-v0 MiniGrid-DoorKey-8x8-v0 --algo ppo --out runs/doors`,
    )
    .action(run);
}

async function run(envs: string[], { steps, ...flags }: Flags): Promise<void> {
  await importModules(flags.import ?? []);
  for (const env of envs) await loadEnv(env);
  const { env: _, out: __, ...shared } = sharedOptions(envs[0]!, flags);
  const options: CurriculumOptions = {
    ...shared,
    ...{ envs, out: flags.out, config: hyperparameters(flags.algo, flags.set), imports: flags.import ?? [] },
    ...(steps && { steps: steps.map((text) => wholeNumber(1)(text)) }),
    onWarning: note,
    onStage: (folder, env, { mean, successRate }) => {
      const success = successRate === undefined ? '' : `, success ${formatSuccess(successRate)}`;
      print(`${env}: mean return ${mean.toFixed(3)}${success}, ${shortPath(folder)}`);
    },
  };
  await curriculum(options);
}
