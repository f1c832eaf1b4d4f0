// trainyard eval <run>
import type { Command } from 'commander';
import { envSpec, makeVec } from '../../envs/index.js';
import { evaluatePolicy, evaluationSeed, formatScore, loadRun, seedOf } from '../../train/index.js';
import { bold, group, note, print } from '../print.js';
import { wholeNumber } from '../values.js';

const PARALLEL = 100;

interface EvalFlags {
  episodes: number;
  seed?: number;
  last?: boolean;
  stochastic?: boolean;
  json?: boolean;
}

export function addEval(program: Command): void {
  program
    .command('eval')
    .summary('evaluate the agent of a run')
    .description(
      'Plays whole episodes with the trained agent: the best weights that evaluations found, or the last.',
    )
    .argument('<run>', 'run folder')
    .option('-e, --episodes <n>', 'episodes', wholeNumber(1), 100)
    .option(
      '-s, --seed <n>',
      'seed of the first episode, the others follow (default: from the run’s seed)',
      wholeNumber(0),
    )
    .option('--last', 'the last weights, not the best')
    .option('--stochastic', 'sample the policy instead of acting greedily')
    .option('--json', 'print one JSON object with every return and length')
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard eval runs/cartpole --episodes 100
  $ trainyard eval runs/cartpole --episodes 20 --seed 7 --json`,
    )
    .action(run);
}

async function run(path: string, { episodes, last, stochastic, json, ...flags }: EvalFlags): Promise<void> {
  const { agent, config, kind, step } = await loadRun(path, {
    weights: last ? 'last' : 'best',
    onWarning: note,
  });
  const { id, options } = config.env;
  const seed = flags.seed ?? evaluationSeed(seedOf(config), 0);
  const env = makeVec(id, { numEnvs: Math.min(episodes, PARALLEL), options });
  const evaluation = evaluatePolicy(agent, env, { episodes, seed, deterministic: !stochastic });
  const { meanLength } = evaluation;
  if (json)
    print(JSON.stringify({ env: id, algo: config.algo, weights: kind, step, seed, episodes, ...evaluation }));
  else {
    print(
      `${config.algo} on ${id}, ${kind} weights (step ${group(step)}), ${episodes} episodes from seed ${seed}:`,
    );
    print(
      `mean return ${bold(formatScore(evaluation, envSpec(id).rewardThreshold))}, mean length ${meanLength.toFixed(1)}`,
    );
  }
}
