// The environment section: steps a second of every registered environment, single and in vectors of 64, beside Gymnasium.
import { envSpecs } from 'trainyard';
import { alternate, type Contender, inProcesses, ours, theirs } from './contender.js';
import type { Python } from './python.js';
import { median, perSecond, ratio, table } from './table.js';

export const VECTOR = 64;

interface Options {
  only: string[] | null;
  rounds: number;
  quick: boolean;
  python: Python | null;
}

interface Steps {
  /** null: the contender has no such environment. */
  stepsPerSecond: number | null;
}

/** Runs the section and answers its Markdown. */
export async function environmentSection({ only, rounds, quick, python }: Options): Promise<string> {
  if (only && !only.includes('environments')) return '';
  const version = python?.versions.gymnasium;
  const specs = [ours('ours', 'Trainyard', 'stepping.js')];
  if (python && version) specs.push(theirs('gymnasium', 'Gymnasium', [python.program, 'gymnasium_steps.py']));
  const seconds = quick ? 0.05 : 0.15;
  const rows: string[][] = [];
  for (const { id } of envSpecs()) {
    process.stderr.write(`${id}\n`);
    const [[single, gym], [vector, gymVector]] = await inProcesses(specs, async (contenders) => {
      const speeds = (vector?: number) => speedsOf(contenders, { env: id, seconds, vector }, rounds);
      return [await speeds(), await speeds(VECTOR)] as const;
    });
    const cells = [perSecond(gym), ratio(single, gym), perSecond(gymVector), ratio(vector, gymVector)];
    rows.push([id, perSecond(single), perSecond(vector), ...(version ? cells : [])]);
  }
  const note =
    'Steps a second with random actions (drawn beforehand), resets included, every wrapper of `make` in place, each environment in a process of its own; median of ' +
    `${rounds} rounds${version ? `, alternating with Gymnasium ${version} (its own vector of an environment where it has one, else \`SyncVectorEnv\`)` : '. `python3` has no Gymnasium, so there is nothing to compare with'}.`;
  const header = [
    'environment',
    'single',
    `vector of ${VECTOR}`,
    ...(version ? ['Gymnasium, single', 'ratio', 'Gymnasium, vector', 'ratio'] : []),
  ];
  return `${note}\n\n${table(header, rows)}`;
}

/** Median steps a second of each contender; undefined where one has no such environment. */
async function speedsOf(
  contenders: Contender[],
  request: Record<string, unknown>,
  rounds: number,
): Promise<(number | undefined)[]> {
  const answers = await alternate(contenders, rounds, (contender) =>
    contender.ask<Steps>({ command: 'steps', ...request }),
  );
  return answers.map((steps) => {
    const known = steps.flatMap(({ stepsPerSecond }) => stepsPerSecond ?? []);
    return known.length > 0 ? median(known) : undefined;
  });
}
