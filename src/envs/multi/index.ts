// Many agents: PettingZoo's contracts, adapters, compliance checks, and worlds: battle, Ising grids, board games.

export { AecBase } from './aec-base.js';
export { aecToParallel, turnBasedToParallel } from './aec-to-parallel.js';
export { type AgentsAsVectorOptions, AgentsVectorEnv, agentsAsVector } from './agents-as-vector.js';
export { Battle, type BattleOptions } from './battle/battle.js';
export { BoardGame, type BoardObservation } from './board/board-game.js';
export { ConnectFour, type ConnectFourOptions, connectFourAgainst } from './board/connect-four.js';
export { lookAhead } from './board/players.js';
export { perfectTicTacToe, TicTacToe, type TicTacToeOptions, ticTacToeAgainst } from './board/tic-tac-toe.js';
export { checkAecEnv } from './check/check-aec-env.js';
export { checkParallelEnv } from './check/check-parallel-env.js';
export type { CheckMultiOptions } from './check/options.js';
export type {
  AecEnv,
  ByAgent,
  Last,
  MultiEnv,
  MultiEnvSpec,
  ParallelEnv,
  ParallelReset,
  ParallelStep,
} from './contract.js';
// All of it: only through `export *` can a program add to `MultiEnvTypes`.
export * from './define-multi-env.js';
export { IsingRing, type IsingRingOptions } from './ising/ising-ring.js';
export { IsingTorus, type IsingTorusOptions } from './ising/ising-torus.js';
export { parallelToAec } from './parallel-to-aec.js';
export { type Policy, type PolicyContext, randomPolicy } from './policy.js';
export { SeededParallelEnv } from './seeded-parallel-env.js';
export { type SingleAgent, singleAgent } from './single-agent.js';
