// trainyard bench results, bench rainbow-parts
import type { Command } from 'commander';
import { type Cell, collectRainbowParts, collectResults, type ResultsOptions } from '../../results/index.js';
import { importModules } from '../../train/index.js';
import { chooseKernels } from '../../train/kernels.js';
import { type BackendFlag, backendOption, tellBackend } from '../backend.js';
import { note, print } from '../print.js';
import { seedLine } from '../seeds.js';
import { commaList, list, wholeNumber } from '../values.js';

interface Options extends BackendFlag {
  algos?: string[];
  envs?: string[];
  firstSeed: number;
  seeds: number;
  episodes: number;
  out: string;
  docs?: string;
  jobs?: number;
  import?: string[];
}

export function addBench(program: Command): void {
  const bench = program.command('bench').summary('measure agents').description('Measures agents.');
  shared(
    bench
      .command('results')
      .summary('train presets with several seeds and write the results page')
      .description(
        'Trains presets with several seeds on all cores and writes the table and curves of docs/results.md. ' +
          'Stopped at any time, it goes on where it was; finished runs are not repeated.',
      )
      .option(
        '--algos <list>',
        'algorithms, separated by commas (default: all with presets, and random)',
        commaList,
      )
      .option('--envs <list>', 'environments, separated by commas (default: all with presets)', commaList),
  )
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard bench results --algos dqn --envs CartPole-v1
  $ trainyard bench results --seeds 3 --jobs 2`,
    )
    .action((options: Options) => collect(options, collectResults));
  shared(
    bench
      .command('rainbow-parts')
      .summary('train Rainbow without each of its parts and write the results page')
      .description(
        "Trains Rainbow's preset, and the same without each of its six parts in turn, with several seeds, and adds " +
          'table and curves to docs/results.md.',
      )
      .requiredOption('--envs <list>', 'environments, separated by commas', commaList),
  ).action((options: Options & { envs: string[] }) => collect(options, collectRainbowParts));
}

/** What every way of measuring can be told. */
function shared(command: Command): Command {
  return command
    .option('--first-seed <n>', 'first seed; presets were tuned on those below 100', wholeNumber(0), 100)
    .option('--seeds <n>', 'how many from there on', wholeNumber(1), 5)
    .option('--episodes <n>', 'episodes of the evaluation that ends a run', wholeNumber(1), 300)
    .option('--out <folder>', 'where the runs are', 'runs/results')
    .option('--docs <folder>', 'where the page goes', 'docs')
    .option('--jobs <n>', 'runs at a time (default: one per core)', wholeNumber(1))
    .addOption(backendOption('kernels to compute with (default: wasm)'))
    .option('--import <module>', 'a module that defines algorithms or environments; repeatable', list);
}

async function collect<O extends Options>(
  { import: imports = [], ...options }: O,
  measure: (options: Omit<O, 'import'> & ResultsOptions) => Promise<Cell[]>,
): Promise<void> {
  await importModules(imports);
  chooseKernels(options.backend);
  tellBackend(options);
  const cells = await measure({
    ...options,
    imports,
    onResult: ({ options: { algo, env } }, result) => note(`${algo} ${env} ${seedLine(result)}`),
  });
  print(`${cells.length} rows written to ${options.docs}/results.md`);
}
