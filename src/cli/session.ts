// What `train` and `resume` have in common: progress, signals, the summary at the end.
import { envSpec } from '../envs/index.js';
import { formatScore, formatSuccess, formatTracked } from '../evaluate/index.js';
import { shellWord } from '../io/shell.js';
import { writeReport } from '../report/index.js';
import {
  isRegistered,
  ProgressBarCallback,
  RunFolder,
  StopOnSignal,
  signalExitCodes,
  type TrainResult,
  trackedMeans,
} from '../train/index.js';
import { bold, dim, green, group, note, print, programName, shortPath } from './print.js';

export interface SessionFlags {
  quiet?: boolean;
  report: boolean;
}

/** Callbacks of a session on the command line. */
export function sessionCallbacks({ quiet }: SessionFlags) {
  const signals = new StopOnSignal((signal) => {
    note(
      `${signal} received: finishing this iteration and writing a checkpoint (once more to quit at once).`,
    );
  });
  return { signals, callbacks: quiet ? [signals] : [new ProgressBarCallback(), signals] };
}

/** Tells how it went, draws the report, and says what can be done next. */
export async function finish(
  { folder, config, step, seconds, finished, stopReason, evaluation }: TrainResult,
  signals: StopOnSignal,
  { report }: SessionFlags,
): Promise<void> {
  const path = shellWord(shortPath(folder));
  const resume = `${programName()} resume ${path}`;
  if (!finished) {
    const why = stopReason === undefined || signals.received ? '' : ` (${stopReason})`;
    print(`Stopped at step ${group(step)}${why}; the checkpoint is written. Go on with:\n\n  ${resume}\n`);
    if (signals.received) process.exitCode = signalExitCodes[signals.received];
    return;
  }
  print(
    `Trained for ${group(step)} steps in ${seconds.toFixed(1)} s (${group(Math.round(step / seconds))} steps/s).`,
  );
  if (stopReason !== undefined) print(`Ended before the budget was used up: ${stopReason}.`);
  const tracked = trackedMeans(RunFolder.open(folder).metricsRows());
  if (Object.keys(tracked).length > 0)
    print(`Mean of all episodes of the training${formatTracked(tracked)}.`);
  if (evaluation) {
    const { mean, returns, checkpoint, successRate } = evaluation;
    const { id } = config.env;
    const threshold = isRegistered(id) ? envSpec(id).rewardThreshold : undefined;
    const solved = threshold !== undefined && mean >= threshold;
    const verdict =
      threshold === undefined ? '' : `, ${solved ? green('solved') : 'not solved'} (threshold ${threshold})`;
    const success = successRate === undefined ? '' : `, success ${formatSuccess(successRate)}`;
    print(
      `${returns.length} greedy episodes with the ${checkpoint} weights (step ${group(evaluation.step)}): ` +
        `mean return ${bold(formatScore(evaluation, threshold))}${success}${formatTracked(evaluation.tracked)}${verdict}`,
    );
  }
  if (report) await writeReport(folder);
  print(`\nRun folder: ${bold(path)}${report ? dim('  (open report.html in a browser)') : ''}\n`);
  print(`  ${programName()} watch ${path}`);
  print(`  ${programName()} eval ${path} --episodes 100`);
  const { amount, unit } = config.budget;
  print(`  ${resume} --${unit} ${2 * amount}`);
}
