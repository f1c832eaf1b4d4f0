// A board game of two players as a world of turns, observed as PettingZoo's classic games are: own pieces, the other's.
import { requireKnown } from '../../../io/options.js';
import { SeedSequence } from '../../../random/index.js';
import { Box, Dict, Discrete } from '../../../spaces/index.js';
import type { Drawing } from '../../drawing.js';
import type { EnvState, ResetOptions } from '../../env.js';
import { AecBase } from '../aec-base.js';
import { byAgent, requireAgent } from '../calls.js';
import type { SingleAgent } from '../single-agent.js';
import { BoardSearch } from './board-search.js';
import { drawBoard } from './drawing.js';
import {
  actionCount,
  type Board,
  cellOf,
  completesLine,
  emptyBoard,
  isFull,
  legalMask,
  type Rules,
} from './rules.js';

/** `observation`: rows x columns x 2, own pieces and the other's; `action_mask`: all 0 out of turn. */
export interface BoardObservation {
  observation: Int8Array;
  action_mask: Int8Array;
}

/** One player's side of a game as an environment. */
export type BoardSide = SingleAgent<Int8Array, number> & {
  readonly observationSpace: Box<'int8'>;
  readonly actionSpace: Discrete;
};

/**
 * Rewards: 1 for the winner and -1 for the loser, 0 for a draw. An illegal action ends the game: its player gets -1, the
 * other 0, and `info.illegal` says so. Nothing is random: seeds change nothing.
 */
export abstract class BoardGame extends AecBase<BoardObservation, number> {
  readonly possibleAgents: readonly [string, string];
  readonly stateSpace: Box<'int8'>;
  /** 1 and 2: pieces of the first and second player. */
  readonly board: Board;
  private readonly seen: Dict<{ observation: Box<'int8'>; action_mask: Box<'int8'> }>;
  private readonly acted: Discrete;
  private lastCell = -1;

  constructor(
    readonly rules: Rules,
    agents: readonly [string, string],
  ) {
    super();
    const { rows, columns } = rules;
    const flags = { low: 0, high: 1, dtype: 'int8' } as const;
    this.possibleAgents = agents;
    this.board = emptyBoard(rules);
    this.acted = new Discrete(actionCount(rules));
    this.seen = new Dict({
      observation: new Box({ ...flags, shape: [rows, columns, 2] }),
      action_mask: new Box({ ...flags, shape: [this.acted.n] }),
    });
    this.stateSpace = new Box({ low: 0, high: 2, shape: [rows, columns], dtype: 'int8' });
  }

  observationSpace(agent: string) {
    requireAgent(this, agent);
    return this.seen;
  }

  actionSpace(agent: string): Discrete {
    requireAgent(this, agent);
    return this.acted;
  }

  actionMask(agent: string): Uint8Array {
    const isTurn = agent === this.agentSelection && !this.isOver(agent);
    return isTurn ? Uint8Array.from(legalMask(this.rules, this.board)) : new Uint8Array(this.acted.n);
  }

  protected start({ seed, options = {} }: ResetOptions): void {
    requireKnown(`reset({ options }) of ${this.constructor.name}`, options, []);
    // Nothing is drawn; what could be no seed is refused all the same.
    new SeedSequence(seed);
    this.board.fill(0);
    this.lastCell = -1;
    this.begin(this.possibleAgents);
  }

  observe(agent: string): BoardObservation {
    requireAgent(this, agent);
    const own = this.possibleAgents.indexOf(agent) + 1;
    const observation = new Int8Array(2 * this.board.length);
    this.board.forEach((piece, cell) => {
      if (piece !== 0) observation[2 * cell + (piece === own ? 0 : 1)] = 1;
    });
    return { observation, action_mask: Int8Array.from(this.actionMask(agent)) };
  }

  state(): Int8Array {
    return this.board.slice();
  }

  protected act(action: number): void {
    const { board, rules, possibleAgents, agentSelection: agent } = this;
    const other = possibleAgents[agent === possibleAgents[0] ? 1 : 0];
    const cell = cellOf(rules, board, action);
    this.clearRewards();
    this.cumulativeRewards[agent] = 0;
    if (cell < 0) {
      this.infos[agent] = { illegal: true };
      this.end({ [agent]: -1 });
    } else {
      board[cell] = possibleAgents.indexOf(agent) + 1;
      this.lastCell = cell;
      if (completesLine(rules, board, cell)) this.end({ [agent]: 1, [other]: -1 });
      else if (isFull(board)) this.end({});
    }
    this.agentSelection = other;
    this.accumulateRewards();
  }

  private end(rewards: Record<string, number>): void {
    Object.assign(this.rewards, rewards);
    this.terminations = byAgent(this.agents, () => true);
  }

  /** The game as tree search sees it. */
  searchGame(): BoardSearch {
    return new BoardSearch(this.rules);
  }

  render(): Drawing {
    return drawBoard(this.rules, this.board, this.lastCell);
  }

  saveState(): EnvState {
    return { turns: this.saveTurns(), board: [...this.board], lastCell: this.lastCell };
  }

  loadState({ turns, board, lastCell }: EnvState): void {
    this.loadTurns(turns as EnvState);
    this.board.set(board as number[]);
    this.lastCell = lastCell as number;
  }
}
