// trainyard resume <run>
import type { Command } from 'commander';
import { backendName } from '../../tensor/index.js';
import { resume } from '../../train/index.js';
import { addOpenOptions, type OpenFlags, openOptions } from '../opening.js';
import { group, print } from '../print.js';
import { finish, type SessionFlags, sessionCallbacks } from '../session.js';
import { wholeNumber } from '../values.js';

interface ResumeFlags extends SessionFlags, OpenFlags {
  steps?: number;
  episodes?: number;
  iterations?: number;
}

export function addResume(program: Command): void {
  const command = program
    .command('resume')
    .summary('go on with a run')
    .description(
      'Goes on with a run from its last whole checkpoint, exactly: metrics and weights become those of a run that ' +
        'was never interrupted. With --steps the run gets a new total, and schedules such as ε or a falling learning ' +
        'rate, which are functions of step/total, follow the curve of a run planned for that total from here on.',
    )
    .argument('<run>', 'run folder')
    .option('-n, --steps <n>', 'new total of environment steps', wholeNumber(1))
    .option('--episodes <n>', 'new total of a run that counts episodes', wholeNumber(1))
    .option('--iterations <n>', 'new total of a run that counts iterations', wholeNumber(1))
    .option('-q, --quiet', 'no progress')
    .option('--no-report', 'do not draw report.html and episode.gif');
  addOpenOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard resume runs/cartpole
  $ trainyard resume runs/cartpole --steps 100_000`,
    )
    .action(run);
}

async function run(path: string, flags: ResumeFlags): Promise<void> {
  const { signals, callbacks } = sessionCallbacks(flags);
  const result = await resume(path, {
    ...openOptions(flags),
    totalSteps: flags.steps,
    totalEpisodes: flags.episodes,
    totalIterations: flags.iterations,
    callbacks,
    onStart: (_folder, { algo, env, budget: { amount, unit } }, step) => {
      const planned = unit === 'steps' ? `of ${group(amount)}` : `(${group(amount)} ${unit} in all)`;
      print(`Resuming ${algo} on ${env.id} at step ${group(step)} ${planned}, kernels: ${backendName()}`);
    },
  });
  await finish(result, signals, flags);
}
