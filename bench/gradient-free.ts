// What needs no gradient: planning in tables, bandits, tree search, and evolution over threads beside one.
import { banditStudy, ES, Gridworld, MCTS, mdp, QLearning } from 'trainyard';
import { makeAsync } from 'trainyard/envs';
import { WorkerPool } from 'trainyard/parallel';
import { rate } from './clock.js';
import { median, number, perSecond, table } from './table.js';

export const GRADIENT_FREE = 'gradient-free';

/** Generations of evolution that are timed, after one in which threads start. */
const GENERATIONS = 6;

/** Runs the section and answers its Markdown. */
export async function gradientFreeSection(rounds: number, seconds: number): Promise<string> {
  process.stderr.write('without a gradient\n');
  // First, as the thread that has run everything else is slower than a fresh one.
  const evolved = [
    ...(await evolution('CartPole-v1', 100, rounds)),
    ...(await evolution('Pendulum-v1', 20, rounds)),
  ];
  const board = new mdp.FiniteMDP(new Gridworld({ size: 100 }).P);
  const values = new Float64Array(board.numStates);
  const others = new Float64Array(board.numStates);
  const speeds: [what: string, step: (i: number) => void, of: number][] = [
    [
      'value iteration, 100 x 100 Gridworld: sweeps/s',
      (i) => mdp.sweep(board, 0.99, i % 2 ? others : values, i % 2 ? values : others),
      1,
    ],
    ['the same, Gauss-Seidel', () => mdp.sweep(board, 0.99, values, values), 1],
    ...(['epsilon-greedy', 'ucb1', 'thompson'] as const).map(
      (algo): [string, (i: number) => void, number] => [
        `10-armed bandit, \`${algo}\`: runs of 1,000 plays/s`,
        (seed) => banditStudy({ algo, bandits: 1, seed }),
        1,
      ],
    ),
    ['UCT, tic-tac-toe: simulations/s', await search('TicTacToe-v0'), 1000],
    ['UCT, connect four: simulations/s', await search('ConnectFour-v0'), 1000],
  ];
  const rows: string[][] = [];
  for (const [what, step, of] of speeds)
    rows.push([what, perSecond(await typical(rounds, () => of * rate(step, seconds)))]);
  rows.push(['Q-learning, FrozenLake-v1: steps/s', perSecond(await learning(rounds))]);
  for (const workers of [1, 2])
    rows.push([
      `worker pool, threads: ${workers}; µs of an empty job`,
      number(await emptyJob(workers, rounds)),
    ]);
  return table(['', 'measured'], [...rows, ...evolved]);
}

/** A search of 1,000 simulations from the first position. */
async function search(id: string): Promise<() => void> {
  const env = await makeAsync(id);
  const { observation } = env.reset({ seed: 1 });
  const agent = new MCTS(env as never, { simulations: 1000, seed: 1 });
  const actionMask = (env as { actionMask?(): Uint8Array }).actionMask?.();
  return () => void agent.predict(observation as never, { actionMask });
}

/** The median of what each round measures. */
async function typical(
  rounds: number,
  measure: (round: number) => number | Promise<number>,
): Promise<number> {
  const measured: number[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await measure(round));
  return median(measured);
}

function learning(rounds: number): Promise<number> {
  return typical(rounds, async (seed) => {
    const agent = new QLearning('FrozenLake-v1', { seed });
    const start = performance.now();
    await agent.learn({ totalSteps: 200_000 });
    return 200_000 / ((performance.now() - start) / 1000);
  });
}

async function emptyJob(workers: number, rounds: number): Promise<number> {
  const pool = new WorkerPool({ workers });
  const task = { module: new URL('./empty-job.js', import.meta.url), export: 'emptyJob' };
  const inputs = Array.from({ length: 2000 }, (_, i) => i);
  await pool.map(task, inputs);
  const time = await typical(rounds, async () => {
    const start = performance.now();
    await pool.map(task, inputs);
    return (1000 * (performance.now() - start)) / inputs.length;
  });
  await pool.close();
  return time;
}

/** Seconds of a generation with one thread and with two, alternating, and what share of the second is used. */
async function evolution(env: string, episodes: number, rounds: number): Promise<string[][]> {
  const times: Record<number, number[]> = { 1: [], 2: [] };
  for (let round = 0; round < rounds; round++)
    for (const workers of [1, 2]) times[workers]!.push(await generation(env, episodes, workers));
  const [one, two] = [median(times[1]!), median(times[2]!)];
  return [
    [`ES, ${env}, 40 x ${episodes} episodes: ms of a generation`, number(one)],
    ['the same with two threads', number(two)],
    ['parallel efficiency', (one / (2 * two)).toFixed(2)],
  ];
}

async function generation(env: string, episodes: number, workers: number): Promise<number> {
  const still = { sigma: 0.01, learningRate: 1e-9 };
  const agent = new ES(env, { ...still, episodes, hiddenSizes: [64, 64], workers, seed: 1 });
  let start = 0;
  const onIteration = () => {
    if (agent.generation === 1) start = performance.now();
  };
  await agent.learn({ totalIterations: 1 + GENERATIONS, callbacks: [{ onIteration }] });
  return (performance.now() - start) / GENERATIONS;
}
