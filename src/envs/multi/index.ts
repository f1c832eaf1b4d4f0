// Many agents: PettingZoo's contracts, adapters, compliance checks, and worlds: battle, Ising grids, board games. Importing
// this defines them.
import { battleBookV0, battleV4 } from './battle/battle.js';
import './board-games.js';
import { provideWorlds } from '../vector/worlds.js';
import { agentsAsVector } from './agents-as-vector.js';
import { connectFourV3 } from './board/connect-four.js';
import { ticTacToeV3 } from './board/tic-tac-toe.js';
import type { ParallelEnv } from './contract.js';
import { defineMultiEnv, type MultiEnvDefinition, makeParallel, multiEnvSpecs } from './define-multi-env.js';
import { isingRingV0 } from './ising/ising-ring.js';
import { isingTorusV0 } from './ising/ising-torus.js';

// Here, and not beside the worlds: bundlers keep what this file does when it is imported.
for (const world of [battleV4, battleBookV0, isingRingV0, isingTorusV0, ticTacToeV3, connectFourV3])
  defineMultiEnv(world as unknown as MultiEnvDefinition);

provideWorlds({
  spec: (id) => multiEnvSpecs().find((spec) => spec.id === id),
  vector: (id, options, worlds) => agentsAsVector(() => makeParallel(id, options) as ParallelEnv, { worlds }),
});

export { AecBase } from './aec-base.js';
export { aecToParallel, turnBasedToParallel } from './aec-to-parallel.js';
export { type AgentsAsVectorOptions, agentsAsVector } from './agents-as-vector.js';
export { AgentsVectorEnv } from './agents-vector-env.js';
export { Battle, type BattleOptions } from './battle/battle.js';
export { BoardGame, type BoardObservation } from './board/board-game.js';
export { BoardSearch } from './board/board-search.js';
export {
  CONNECT_FOUR,
  ConnectFour,
  type ConnectFourOptions,
  connectFourAgainst,
} from './board/connect-four.js';
export { lookAhead } from './board/players.js';
export type { Rules } from './board/rules.js';
export {
  perfectTicTacToe,
  TIC_TAC_TOE,
  TicTacToe,
  type TicTacToeOptions,
  ticTacToeAgainst,
} from './board/tic-tac-toe.js';
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
