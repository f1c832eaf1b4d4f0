// trainyard lab list, lab <name>, lab all
import type { Command } from 'commander';
import { UserError } from '../../io/errors.js';
import { labNames, loadLab } from '../../labs/index.js';
import { chapterTitle } from '../../labs/kit/chapters.js';
import { type LabRow, passed } from '../../labs/kit/run-lab.js';
import { LAB_FOLDER, type LabOutcome, runAllLabs, runLabIn } from '../../labs/kit/run-labs.js';
import { drawBar } from '../../train/callbacks/progress-bar.js';
import { type BackendFlag, backendOption, tellBackend } from '../backend.js';
import { bold, dim, green, note, print, shortPath, table } from '../print.js';
import { wholeNumber } from '../values.js';

const BAR_WIDTH = 24;

interface Options extends BackendFlag {
  seeds?: number;
  quick?: boolean;
  out: string;
  jobs?: number;
}

export function addLab(program: Command): void {
  program
    .command('lab')
    .summary('reproduce an experiment of the book or the courses')
    .description(
      'Runs an experiment of the book or the courses, checks its numbers and writes a page with its pictures and code. ' +
        "'list' names all; 'all' runs them on all cores and writes an index. Stopped at any time, it goes on where it was.",
    )
    .argument('<name>', "a lab, or 'list', or 'all'")
    .option('--seeds <n>', 'how many seeds, of labs that have some', wholeNumber(1))
    .option('--quick', 'small budgets; what chance decides is expected more loosely')
    .option('--out <folder>', 'where the pages go', LAB_FOLDER)
    .addOption(backendOption('kernels to compute with (default: wasm)'))
    .option('--jobs <n>', "of 'all': labs at a time (default: one per core)", wholeNumber(1))
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard lab epsilon-greedy
  $ trainyard lab all --quick

Exit codes: 0 all checks hold, 1 one does not.`,
    )
    .action((name: string, options: Options) => {
      if (name === 'list') return listLabs(options);
      return name === 'all' ? runAll(options) : runOne(name, options);
    });
}

async function listLabs({ out: _, ...options }: Options): Promise<void> {
  const [given] = Object.keys(options);
  if (given) throw new UserError(`--${given} belongs to labs that are run; 'lab list' only names them.`);
  const labs = await Promise.all(labNames.map(loadLab));
  let chapter = '';
  for (const lab of labs) {
    if (lab.chapter !== chapter) print(`${chapter ? '\n' : ''}${bold(chapterTitle(lab.chapter))}`);
    chapter = lab.chapter;
    print(`  ${lab.name.padEnd(26)}${dim(lab.title)}`);
  }
}

async function runOne(name: string, { jobs, ...options }: Options): Promise<void> {
  if (jobs !== undefined) throw new UserError("--jobs belongs to 'lab all'.");
  const lab = await loadLab(name);
  if (options.seeds !== undefined && lab.settings.seeds === undefined)
    throw new UserError(`--seeds: the lab ${name} has none to choose; leave it out.`);
  const result = await runLabIn({ name, ...options }, (what, done, total) => {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r\u001b[K${drawBar(done / total, BAR_WIDTH)} ${what}: ${done} of ${total} done`);
  });
  note('');
  tellBackend(options);
  print(bold(lab.title));
  print(table([['', 'reported', 'expected', 'here', ''], ...result.rows.map(row)], '  '));
  print(`Page: ${shortPath(`${options.out}/${name}.html`)}`);
  if (!passed(result)) process.exitCode = 1;
}

async function runAll(options: Options): Promise<void> {
  const outcomes = await runAllLabs({ ...options, onResult: (outcome) => note(outcomeLine(outcome)) });
  tellBackend(options);
  const good = outcomes.filter((outcome) => 'result' in outcome && passed(outcome.result)).length;
  print(`${good} of ${outcomes.length} labs hold. Index: ${shortPath(`${options.out}/index.md`)}`);
  if (good < outcomes.length) process.exitCode = 1;
}

function outcomeLine(outcome: LabOutcome): string {
  if (!('result' in outcome)) return `${outcome.name}: failed: ${outcome.error}`;
  const { name, rows, seconds } = outcome.result;
  const bad = rows.filter((each) => each.passed === false);
  const missed = bad
    .map(({ what, expected, here }) => `; ${what}: expected ${expected}, got ${here}`)
    .join('');
  return `${name}: ${bad.length === 0 ? 'PASS' : 'FAIL'} in ${seconds.toFixed(1)} s${missed}`;
}

function row({ what, reported, expected, here, passed, loosened }: LabRow): string[] {
  const verdict = passed === undefined ? '' : passed ? green('PASS') : 'FAIL';
  return [what, reported, loosened ? `${expected} (quick)` : expected, here, verdict];
}
