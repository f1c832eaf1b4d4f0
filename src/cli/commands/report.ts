// trainyard report <run>
import { type Command, Option } from 'commander';
import { type AttentionOf, writeReport } from '../../report/index.js';
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
    .argument('<run>', 'run folder')
    .addOption(
      new Option(
        '--attention [whose]',
        'also attention.gif: where relational features look, from the cell of the agent or the most that any cell does',
      )
        .choices(['agent', 'most'])
        .preset('agent'),
    );
  addOpenOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard report runs/cartpole
  $ trainyard report runs/corridor --import ./corridor.js`,
    )
    .action(async (path: string, flags: OpenFlags & { attention?: AttentionOf }) => {
      const { report, gif, attention } = await writeReport(path, {
        ...openOptions(flags),
        attention: flags.attention,
      });
      tellBackend(flags);
      for (const file of [report, gif, attention]) if (file) print(shortPath(file));
    });
}
