// All labs, in the order of the chapters; each is loaded when it is wanted.
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';
import type { Lab } from './kit/lab.js';

type Load = () => Promise<{ lab: Lab }>;

const LABS: Record<string, Load> = {
  fibonacci: () => import('./chapter-1/fibonacci.js'),
  'tic-tac-toe-table': () => import('./chapter-1/tic-tac-toe-table.js'),
  'epsilon-greedy': () => import('./chapter-2/epsilon-greedy.js'),
  'softmax-bandit': () => import('./chapter-2/softmax-bandit.js'),
  'ad-placement': () => import('./chapter-2/ad-placement.js'),
  'network-primer': () => import('./chapter-2/network-primer.js'),
  'baby-mdp': () => import('./chapter-2/baby-mdp.js'),
  'gridworld-engine': () => import('./chapter-3/gridworld-engine.js'),
  'tabular-q': () => import('./chapter-3/tabular-q.js'),
  'online-q': () => import('./chapter-3/online-q.js'),
  forgetting: () => import('./chapter-3/forgetting.js'),
  'experience-replay': () => import('./chapter-3/experience-replay.js'),
  'step-cost': () => import('./chapter-3/step-cost.js'),
  'larger-boards': () => import('./chapter-3/larger-boards.js'),
  'convolutional-q': () => import('./chapter-3/convolutional-q.js'),
  'gym-basics': () => import('./chapter-4/gym-basics.js'),
  reinforce: () => import('./chapter-4/reinforce.js'),
  advantage: () => import('./chapter-4/advantage.js'),
  returns: () => import('./chapter-5/returns.js'),
  'pool-and-queue': () => import('./chapter-5/pool-and-queue.js'),
  'online-actor-critic': () => import('./chapter-5/online-actor-critic.js'),
  'distributed-actor-critic': () => import('./chapter-5/distributed-actor-critic.js'),
  'worker-modes': () => import('./chapter-5/worker-modes.js'),
  'solved-actor-critic': () => import('./chapter-5/solved-actor-critic.js'),
  strings: () => import('./chapter-6/strings.js'),
  neuroevolution: () => import('./chapter-6/neuroevolution.js'),
  'distributed-breeding': () => import('./chapter-6/distributed-breeding.js'),
  'evolution-strategies': () => import('./chapter-6/evolution-strategies.js'),
  'drug-trial': () => import('./chapter-7/drug-trial.js'),
  'distribution-tables': () => import('./chapter-7/distribution-tables.js'),
  'dist-dqn-simulated': () => import('./chapter-7/dist-dqn-simulated.js'),
  crossing: () => import('./chapter-7/crossing.js'),
  'live-distributions': () => import('./chapter-7/live-distributions.js'),
  'quantile-regression': () => import('./chapter-7/quantile-regression.js'),
  'risk-aware': () => import('./chapter-7/risk-aware.js'),
  'update-dist': () => import('./chapter-7/update-dist.js'),
  empowerment: () => import('./chapter-8/empowerment.js'),
  'recurrent-q': () => import('./chapter-8/recurrent-q.js'),
  'noisy-tv': () => import('./chapter-8/noisy-tv.js'),
  'curious-runner': () => import('./chapter-8/curious-runner.js'),
  'joint-actions': () => import('./chapter-9/joint-actions.js'),
  'ising-ring': () => import('./chapter-9/ising-ring.js'),
  'ising-grid': () => import('./chapter-9/ising-grid.js'),
  'independent-q': () => import('./chapter-9/independent-q.js'),
  battle: () => import('./chapter-9/battle.js'),
  'kernel-regression': () => import('./chapter-10/kernel-regression.js'),
  invariance: () => import('./chapter-10/invariance.js'),
  doorkey: () => import('./chapter-10/doorkey.js'),
  'doorkey-epsilon': () => import('./chapter-10/doorkey-epsilon.js'),
  curriculum: () => import('./chapter-10/curriculum.js'),
  glimpses: () => import('./chapter-10/glimpses.js'),
  'relational-digits': () => import('./chapter-10/relational-digits.js'),
  'graph-attention': () => import('./chapter-10/graph-attention.js'),
  'return-chain': () => import('./chapter-11/return-chain.js'),
  ppo: () => import('./chapter-11/ppo.js'),
  'prioritised-replay': () => import('./chapter-11/prioritised-replay.js'),
  options: () => import('./chapter-11/options.js'),
  'learnt-model': () => import('./chapter-11/learnt-model.js'),
  mcts: () => import('./chapter-11/mcts.js'),
  derivative: () => import('./appendix-a/derivative.js'),
  'gradient-descent': () => import('./appendix-a/gradient-descent.js'),
  'network-by-hand': () => import('./appendix-a/network-by-hand.js'),
  digits: () => import('./appendix-a/digits.js'),
  'slide-gradients': () => import('./course/slide-gradients.js'),
  'train-and-eval': () => import('./course/train-and-eval.js'),
  'network-heads': () => import('./course/network-heads.js'),
  'relu-chain': () => import('./course/relu-chain.js'),
  'recurrent-gradients': () => import('./course/recurrent-gradients.js'),
  'linear-attention': () => import('./course/linear-attention.js'),
  'low-rank-attention': () => import('./course/low-rank-attention.js'),
  'layers-by-hand': () => import('./course/layers-by-hand.js'),
  'transformer-layers': () => import('./course/transformer-layers.js'),
  'reversed-sequences': () => import('./course/reversed-sequences.js'),
  'transformer-memory': () => import('./course/transformer-memory.js'),
  gcn: () => import('./course/gcn.js'),
  gat: () => import('./course/gat.js'),
  'bellman-operators': () => import('./course/bellman-operators.js'),
  'values-and-actions': () => import('./course/values-and-actions.js'),
  'reinforce-estimator': () => import('./course/reinforce-estimator.js'),
  'assignment-dqn': () => import('./course/assignment-dqn.js'),
  'assignment-grid': () => import('./course/assignment-grid.js'),
  'lecture-dqn': () => import('./course/lecture-dqn.js'),
  'homework-dqn': () => import('./course/homework-dqn.js'),
  'three-kinds': () => import('./course/three-kinds.js'),
  'homework-ddpg': () => import('./course/homework-ddpg.js'),
  'cartpole-as-printed': () => import('./course/cartpole-as-printed.js'),
  'frozen-lake-tour': () => import('./course/frozen-lake-tour.js'),
};

/** The file of a lab below `src/labs`, without its ending. */
export function labFile({ chapter, name }: Pick<Lab, 'chapter' | 'name'>): string {
  const folder = chapter === 'course' ? 'course' : chapter === 'A' ? 'appendix-a' : `chapter-${chapter}`;
  return `${folder}/${name}`;
}

export const labNames: readonly string[] = Object.keys(LABS);

/** @throws {UserError} when there is none of that name. */
export async function loadLab(name: string): Promise<Lab> {
  if (Object.hasOwn(LABS, name)) return (await LABS[name]!()).lab;
  const near = nearest(name, labNames);
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '.';
  throw new UserError(`There is no lab '${name}'${hint} 'trainyard lab list' names all.`);
}
