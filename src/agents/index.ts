// Agents: the algorithms, and what your own are made of.
export { A2C } from './a2c/a2c.js';
export { type A2CConfig, type A2COptions, a2cSchema, a2cSpec } from './a2c/config.js';
export { A3C } from './a3c/a3c.js';
export {
  type A3CConfig,
  type A3COptions,
  a3cSchema,
  a3cSpec,
  bookPreset as a3cBookPreset,
} from './a3c/config.js';
export { ActionHead, actionHead, BoxHead, type HeadOptions } from './action-heads.js';
export { type Acted, ActorCritic, type ActorCriticOptions, type Evaluated } from './actor-critic.js';
export { ActorCriticAgent, type ActorCriticConfig } from './actor-critic-agent.js';
export { actorCriticShape, rolloutMutable, rolloutShape } from './actor-critic-config.js';
export { type ActorOptions, DeterministicActor, GaussianActor, type GaussianActorOptions } from './actors.js';
export * from './agent.js';
export type { SavedAgent } from './agent-bytes.js';
export { attentionMaps } from './attention-maps.js';
export { EpsilonGreedy, GradientBandit, SoftmaxBandit, Thompson, UCB1 } from './bandits/bandit-agent.js';
export type {
  EpsilonGreedyOptions,
  GradientBanditOptions,
  SoftmaxOptions,
  ThompsonOptions,
  Ucb1Options,
} from './bandits/config.js';
export { LinUCB, type LinUCBOptions } from './bandits/linucb.js';
export { NeuralBandit, type NeuralBanditOptions } from './bandits/neural-bandit.js';
export { type BanditStudy, type BanditStudyOptions, banditStudy } from './bandits/study.js';
export { BaseAgent, type BaseConfig, STREAMS } from './base-agent.js';
export { BC } from './bc/bc.js';
export { type BCConfig, type BCOptions, bcSchema, bcSpec } from './bc/config.js';
export { type Budget, type BudgetOptions, type BudgetUnit, budgetOptions, parseBudget } from './budget.js';
export { C51 } from './c51/c51.js';
export { type C51Config, type C51Options, c51Schema, c51Spec } from './c51/config.js';
export { Collector } from './collector.js';
export { type AgentSpec, commonShape, parseConfig, scheduleSchema } from './config.js';
export { ContinuousAgent, type ContinuousConfig, type CriticGradients } from './continuous-agent.js';
export { continuousMutable, continuousShape } from './continuous-config.js';
export { type CQLConfig, type CQLOptions, cqlSchema, cqlSpec } from './cql/config.js';
export { CQL } from './cql/cql.js';
export { Critics, type CriticsOptions } from './critics.js';
export { type CrossQConfig, type CrossQOptions, crossqSchema, crossqSpec } from './crossq/config.js';
export { CrossQ } from './crossq/crossq.js';
export { type DDPGConfig, type DDPGOptions, ddpgSchema, ddpgSpec } from './ddpg/config.js';
export { DDPG } from './ddpg/ddpg.js';
export {
  type AlgorithmDefinition,
  ANY_SPACE,
  defineAlgorithm,
  type NamedPreset,
  POLICY_ACTIONS,
  type Preset,
  type Presets,
  type SpaceKind,
} from './define.js';
export { type DistDQNConfig, type DistDQNOptions, distDqnSchema, distDqnSpec } from './dist-dqn/config.js';
export { DistDQN } from './dist-dqn/dist-dqn.js';
export * as dist from './dist-dqn/tools.js';
export {
  DistributionalAgent,
  type DistributionalConfig,
  type ReturnDistribution,
} from './distributional-agent.js';
export { type DQNConfig, type DQNOptions, dqnSchema, dqnSpec } from './dqn/config.js';
export { DQN } from './dqn/dqn.js';
export { type DRQNConfig, type DRQNOptions, drqnSchema, drqnSpec } from './drqn/config.js';
export { DRQN } from './drqn/drqn.js';
export { RecurrentQNetwork } from './drqn/recurrent-q-network.js';
export { DuelingHead } from './dueling-head.js';
export {
  type ActionIn,
  EnvAgent,
  type EnvSource,
  type ObservationIn,
  type OnlyBox,
  type OnlyDiscrete,
} from './env-agent.js';
export { ARS } from './evolution/ars/ars.js';
export { type ARSConfig, type ARSOptions, arsSchema, arsSpec } from './evolution/ars/config.js';
export { ARSSearch, type ARSSearchOptions } from './evolution/ars/search.js';
export { CEM } from './evolution/cem/cem.js';
export { type CEMConfig, type CEMOptions, cemSchema, cemSpec } from './evolution/cem/config.js';
export { CEMSearch, type CEMSearchOptions } from './evolution/cem/search.js';
export { CMAES } from './evolution/cma-es/cma-es.js';
export { type CMAESConfig, type CMAESOptions, cmaEsSchema, cmaEsSpec } from './evolution/cma-es/config.js';
export { CMAESSearch, type CMAESSearchOptions } from './evolution/cma-es/search.js';
export { evolutionMutable, evolutionShape } from './evolution/config.js';
export { type ESConfig, type ESOptions, esSchema, esSpec } from './evolution/es/config.js';
export { ES } from './evolution/es/es.js';
export { ESSearch, type ESSearchOptions } from './evolution/es/search.js';
export { EvolutionAgent, type EvolutionConfig } from './evolution/evolution-agent.js';
export { FlatPolicy } from './evolution/flat-policy.js';
export {
  type Evolved,
  evolve,
  type Generation,
  type GeneticOptions,
  type Genome,
} from './evolution/genetic-algorithm.js';
export {
  type NeuroevolutionConfig,
  type NeuroevolutionOptions,
  neuroevolutionSchema,
  neuroevolutionSpec,
} from './evolution/neuroevolution/config.js';
export { Neuroevolution } from './evolution/neuroevolution/neuroevolution.js';
export { GeneticSearch, type GeneticSearchOptions } from './evolution/neuroevolution/search.js';
export { centredRanks } from './evolution/ranks.js';
export { maximize, Search } from './evolution/search.js';
export {
  ALPHABET,
  positionMatch,
  type StringOptions,
  sequenceMatcherRatio,
  strings,
} from './evolution/strings.js';
export { CnnExtractor, type CnnOptions } from './features/cnn.js';
export { CombinedExtractor } from './features/combined.js';
export {
  defineExtractor,
  Extractor,
  type ExtractorDefinition,
  type Features,
  featuresSchema,
} from './features/extractor.js';
export { FlattenExtractor } from './features/flatten.js';
export { GraphExtractor, type GraphExtractorOptions } from './features/graph.js';
export { extractor, extractors } from './features/index.js';
export { ObservationEncoder } from './features/observation-encoder.js';
export { type AttentionMaps, RelationalExtractor, type RelationalOptions } from './features/relational.js';
export {
  defineIntrinsic,
  type Intrinsic,
  type IntrinsicDefinition,
  type IntrinsicOptions,
  intrinsicShape,
  type Judgement,
  type NoveltyContext,
  type NoveltyModel,
} from './intrinsic/definition.js';
export { ICM, type ICMOptions, icmSchema } from './intrinsic/icm.js';
export { icm, intrinsics, rnd, visitCounts } from './intrinsic/index.js';
export type { Novelty, NoveltyInputs } from './intrinsic/novelty-learner.js';
export { RND, type RNDOptions, rndSchema } from './intrinsic/rnd.js';
export { type CountOptions, countSchema, VisitCounts } from './intrinsic/visit-counts.js';
export { type IQNConfig, type IQNOptions, iqnSchema, iqnSpec } from './iqn/config.js';
export { ImplicitQuantileNetwork, type ImplicitQuantileOptions } from './iqn/implicit-quantile-network.js';
export { IQN } from './iqn/iqn.js';
export { agentFromBytes, type LoadAgentOptions, loadAgent } from './load-agent.js';
export { IPPO, ippoSpec } from './many/ippo/ippo.js';
export { type MAPPOConfig, type MAPPOOptions, mappoSchema, mappoSpec } from './many/mappo/config.js';
export { MAPPO } from './many/mappo/mappo.js';
export {
  type IndependentQConfig,
  type IndependentQOptions,
  independentQSchema,
  independentQSpec,
  type MeanFieldQConfig,
  type MeanFieldQOptions,
  meanFieldQSchema,
  meanFieldQSpec,
  type NeighbourhoodQConfig,
  type NeighbourhoodQOptions,
  neighbourhoodQSchema,
  neighbourhoodQSpec,
} from './many/q/config.js';
export { IndependentQ, MeanFieldQ, NeighbourhoodQ } from './many/q/learners.js';
export { ManyQAgent } from './many/q/many-q-agent.js';
export {
  type SelfPlayConfig,
  type SelfPlayOptions,
  selfPlaySchema,
  selfPlaySpec,
} from './many/self-play/config.js';
export { eloChange, expectedScore } from './many/self-play/elo.js';
export { OpponentPool } from './many/self-play/opponent-pool.js';
export { SelfPlayPPO } from './many/self-play/self-play-ppo.js';
export { argmaxRow, randomAction } from './masking.js';
export { MeanMetrics } from './mean-metrics.js';
export { type ActivationName, hiddenLayers, mlp } from './networks.js';
export { OffPolicyAgent, type OffPolicyConfig, type Update } from './off-policy-agent.js';
export { offPolicyMutable, offPolicyShape } from './off-policy-config.js';
export { OnPolicyAgent, type OnPolicyConfig } from './on-policy-agent.js';
export { type SmdpQConfig, type SmdpQOptions, smdpQSchema, smdpQSpec } from './options/config.js';
export { hallwayOptions, type Rooms } from './options/hallway-options.js';
export type { Option as TemporalOption } from './options/option.js';
export { SmdpQLearning } from './options/smdp-q-learning.js';
export type { Experience, Hook, HookContext, OwnParts } from './own-parts.js';
export { Parts, type StateOptions, type Weighted } from './parts.js';
export { AlphaZero } from './planning/alphazero/alphazero.js';
export {
  type AlphaZeroConfig,
  type AlphaZeroOptions,
  alphaZeroSchema,
  alphaZeroSpec,
} from './planning/alphazero/config.js';
export { type Evaluate, Puct, type PuctOptions } from './planning/alphazero/puct.js';
export { type DynaQConfig, type DynaQOptions, dynaQSchema, dynaQSpec } from './planning/dyna-q/config.js';
export { DynaQ } from './planning/dyna-q/dyna-q.js';
export {
  type LookaheadConfig,
  type LookaheadOptions,
  lookaheadSchema,
  lookaheadSpec,
} from './planning/lookahead/config.js';
export { Lookahead } from './planning/lookahead/lookahead.js';
export { type MCTSConfig, type MCTSOptions, mctsSchema, mctsSpec } from './planning/mcts/config.js';
export { EnvSearch } from './planning/mcts/env-search.js';
export { MCTS } from './planning/mcts/mcts.js';
export { TabularSearch } from './planning/mcts/tabular-search.js';
export { Uct, type UctOptions } from './planning/mcts/uct.js';
export { SearchTree } from './planning/search-tree.js';
export { type PPOConfig, type PPOOptions, ppoSchema, ppoSpec } from './ppo/config.js';
export { PPO } from './ppo/ppo.js';
export { type Comparison, QLearningAgent, type QLearningConfig, weightedMean } from './q-learning-agent.js';
export { qNetwork } from './q-network.js';
export { type QRDQNConfig, type QRDQNOptions, qrdqnSchema, qrdqnSpec } from './qrdqn/config.js';
export { QRDQN } from './qrdqn/qrdqn.js';
export { quantileHuberLoss } from './qrdqn/quantile-loss.js';
export { type RainbowOptions, rainbowSchema, rainbowSpec } from './rainbow/config.js';
export { Rainbow } from './rainbow/rainbow.js';
export { RandomAgent } from './random/random.js';
export {
  type RecurrentPPOConfig,
  type RecurrentPPOOptions,
  recurrentPpoSchema,
  recurrentPpoSpec,
} from './recurrent-ppo/config.js';
export { RecurrentPPO } from './recurrent-ppo/recurrent-ppo.js';
export { algorithm, algorithms, namedPreset, presetFor } from './registry.js';
export {
  bookPreset,
  type ReinforceConfig,
  type ReinforceOptions,
  reinforceSchema,
  reinforceSpec,
} from './reinforce/config.js';
export { Reinforce } from './reinforce/reinforce.js';
export { bookWeights } from './reinforce/weights.js';
export type { Batch } from './rollout-batches.js';
export { type SACConfig, type SACOptions, sacSchema, sacSpec } from './sac/config.js';
export { SAC } from './sac/sac.js';
export {
  type SACDiscreteConfig,
  type SACDiscreteOptions,
  sacDiscreteSchema,
  sacDiscreteSpec,
} from './sac-discrete/config.js';
export { SACDiscrete } from './sac-discrete/sac-discrete.js';
export type {
  Choice,
  FloatRange,
  IntRange,
  NamedSpace,
  SearchParameter,
  SearchSpace,
} from './search-space.js';
export { requireSpaces, type Spaces } from './spaces.js';
export {
  type DoubleQConfig,
  DoubleQLearning,
  type DoubleQOptions,
  doubleQSchema,
  doubleQSpec,
} from './tabular/double-q-learning.js';
export {
  ExpectedSarsa,
  type ExpectedSarsaConfig,
  type ExpectedSarsaOptions,
  expectedSarsaSchema,
  expectedSarsaSpec,
} from './tabular/expected-sarsa.js';
export {
  MonteCarlo,
  type MonteCarloConfig,
  type MonteCarloOptions,
  monteCarloSchema,
  monteCarloSpec,
} from './tabular/monte-carlo.js';
export {
  type PolicyIterationConfig,
  type PolicyIterationOptions,
  policyIterationSchema,
  policyIterationSpec,
  type ValueIterationConfig,
  type ValueIterationOptions,
  valueIterationSchema,
  valueIterationSpec,
} from './tabular/planning-config.js';
export { PolicyIterationAgent } from './tabular/policy-iteration.js';
export {
  QLearning,
  type TabularQConfig,
  type TabularQOptions,
  tabularQSchema,
  tabularQSpec,
} from './tabular/q-learning.js';
export { Sarsa, type SarsaConfig, type SarsaOptions, sarsaSchema, sarsaSpec } from './tabular/sarsa.js';
export { StateTable } from './tabular/state-table.js';
export { TableAgent } from './tabular/table-agent.js';
export { TdAgent } from './tabular/td-agent.js';
export { ValueIterationAgent } from './tabular/value-iteration.js';
export { type TD3Config, type TD3Options, td3Schema, td3Spec } from './td3/config.js';
export { TD3 } from './td3/td3.js';
export { Temperature } from './temperature.js';
export { type TQCConfig, type TQCOptions, tqcSchema, tqcSpec } from './tqc/config.js';
export { TQC } from './tqc/tqc.js';
export { Trajectories, type TrajectoryBatch, trajectoryBatch } from './trajectories.js';
export {
  type TransformerPPOConfig,
  type TransformerPPOOptions,
  transformerPpoSchema,
  transformerPpoSpec,
} from './transformer-ppo/config.js';
export { TransformerPPO } from './transformer-ppo/transformer-ppo.js';
export { type TransitionBatch, TransitionBatches } from './transition-batch.js';
export { ValueAgent, type ValueConfig } from './value-agent.js';
export { qLearningMutable, qLearningShape, valueMutable, valueShape } from './value-config.js';
