// trainyard watch <run>
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { toText } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { type Frame, playEpisode, terminalPicture } from '../../report/index.js';
import { evaluationSeed, formatReturn, loadRun, seedOf } from '../../train/index.js';
import { tellBackend } from '../backend.js';
import { addOpenOptions, type OpenFlags, openOptions } from '../opening.js';
import { bold, print } from '../print.js';
import { wholeNumber } from '../values.js';

interface WatchFlags extends OpenFlags {
  episodes: number;
  fps: number;
  seed?: number;
}

export function addWatch(program: Command): void {
  const command = program
    .command('watch')
    .summary('watch the agent of a run play')
    .description(
      'Plays episodes in the terminal. When the output is not a terminal, only their last frames are printed.',
    )
    .argument('<run>', 'run folder')
    .option('-e, --episodes <n>', 'episodes', wholeNumber(1), 1)
    .option('--fps <n>', 'steps shown per second', wholeNumber(1), 30)
    .option('-s, --seed <n>', 'seed of the first episode (default: from the run’s seed)', wholeNumber(0));
  addOpenOptions(command)
    .addHelpText(
      'after',
      `
Example:
  $ trainyard watch runs/cartpole --episodes 3`,
    )
    .action(run);
}

async function run(path: string, { episodes, fps, ...flags }: WatchFlags): Promise<void> {
  const { agent, config, envs } = await loadRun(path, openOptions(flags));
  tellBackend(flags);
  const env = envs.stage();
  const first = flags.seed ?? evaluationSeed(seedOf(config), 0);
  for (let episode = 0; episode < episodes; episode++) {
    let last: Frame | undefined;
    for (const frame of playEpisode(agent, env, { seed: first + episode })) {
      if (process.stdout.isTTY) await show(frame, fps);
      last = frame;
    }
    if (!last) throw new UserError(`${config.env.id} does not draw, so there is nothing to watch.`);
    if (!process.stdout.isTTY) print(toText(last.drawing));
    print(`Episode ${episode + 1}: return ${bold(formatReturn(last.return))} in ${last.step} steps\n`);
  }
  env.close?.();
}

/** Draws over the frame before. */
async function show({ drawing, step, return: total }: Frame, fps: number): Promise<void> {
  const { columns, rows } = process.stdout;
  // Two lines are for the words below and the cursor.
  const room = { columns: Math.min(columns, 100), rows: rows - 3, depth: process.stdout.getColorDepth() };
  const text = terminalPicture(drawing, room).join('\n');
  const cursor = step === 0 ? '\u001b[2J\u001b[H' : '\u001b[H';
  const lines = `${text}\nstep ${step}   return ${formatReturn(total)}`.replaceAll('\n', '\u001b[K\n');
  process.stdout.write(`${cursor}${lines}\u001b[K\n\u001b[J`);
  await pause(1000 / fps);
}
