// trainyard report <run>
import type { Command } from 'commander';
import { writeReport } from '../../report/index.js';
import { tellBackend } from '../backend.js';
import { addOpenOptions, type OpenFlags, openOptions } from '../opening.js';
import { print, shortPath } from '../print.js';

export function addReport(program: Command): void {
  const command = program
    .command('report')
    .summary('draw report.html and episode.gif of a run')
    .description(
      'Draws the curves and an episode of a run, also while it is going on. Modules that the run names are not imported: ' +
        'an environment of your own is drawn when you name its module.',
    )
    .argument('<run>', 'run folder');
  addOpenOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard report runs/cartpole
  $ trainyard report runs/corridor --import ./corridor.js`,
    )
    .action(async (path: string, flags: OpenFlags) => {
      const { report, gif } = await writeReport(path, openOptions(flags));
      tellBackend(flags);
      for (const file of [report, gif]) if (file) print(shortPath(file));
    });
}
