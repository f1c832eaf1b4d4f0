// The environment section: steps a second of the core and of the families, single and in vectors of 64, beside Gymnasium and
// what it has of the families; full steps of worlds with many agents.
import { envFamilies, envSpecs } from 'trainyard';
import { makeParallel, multiEnvSpecs } from 'trainyard/envs/multi';
import { alternate, type Contender, inProcesses, ours, theirs } from './contender.js';
import type { Python } from './python.js';
import { median, perSecond, ratio, table } from './table.js';

export const VECTOR = 64;
/** Environments with an engine are measured for so much longer. */
const SLOWER = 6;
/** Of a family with more ids than this only the typical ones are measured. */
const MANY = 20;
const TYPICAL =
  /-(Empty-8x8|DoorKey-8x8|FourRooms|LavaCrossingS9N1|KeyCorridorS3R3|MultiRoom-N6|Dynamic-Obstacles-8x8)-v0$/;

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
  for (const { id, isSlow } of await measured()) {
    process.stderr.write(`${id}\n`);
    const [[single, gym], [vector, gymVector]] = await inProcesses(specs, async (contenders) => {
      const speeds = (vector?: number) =>
        speedsOf(contenders, { env: id, seconds: isSlow ? SLOWER * seconds : seconds, vector }, rounds);
      return [await speeds(), isSlow ? [] : await speeds(VECTOR)] as const;
    });
    const cells = [perSecond(gym), ratio(single, gym), perSecond(gymVector), ratio(vector, gymVector)];
    rows.push([id, perSecond(single), perSecond(vector), ...(version ? cells : [])]);
  }
  const families = (['minigrid', 'minatar', 'mujoco'] as const).flatMap((name) => {
    const found = python?.versions[name];
    return found ? [`${name} ${found}`] : [];
  });
  const peers = [`Gymnasium ${version}`, ...families].join(', ');
  const note =
    'Steps a second with random actions (drawn beforehand), resets included, every wrapper of `make` in place, each environment in a process of its own; median of ' +
    `${rounds} rounds${version ? `, alternating with ${peers} (its own vector of an environment where it has one, else \`SyncVectorEnv\`)` : '. `python3` has no Gymnasium, so there is nothing to compare with'}. ` +
    'A step of MuJoCo worlds and emulators is several frames (`frameSkip`); worlds with an engine are measured one at a time.';
  const header = [
    'environment',
    'single',
    `vector of ${VECTOR}`,
    ...(version ? ['Gymnasium, single', 'ratio', 'Gymnasium, vector', 'ratio'] : []),
  ];
  const many = await manyAgentRows(rounds, SLOWER * seconds);
  return (
    `${note}\n\n${table(header, rows)}\n\nWorlds with many agents: full steps a second, in each of which every living ` +
    `agent acts, random actions, through \`makeParallel\`.\n\n${table(['world', 'agents', 'steps', 'actions'], many)}`
  );
}

/** The core, and of each family all environments or, where it has many, some of different kinds. */
async function measured(): Promise<{ id: string; isSlow: boolean }[]> {
  const core = coreIds().map((id) => ({ id, isSlow: false }));
  const known = new Set(core.map(({ id }) => id));
  const families = [];
  for (const { entry, peers } of envFamilies()) {
    await import(entry);
    const ids = envSpecs().flatMap(({ id }) => (known.has(id) ? [] : [id]));
    for (const id of ids) known.add(id);
    const some = ids.length > MANY ? ids.filter((id) => TYPICAL.test(id)) : ids;
    families.push(...some.map((id) => ({ id, isSlow: peers !== undefined })));
  }
  return [...core, ...families];
}

async function manyAgentRows(rounds: number, seconds: number): Promise<string[][]> {
  const rows: string[][] = [];
  for (const { id } of multiEnvSpecs()) {
    // Where agents take turns there is no step of all of them.
    if (!/battle|ising/i.test(id)) continue;
    process.stderr.write(`${id}\n`);
    const agents = makeParallel(id).possibleAgents.length;
    const [steps] = await inProcesses([ours('ours', 'Trainyard', 'stepping.js')], (contenders) =>
      speedsOf(contenders, { command: 'manySteps', env: id, seconds }, rounds),
    );
    rows.push([id, String(agents), perSecond(steps), perSecond(steps && steps * agents)]);
  }
  return rows;
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

/** Ids of the environments that belong to no family, whatever has been imported. */
export function coreIds(): string[] {
  const prefixes = envFamilies().flatMap((family) => family.prefixes);
  return envSpecs().flatMap(({ id }) => (prefixes.some((prefix) => id.startsWith(prefix)) ? [] : [id]));
}
