// The training section: whole trainings in environment steps a second, beside Stable-Baselines3 and JAX, and where our
// time goes.
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
  /** 128-bit peak with FMA, GF/s. */
  peak: number;
}

/** Runs the section and answers its Markdown. Every run has a process of its own and is timed from its first step. */
export async function algorithmSection({ only, rounds, quick, python, peak }: Options): Promise<string> {
  const chosen = trainingTasks.filter(({ name }) => !only || only.includes(name));
  if (chosen.length === 0) return '';
  const specs = contenders(python);
  const rows: string[][] = [];
  for (const task of chosen) {
    process.stderr.write(`${task.title}\n`);
    const totalSteps = quick ? task.totalSteps / 4 : task.totalSteps;
    const able = specs.filter(({ id }) => (id !== 'jax' || task.jax) && (id !== 'sb3' || !task.ownOnly));
    const answers = await alternate(able, Math.min(rounds, 3), (spec, seed) =>
      train(spec, task, seed, totalSteps),
    );
    rows.push(row(task, totalSteps, new Map(able.map(({ id }, k) => [id, answers[k]!])), specs, peak));
  }
  const shown = COLUMNS.filter(([, needed]) => needed.every((id) => specs.some((spec) => spec.id === id)));
  const last = ['of the 128-bit peak', 'environment', 'policy, storing', 'update', 'solved after'];
  return `${notes(python, specs)}\n\n${table(['training', ...shown.map(([title]) => title), ...last], rows)}`;
}

function contenders(python: Python | null): ContenderSpec[] {
  const engine = (id: string, title: string, env: Record<string, string> = {}) =>
    ours(id, `Trainyard, ${title}`, 'training.js', env);
  const specs = [engine('ours', 'FMA'), engine('ours2', 'FMA, 2 threads', { TRAINYARD_THREADS: '2' })];
  if (hasNative) specs.push(engine('native', 'native', { TRAINYARD_BACKEND: 'native' }));
  const { stable_baselines3: sb3, jax, optax } = python?.versions ?? {};
  if (sb3) specs.push(theirs('sb3', 'Stable-Baselines3', [python!.program, 'sb3_training.py']));
  if (jax && optax) specs.push(theirs('jax', 'JAX', [python!.program, 'jax_training.py']));
  return specs;
}

type Speed = (id: string) => number | undefined;

/** Columns of speeds: title, the contenders that they need, and what they show. */
const COLUMNS: [title: string, needed: string[], show: (speed: Speed) => string][] = [
  ['steps/s', ['ours'], (speed) => perSecond(speed('ours'))],
  ['2 threads', ['ours2'], (speed) => perSecond(speed('ours2'))],
  ['native', ['native'], (speed) => perSecond(speed('native'))],
  ['SB3', ['sb3'], (speed) => perSecond(speed('sb3'))],
  ['steps/s / SB3', ['sb3'], (speed) => ratio(speed('ours'), speed('sb3'))],
  ['native / SB3', ['sb3', 'native'], (speed) => ratio(speed('native'), speed('sb3'))],
  ['JAX', ['jax'], (speed) => perSecond(speed('jax'))],
  ['steps/s / JAX', ['jax'], (speed) => ratio(speed('ours'), speed('jax'))],
  ['native / JAX', ['jax', 'native'], (speed) => ratio(speed('native'), speed('jax'))],
];

function notes(python: Python | null, specs: ContenderSpec[]): string {
  const has = (id: string) => specs.some((spec) => spec.id === id);
  const { torch, stable_baselines3: sb3, jax } = python?.versions ?? {};
  return [
    'Environment steps a second of whole trainings, FMA kernels, on one thread unless said, each in a fresh process (so compilation by ' +
      'the JavaScript engine is in it), median over seeds. *Of the 128-bit peak*: the products of the task at that rate, as ' +
      'a share of what one core can do with 128-bit vectors. *Solved*: the mean return of the last 100 training episodes ' +
      'reaches 475.',
    has('sb3')
      ? `Stable-Baselines3 ${sb3} with PyTorch ${torch}, the same settings, alternating with ours.`
      : '`python3` has no Stable-Baselines3, so there is nothing of it to compare with.',
    ...(has('jax')
      ? [
          `JAX ${jax}: the whole training, environments included, as one compiled program (\`bench/jax_training.py\`), its compilation not counted.`,
        ]
      : []),
  ].join(' ');
}

function row(
  task: TrainingTask,
  totalSteps: number,
  runs: Map<string, Training[]>,
  specs: ContenderSpec[],
  peak: number,
): string[] {
  const mine = runs.get('ours')!;
  const speed: Speed = (id) => {
    const measured = runs.get(id);
    return measured && median(measured.map(({ stepsPerSecond }) => stepsPerSecond));
  };
  const percent = (part: (run: Training) => number) => `${Math.round(100 * median(mine.map(part)))} %`;
  const solved = mine.flatMap((run) => run.solvedAfter ?? []);
  const shown = COLUMNS.filter(([, needed]) => needed.every((id) => specs.some((spec) => spec.id === id)));
  const busy = 1 - (task.idleSteps ?? 0) / totalSteps;
  const share = task.megaflops && (speed('ours')! * busy * task.megaflops) / (peak * 1000);
  return [
    task.title,
    ...shown.map(([, , show]) => show(speed)),
    share ? `${Math.round(100 * share)} %` : '–',
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
