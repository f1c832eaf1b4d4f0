// trainyard bench results
import type { Command } from 'commander';
import { collectResults } from '../../results/index.js';
import { group, note, print } from '../print.js';
import { commaList, wholeNumber } from '../values.js';

interface Options {
  algos?: string[];
  envs?: string[];
  seeds: number;
  episodes: number;
  out: string;
  docs?: string;
  jobs?: number;
}

export function addBench(program: Command): void {
  const bench = program.command('bench').summary('measure agents').description('Measures agents.');
  bench
    .command('results')
    .summary('train presets with several seeds and write the results page')
    .description(
      'Trains presets with several seeds on all cores and writes the table and curves of docs/results.md. ' +
        'Stopped at any time, it goes on where it was; finished runs are not repeated.',
    )
    .option('--algos <list>', 'algorithms, separated by commas (default: all with presets)', commaList)
    .option('--envs <list>', 'environments, separated by commas (default: all with presets)', commaList)
    .option('--seeds <n>', 'seeds 0 to n - 1', wholeNumber(1), 5)
    .option('--episodes <n>', 'episodes of the evaluation that ends a run', wholeNumber(1), 100)
    .option('--out <folder>', 'where the runs are', 'runs/results')
    .option('--docs <folder>', 'where the page goes', 'docs')
    .option('--jobs <n>', 'runs at a time (default: one per core)', wholeNumber(1))
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard bench results --algos dqn --envs CartPole-v1
  $ trainyard bench results --seeds 3 --jobs 2`,
    )
    .action(async (options: Options) => {
      const cells = await collectResults({
        ...options,
        onResult: ({ algo, env, seed }, { best, last, seconds }) =>
          note(
            `${algo} ${env} seed ${seed}: best ${best.mean.toFixed(1)} (step ${group(best.step)}), ` +
              `last ${last.mean.toFixed(1)}, ${seconds.toFixed(1)} s`,
          ),
      });
      print(`${cells.length} rows written to ${options.docs}/results.md`);
    });
}
