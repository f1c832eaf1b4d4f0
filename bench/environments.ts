// The environment section: steps a second of every registered environment, single and in vectors of 64.
import { envSpecs, make, makeVec, type VectorEnv } from '../src/envs/index.js';
import { Generator } from '../src/random/index.js';
import { startClock } from './clock.js';
import { median, perSecond, ratio, table } from './table.js';

/** Gymnasium 1.3, `make(id)` with random actions, one core of the machine this project was measured on, idle. */
const GYMNASIUM_SINGLE: Record<string, number> = {
  'CartPole-v1': 227e3,
  'MountainCarContinuous-v0': 156e3,
  'FrozenLake-v1': 163e3,
  'Taxi-v4': 147e3,
  'MountainCar-v0': 58e3,
  'Pendulum-v1': 44e3,
  'Acrobot-v1': 21e3,
};
/** Gymnasium 1.3, `CartPoleVectorEnv` (NumPy) of 64; other environments have no vectorised implementation. */
const GYMNASIUM_VECTOR: Record<string, number> = { 'CartPole-v1': 1.2e6 };

const VECTOR = 64;

interface Options {
  only: string[] | null;
  rounds: number;
  quick: boolean;
}

/** Runs the section and answers its Markdown. */
export function environmentSection({ only, rounds, quick }: Options): string {
  if (only && !only.includes('environments')) return '';
  const seconds = quick ? 0.05 : 0.2;
  const rows = envSpecs().map(({ id }) => {
    process.stderr.write(`${id}\n`);
    const single = median(Array.from({ length: rounds }, () => singleSpeed(id, seconds)));
    const vector = median(Array.from({ length: rounds }, () => vectorSpeed(id, seconds)));
    const [gym, gymVector] = [GYMNASIUM_SINGLE[id], GYMNASIUM_VECTOR[id]];
    return [
      id,
      perSecond(single),
      perSecond(vector),
      gym ? perSecond(gym) : '–',
      gym ? `**${ratio(single, gym)}**` : '–',
      gymVector ? `${perSecond(gymVector)} (**${ratio(vector, gymVector)}**)` : '–',
    ];
  });
  const header = [
    'environment',
    'single',
    `vector of ${VECTOR}`,
    'Gymnasium, single',
    'ratio',
    'Gymnasium, vector',
  ];
  const note =
    'Steps a second with random actions (drawn beforehand), resets included, every wrapper of `make` in place. ' +
    "Gymnasium's figures are constants, measured once on an idle machine of this kind.";
  return `${note}\n\n${table(header, rows)}`;
}

/** Enough actions to visit many states, few enough to stay in the cache. */
const ACTIONS = 1024;

function singleSpeed(id: string, seconds: number): number {
  const env = make(id);
  env.actionSpace.seed(1);
  const actions = Array.from({ length: ACTIONS }, () => env.actionSpace.sample());
  env.reset({ seed: 1 });
  return speed(seconds, 1, (i) => {
    const { terminated, truncated } = env.step(actions[i % ACTIONS] as never);
    if (terminated || truncated) env.reset();
  });
}

function vectorSpeed(id: string, seconds: number): number {
  const envs: VectorEnv = makeVec(id, { numEnvs: VECTOR });
  const { singleActionSpace: space } = envs;
  space.seed(1);
  const rng = new Generator(1);
  const pool = Array.from({ length: ACTIONS }, () => space.sample());
  const batches = Array.from({ length: 16 }, () => {
    const packed = new (space.packedType === 'float32' ? Float32Array : Int32Array)(
      VECTOR * space.packedSize,
    );
    for (let i = 0; i < VECTOR; i++)
      space.pack(pool[rng.integers(ACTIONS)] as never, packed as never, i * space.packedSize);
    return packed;
  });
  envs.reset({ seed: 1 });
  return speed(seconds, VECTOR, (i) => envs.step(batches[i % batches.length] as never));
}

/** Steps a second, after a warm-up of half the time. */
function speed(seconds: number, stepsPerCall: number, call: (i: number) => void): number {
  let i = 0;
  const during = (time: number) => {
    const first = i;
    const clock = startClock();
    const start = performance.now();
    while (performance.now() - start < time * 1000) for (const end = i + 64; i < end; i++) call(i);
    return ((i - first) * stepsPerCall) / (clock() / 1000);
  };
  during(seconds / 2);
  return during(seconds);
}
