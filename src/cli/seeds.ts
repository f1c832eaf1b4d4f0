// Several seeds of one configuration: a line for each that is done, and what they come to.
import { formatScore, formatTracked } from '../evaluate/index.js';
import { shellWord } from '../io/shell.js';
import { formatSummary, type SeedResult, type SeedsOptions, trainSeeds } from '../results/index.js';
import { backendName } from '../tensor/index.js';
import { prepareRun, type TrainOptions } from '../train/index.js';
import { bold, group, note, print, programName, shortPath } from './print.js';

/** `seed 3: best 500.0 ± 0.0 (step 12,000), last 498.2 ± 3.1, 31.2 s`. */
export function seedLine({ seed, best, last, seconds, tracked }: SeedResult): string {
  return (
    `seed ${seed}: best ${formatScore(best)} (step ${group(best.step)}), last ${formatScore(last)}, ` +
    `${seconds.toFixed(1)} s${tracked ? `; episodes of the training${formatTracked(tracked)}` : ''}`
  );
}

/** @param onStart Called when what is asked for can be done, before anything is written. */
export async function runSeeds(
  options: TrainOptions,
  { seeds, jobs, finalEpisodes }: SeedsOptions,
  onStart: () => void,
): Promise<void> {
  const { seed: first = 0 } = options;
  (await prepareRun(options)).agent.env?.close();
  print(
    `Training ${options.algo} on ${options.env} with ${seeds} seeds from ${first} on, kernels: ${backendName()}.`,
  );
  onStart();
  const stop = () => {
    note('Stopped. The same command goes on where it was.');
    process.exit(130);
  };
  process.once('SIGINT', stop);
  try {
    const { folder, seeds: results } = await trainSeeds(options, {
      seeds,
      jobs,
      finalEpisodes,
      onResult: (result, done) => print(`[${done}/${seeds}] ${seedLine(result)}`),
    });
    const means = (weights: 'best' | 'last') => results.map((result) => result[weights].mean);
    print(`\nMean return over the seeds, with a 95 % bootstrap interval:`);
    print(`  best weights  ${bold(formatSummary(means('best')))}`);
    print(`  last weights  ${formatSummary(means('last'))}`);
    const example = shellWord(shortPath(`${folder}/seed-${first}`));
    print(`\nRun folders: ${bold(shortPath(folder))}\n\n  ${programName()} watch ${example}`);
  } finally {
    process.off('SIGINT', stop);
  }
}
