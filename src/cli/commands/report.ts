// trainyard report <run>
import type { Command } from 'commander';
import { writeReport } from '../../report/index.js';
import { print, shortPath } from '../print.js';

export function addReport(program: Command): void {
  program
    .command('report')
    .summary('draw report.html and episode.gif of a run')
    .description('Draws the curves and an episode of a run, also while it is going on.')
    .argument('<run>', 'run folder')
    .addHelpText(
      'after',
      `
Example:
  $ trainyard report runs/cartpole`,
    )
    .action(async (path: string) => {
      const { report, gif } = await writeReport(path);
      for (const file of [report, gif]) if (file) print(shortPath(file));
    });
}
