// What the book and the courses have to show, and the check of a lab that shows it.

export interface SyllabusRow {
  /** As labs have it: `1` to `11`, `A`, or `course`. */
  chapter: string;
  /** What the source has, by its own name. */
  name: string;
  /** The lab that shows it. */
  lab: string;
  /** The line of the lab's table that would fail if it did not hold. */
  check: string;
}

/** Rows of a chapter: name, lab, check. */
const rowsOf = (chapter: string, rows: readonly (readonly [string, string, string])[]): SyllabusRow[] =>
  rows.map(([name, lab, check]) => ({ chapter, name, lab, check }));

/** Every experiment of the material, in its order; the index of labs answers it row by row. */
export const syllabus: readonly SyllabusRow[] = [
  ...rowsOf('1', [
    ['Memoised Fibonacci numbers', 'fibonacci', 'calls for number 30, memoised'],
    ['Tic-tac-toe by a lookup table', 'tic-tac-toe-table', 'value of the first position'],
  ]),
  ...rowsOf('2', [
    ['ε-greedy bandit', 'epsilon-greedy', 'mean reward / that of the best arm'],
    ['Softmax bandit', 'softmax-bandit', 'mean reward / that of the best arm'],
    ['Contextual bandit: ad placement', 'ad-placement', 'greedy policy / the best one'],
    ['The most that τ = 2 earns there', 'ad-placement', 'drawn with τ = 2 from true means'],
    ['Network primer', 'network-primer', 'loss after 100 steps / before, worst seed'],
    ['Baby MDP', 'baby-mdp', 'largest error of the Bellman equation'],
  ]),
  ...rowsOf('3', [
    ['Gridworld engine', 'gridworld-engine', 'random boards with two things in a cell'],
    ['Boards that can be won', 'gridworld-engine', 'of those, to be won'],
    ['Tabular Q-learning', 'tabular-q', 'moves to the goal'],
    ['Online Q-network, static board', 'online-q', 'static board: moves, worst seed'],
    ['Online Q-network, any start', 'online-q', 'any start: games won (%), worst seed'],
    ['Online Q-network, random boards', 'online-q', 'random boards: games won (%), best seed'],
    ['Catastrophic forgetting', 'forgetting', 'goal and pit swapped for 200 games, best seed'],
    ['Experience replay', 'experience-replay', 'more than one move at a time (points)'],
    ['Target network', 'experience-replay', 'won with a target network too (%)'],
    ['Sparse rewards against a cost of steps', 'step-cost', 'worth of the cost (points)'],
    ['Larger boards', 'larger-boards', 'won on 6 x 6 (%)'],
    ['Convolutional Q on 4 x 4, tried on 5 x 5', 'convolutional-q', 'won on 5 x 5 (%)'],
  ]),
  ...rowsOf('4', [
    ['Gym basics with a random agent', 'gym-basics', 'mean length of an episode'],
    ['REINFORCE', 'reinforce', 'share of seeds: mean of 50 episodes ≥ 150, greedy ≥ 190'],
    ['The book’s weights of steps', 'reinforce', 'the book’s weights: mean of the last 50 episodes'],
    ['True returns beside them', 'reinforce', 'true returns: mean of the last 50 episodes'],
    [
      'Returns that are not normalised',
      'reinforce',
      'true returns, as they are: mean of the last 50 episodes',
    ],
    ['Advantage', 'advantage', 'return 10, value 4'],
  ]),
  ...rowsOf('5', [
    ['Pool', 'pool-and-queue', 'squares that map gives in their place'],
    ['Process, queue and shared counter', 'pool-and-queue', 'counted by four threads, atomically'],
    ['Calculator of returns', 'returns', '1, 1, -1, then a state of value 1'],
    ['Online actor-critic', 'online-actor-critic', 'advantage of reward 10 on the way from value 5 to 7'],
    [
      'Distributed Monte-Carlo actor-critic',
      'distributed-actor-critic',
      'whole episodes: the last 50, worst seed',
    ],
    ['Distributed N-step actor-critic', 'distributed-actor-critic', 'of whole episodes after as many steps'],
    ['Its workers in turns', 'worker-modes', 'in turns'],
    ['In step', 'worker-modes', 'in step, seven times the step size'],
    ['In threads', 'worker-modes', 'in 2 threads'],
    ['CartPole solved', 'solved-actor-critic', 'the best policy, greedily, worst seed'],
  ]),
  ...rowsOf('6', [
    ['Evolving strings', 'strings', 'found exactly when places count (share of seeds)'],
    ['Neuro-evolution', 'neuroevolution', 'seeds that find one (%)'],
    ['Distributed breeding', 'distributed-breeding', 'generations in which all have one population'],
    ['Evolution strategies', 'evolution-strategies', 'seeds that balance for 450 steps, greedily (%)'],
  ]),
  ...rowsOf('7', [
    ['Histograms of a drug trial', 'drug-trial', 'modes'],
    ['Tables of distributions', 'distribution-tables', 'KL divergence'],
    ['update_dist', 'update-dist', 'peaks after ten rewards'],
    ['Dist-DQN on simulated data', 'dist-dqn-simulated', 'probability of the reward, worst seed'],
    ['Dist-DQN crosses a road', 'crossing', 'seeds with 4 crossings or more in 1300 steps (%)'],
    ['DQN and C51 beside it', 'crossing', 'more than DQN, mean'],
    [
      'Frames beside live distributions',
      'live-distributions',
      'values acted on, and means of the distributions: largest difference',
    ],
    ['Quantile regression', 'quantile-regression', 'largest error of 9 quantiles'],
    ['Choice that minds risk', 'risk-aware', 'by the worst quarter: seeds that bet'],
  ]),
  ...rowsOf('8', [
    ['Curiosity in a platformer', 'curious-runner', 'mean furthest x over that by chance'],
    ['What teaches its encoder', 'curious-runner', 'the forward loss alone moves weights of the encoder by'],
    ['Noisy TV', 'noisy-tv', 'noise / cell, learnt features'],
    ['Random encoder', 'noisy-tv', 'noise / cell, random encoder'],
    ['Recurrent Q-network', 'recurrent-q', 'return with a memory, worst seed'],
    ['Empowerment', 'empowerment', 'capacity of a channel that flips one of ten'],
  ]),
  ...rowsOf('9', [
    ['Sizes of joint actions', 'joint-actions', 'ten agents of two actions'],
    ['Ising model on a ring', 'ising-ring', 'walls between domains, mean'],
    ['Ising model on a grid', 'ising-grid', 'majority of 100 magnets, median'],
    ['A battle by mean-field Q-learning', 'battle', 'battles won of 20, median'],
    ['Independent Q-learning beside', 'independent-q', 'walls more when nobody is seen'],
  ]),
  ...rowsOf('10', [
    ['Kernel regression', 'kernel-regression', 'squared error, weighted / k nearest'],
    ['Hard attention by glimpses', 'glimpses', 'more than at random places, least (points)'],
    ['Relational module on digits', 'relational-digits', 'relational: held-out digits read right (%)'],
    ['Convolutional network beside', 'relational-digits', 'weights, convolutional'],
    ['Graph attention', 'graph-attention', 'colours of the twin told right (%)'],
    ['Node attention', 'graph-attention', 'cells: weights of the middle one, their sum - 1, at most'],
    ['Relational DQN in DoorKey', 'doorkey', 'success when a tenth of actions is left to chance (%)'],
    ['Curriculum of rooms', 'curriculum', 'success in the larger room, where it never was (%)'],
    ['Sweep of ε', 'doorkey-epsilon', 'success with ε = 0.5 (%), the best of the source'],
    ['Invariance', 'invariance', 'maximum over nodes: reordered - not'],
    ['Equivariance', 'invariance', 'attention: reordered before - after'],
  ]),
  ...rowsOf('11', [
    ['The chain of returns 10, 8, 6.2', 'return-chain', 'two steps before'],
    ['Prioritised replay', 'prioritised-replay', 'counts from p^α, in standard deviations, at most'],
    ['PPO', 'ppo', 'mean of 100 greedy episodes, median seed'],
    ['Options', 'options', 'options / single actions'],
    ['A learnt model', 'learnt-model', 'moves to the goal'],
    ['Monte-Carlo tree search', 'mcts', 'games lost to minimax'],
  ]),
  ...rowsOf('A', [
    ['Derivative', 'derivative', 'by an interval'],
    ['Gradient descent', 'gradient-descent', 'x after 20000 steps'],
    ['A network by hand', 'network-by-hand', 'gradient by W₁: difference, at most'],
    ['A network by an optimiser', 'digits', 'Adam: held-out digits read right (%)'],
  ]),
  ...rowsOf('course', [
    ['Gradients of a chain of ReLUs', 'relu-chain', 'all units on: gradient / w₁·…·wₙ - 1, at most'],
    ['Gradients of a sigmoid RNN', 'recurrent-gradients', 'Jacobians above (1/16)ⁿ⁻¹'],
    ['LSTM beside it', 'recurrent-gradients', 'LSTM / sigmoid after the last step'],
    ['GRU beside it', 'recurrent-gradients', 'GRU / sigmoid after the last step'],
    ['Kernel attention', 'linear-attention', 'difference from all pairs, at most'],
    ['Low-rank attention', 'low-rank-attention', 'error at full rank'],
    ['Bellman operators', 'bellman-operators', 'distance after / (γ · before), at most'],
    ['v*, q* and a* from one another', 'values-and-actions', 'FrozenLake-v1: v* - max q*'],
    [
      'REINFORCE estimator and baselines',
      'reinforce-estimator',
      'means within 3 standard errors of μ(1-μ)x (%)',
    ],
    ['GCN', 'gcn', 'D^-½ (A + I) D^-½ X W + b: difference, at most'],
    ['GAT', 'gat', 'Σ α(i, j) W x_j: difference, at most'],
    ['DQN of the assignment', 'assignment-dqn', 'mended: mean of 100 episodes, worst seed'],
    ['Its search over a grid', 'assignment-grid', 'mended: the best point'],
    ['Gradients of a slide', 'slide-gradients', 'by x[2]'],
    ['Data loader, training and evaluation', 'train-and-eval', 'tested twice: loss - loss'],
    ['Network and DQN of a lecture', 'lecture-dqn', 'best weights, worst seed / chance'],
    ['Heads of every kind', 'network-heads', 'S → (μ, σ): weights that a gradient reaches'],
    ['CartPole as printed', 'cartpole-as-printed', 'angles apart after 5 steps (rad), at most'],
    ['Layers', 'layers-by-hand', 'attention: softmax(Q Kᵀ/√d) V'],
    ['Convolution', 'layers-by-hand', 'convolution: b + Σ W(c, i, j) x(c, 2y + i - 1, 2x + j - 1)'],
    [
      'Encoder of a transformer',
      'transformer-layers',
      'encoder: y = norm(x + self(x)), norm(y + W₂ relu(W₁ y))',
    ],
    [
      'Decoder with its masks',
      'transformer-layers',
      'decoder: causal self-attention, attention to the encoder, W₂ relu(W₁ y)',
    ],
    ['A transformer', 'reversed-sequences', 'unseen sequences reversed without an error (%)'],
    ['A task of memory', 'transformer-memory', 'transformer: named right (%), worst seed'],
    ['Without a memory', 'transformer-memory', 'perceptron: named right (%), best seed'],
    ['FrozenLake tour', 'frozen-lake-tour', 'by the best plan, slippery'],
    ['Supervised learning', 'three-kinds', 'with answers: held-out digits read right (%)'],
    [
      'Unsupervised learning',
      'three-kinds',
      'without: error of digits rebuilt from 16 numbers / of their mean',
    ],
    ['Reinforcement learning', 'three-kinds', 'from rewards: steps that the pole stays up'],
    ['DQN of a homework', 'homework-dqn', 'best weights: mean of 100 episodes, worst seed'],
    ['DDPG of a homework', 'homework-ddpg', 'best weights: mean return of 100 episodes, worst seed'],
  ]),
];
