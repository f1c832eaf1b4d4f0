// The training section: whole trainings in environment steps a second, beside Stable-Baselines3, and where our time goes.
import { alternate, askOnce, type ContenderSpec, ours, theirs } from './contender.js';
import { hasNative } from './paths.js';
import type { Python } from './python.js';
import { median, number, perSecond, ratio, table } from './table.js';
import type { Training } from './training.js';
import { sb3Arguments, type TrainingTask, trainingTasks } from './training-tasks.js';

interface Options {
  only: string[] | null;
  rounds: number;
  quick: boolean;
  python: Python | null;
}

/** Runs the section and answers its Markdown. Every run has a process of its own and is timed from its first step. */
export async function algorithmSection({ only, rounds, quick, python }: Options): Promise<string> {
  const chosen = trainingTasks.filter(({ name }) => !only || only.includes(name));
  if (chosen.length === 0) return '';
  const version = python?.versions.stable_baselines3;
  const specs = [ours('ours', 'Trainyard', 'training.js')];
  if (hasNative)
    specs.push(ours('native', 'Trainyard, native', 'training.js', { TRAINYARD_BACKEND: 'native' }));
  if (python && version) specs.push(theirs('sb3', 'Stable-Baselines3', [python.program, 'sb3_training.py']));
  const rows: string[][] = [];
  for (const task of chosen) {
    process.stderr.write(`${task.title}\n`);
    const totalSteps = quick ? task.totalSteps / 4 : task.totalSteps;
    const answers = await alternate(specs, Math.min(rounds, 3), (spec, seed) =>
      train(spec, task, seed, totalSteps),
    );
    const runs = new Map(specs.map(({ id }, k) => [id, answers[k]!]));
    rows.push(row(task, runs, version !== undefined));
  }
  const note =
    'Environment steps a second of whole trainings on one thread, FMA kernels, each in a fresh process (so compilation by ' +
    'the JavaScript engine is in it), median over seeds. *Solved*: the mean return of the last 100 training episodes ' +
    `reaches 475. ${version ? `Stable-Baselines3 ${version} with PyTorch ${python!.versions.torch}, the same settings, alternating with ours.` : '`python3` has no Stable-Baselines3, so there is nothing to compare with.'}`;
  const header = [
    'training',
    'steps/s',
    ...(hasNative ? ['native'] : []),
    ...(version ? ['SB3', 'ratio'] : []),
    ...['environment', 'policy, storing', 'update', 'solved after'],
  ];
  return `${note}\n\n${table(header, rows)}`;
}

function row(task: TrainingTask, runs: Map<string, Training[]>, withPeer: boolean): string[] {
  const mine = runs.get('ours')!;
  const speed = (id: string) => {
    const measured = runs.get(id);
    return measured && median(measured.map(({ stepsPerSecond }) => stepsPerSecond));
  };
  const percent = (part: (run: Training) => number) => `${Math.round(100 * median(mine.map(part)))} %`;
  const solved = mine.flatMap((run) => run.solvedAfter ?? []);
  return [
    task.title,
    perSecond(speed('ours')),
    ...(hasNative ? [perSecond(speed('native'))] : []),
    ...(withPeer ? [perSecond(speed('sb3')), ratio(speed('ours'), speed('sb3'))] : []),
    percent((run) => run.environment),
    percent((run) => 1 - run.environment - run.update),
    percent((run) => run.update),
    solved.length > 0 ? `${number(median(solved))} s (${solved.length} of ${mine.length})` : '–',
  ];
}

function train(spec: ContenderSpec, task: TrainingTask, seed: number, totalSteps: number): Promise<Training> {
  const { agent, env, numEnvs, config } = task;
  const settings = spec.id === 'sb3' ? { class: agent, ...sb3Arguments(task) } : { agent, config };
  return askOnce<Training>(spec, { command: 'train', env, numEnvs, seed, totalSteps, ...settings });
}
