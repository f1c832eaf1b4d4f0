// trainyard eval <run>
import type { Command } from 'commander';
import { inEnv } from '../../agents/load-agent.js';
import { envSpec, loadEnv, makeVec } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { backend, backendName } from '../../tensor/index.js';
import {
  evaluatePolicy,
  evaluationSeed,
  formatScore,
  formatSuccess,
  formatTracked,
  importModules,
  isRegistered,
  loadRun,
  normalizedScore,
  type References,
  RunFolder,
  seedOf,
} from '../../train/index.js';
import { addOpenOptions, type OpenFlags, openOptions } from '../opening.js';
import { bold, group, print } from '../print.js';
import { environmentOptions } from '../settings.js';
import { keyValue, number, wholeNumber } from '../values.js';

const PARALLEL = 100;

interface EvalFlags extends OpenFlags {
  episodes: number;
  seed?: number;
  envSet?: Record<string, string>;
  last?: boolean;
  stochastic?: boolean;
  epsilon?: number;
  random?: number;
  expert?: number;
  json?: boolean;
}

export function addEval(program: Command): void {
  const command = program
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
    .option('--env <id>', 'another environment with the same observations and actions')
    .option('--env-set <key=value>', 'an option of that environment; repeatable', keyValue)
    .option('--last', 'the last weights, not the best')
    .option('--stochastic', 'sample the policy instead of acting greedily')
    .option(
      '--epsilon <p>',
      'probability of a random action in each step (default: as the run was evaluated)',
      number,
    )
    .option('--random <r>', 'mean return of a random policy, and …', number)
    .option('--expert <r>', '… of an expert: tells the score between them, 0 to 100', number)
    .option('--json', 'print one JSON object with every return and length');
  addOpenOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard eval runs/cartpole --episodes 100
  $ trainyard eval runs/cartpole --episodes 20 --seed 7 --json
  $ trainyard eval runs/clone --random 22 --expert 500
  $ trainyard eval runs/lake --env FrozenLake-v1 --env-set isSlippery=false`,
    )
    .action(run);
}

async function run(path: string, flags: EvalFlags): Promise<void> {
  const { episodes, last, stochastic, json } = flags;
  const references = referencesOf(flags);
  const { program } = RunFolder.open(path).config.env;
  if (flags.import) await importModules(flags.import);
  // Of a run made by a program, --env tells what its environment is called now; of any other, what to play instead.
  const { env: _, ...opening } = openOptions(flags);
  const { agent, config, envs, kind, step } = await loadRun(path, {
    ...opening,
    ...(program && { env: flags.env }),
    weights: last ? 'last' : 'best',
  });
  const other = program ? undefined : flags.env;
  if (flags.envSet && !other)
    throw new UserError('--env-set belongs to --env: name the environment to play as well.');
  const id = other ?? config.env.id;
  const numEnvs = Math.min(episodes, PARALLEL);
  if (other) await loadEnv(other);
  const env = other
    ? makeVec(other, { numEnvs, options: environmentOptions(other, flags.envSet) })
    : envs.makeEvaluation(numEnvs);
  const seed = flags.seed ?? evaluationSeed(seedOf(config), 0);
  const epsilon = flags.epsilon ?? config.evaluation.epsilon ?? 0;
  const player = other ? inEnv(agent, other, environmentOptions(other, flags.envSet)) : agent;
  const evaluation = evaluatePolicy(player, env, { episodes, seed, epsilon, deterministic: !stochastic });
  env.close();
  const score = references && normalizedScore(evaluation.mean, references);
  if (json) {
    print(
      JSON.stringify({
        env: id,
        algo: config.algo,
        weights: kind,
        step,
        seed,
        episodes,
        ...(epsilon > 0 && { epsilon }),
        backend: backend(),
        ...evaluation,
        ...(score !== undefined && { score }),
      }),
    );
    return;
  }
  const threshold = isRegistered(id) ? envSpec(id).rewardThreshold : undefined;
  print(
    `${config.algo} on ${id}, ${kind} weights (step ${group(step)}), ${episodes} episodes from seed ${seed}${epsilon > 0 ? `, ε ${epsilon}` : ''}, kernels: ${backendName()}:`,
  );
  print(
    `mean return ${bold(formatScore(evaluation, threshold))}, mean length ${evaluation.meanLength.toFixed(1)}` +
      (evaluation.successRate === undefined ? '' : `, success ${formatSuccess(evaluation.successRate)}`) +
      formatTracked(evaluation.tracked) +
      (score === undefined ? '' : `, score ${bold(score.toFixed(1))} (random 0, expert 100)`),
  );
}

/** Both or none. */
function referencesOf({ random, expert }: EvalFlags): References | undefined {
  if (random === undefined && expert === undefined) return undefined;
  if (random !== undefined && expert !== undefined && random !== expert) return { random, expert };
  throw new UserError(
    'A score lies between two different mean returns: give both, --random <r> --expert <r>.',
  );
}
