// Games of two players as a vector: the learner plays one side of each, opponents that somebody else chooses the other.
import type {
  AutoresetMode,
  EnvSpec,
  EnvState,
  Info,
  SearchGame,
  VectorEnv,
  VectorResetOptions,
} from '../../../envs/index.js';
import { Generator, type GeneratorState } from '../../../random/index.js';
import { allocatePacked, type PackedArray, type Space } from '../../../spaces/index.js';
import { gameOfTwo } from '../../planning/search-game-of.js';

/** Who plays the other sides. */
export interface Opponents {
  /** For a new game. */
  draw(rng: Generator): number;
  /** Actions of `rows` games, of which game i is played by `opponents[i]`. */
  answer(
    opponents: readonly number[],
    observations: PackedArray,
    masks: Uint8Array,
    rng: Generator,
  ): ArrayLike<number>;
  /** A game has ended. @param reward the learner's */
  ended(opponent: number, reward: number): void;
}

/** Plays `numEnvs` games of the environment's simulator; the environment itself is for evaluations. */
export class SelfPlayVectorEnv implements VectorEnv {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space;
  readonly singleActionSpace: Space;
  readonly autoreset: AutoresetMode = 'same-step';
  readonly spec?: EnvSpec;
  readonly observations: PackedArray;
  readonly finalObservations: PackedArray;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly infos: (Info | undefined)[];
  readonly actionMasks: Uint8Array;
  /** Set before the first reset. */
  opponents!: Opponents;
  private readonly games: readonly SearchGame[];
  /** The opponent in each game. */
  private readonly players: number[];
  private readonly rng = new Generator();
  private readonly legal: Int32Array;

  /** @throws UserError when the environment has no simulator of a game of two players. */
  constructor(
    algo: string,
    readonly env: VectorEnv,
  ) {
    const { numEnvs, singleObservationSpace: seen, singleActionSpace: acted } = env;
    this.numEnvs = numEnvs;
    this.singleObservationSpace = seen;
    this.singleActionSpace = acted;
    this.spec = env.spec;
    this.games = Array.from({ length: numEnvs }, () => gameOfTwo(algo, env, this.rng));
    this.observations = allocatePacked(seen.packedType, numEnvs * seen.packedSize);
    this.finalObservations = allocatePacked(seen.packedType, numEnvs * seen.packedSize);
    this.rewards = new Float64Array(numEnvs);
    this.terminated = new Uint8Array(numEnvs);
    this.truncated = new Uint8Array(numEnvs);
    this.infos = new Array<Info | undefined>(numEnvs).fill(undefined);
    this.legal = new Int32Array(acted.flatdim);
    this.actionMasks = new Uint8Array(numEnvs * acted.flatdim).fill(1);
    this.players = new Array<number>(numEnvs).fill(0);
  }

  reset({ seed }: VectorResetOptions = {}): void {
    if (seed !== undefined) this.rng.setState(new Generator(seed as number).getState());
    this.begin([...this.games.keys()]);
    this.show();
  }

  step(actions: PackedArray): void {
    const { games, rewards, terminated } = this;
    rewards.fill(0);
    terminated.fill(0);
    games.forEach((game, i) => {
      rewards[i] = game.play(actions[i]!);
    });
    this.playOthers([...games.keys()].filter((i) => !games[i]!.isOver));
    const over = [...games.keys()].filter((i) => games[i]!.isOver);
    for (const i of over) {
      terminated[i] = 1;
      games[i]!.observe(this.finalObservations, i * this.singleObservationSpace.packedSize);
      this.opponents.ended(this.players[i]!, rewards[i]!);
    }
    this.begin(over);
    this.show();
  }

  /** New games; in every other one, by chance, the opponent begins. */
  private begin(rows: readonly number[]): void {
    const { games, players, rng } = this;
    for (const i of rows) {
      games[i]!.start();
      players[i] = this.opponents.draw(rng);
    }
    this.playOthers(rows.filter(() => rng.random() < 0.5));
  }

  /** The opponents of these games have a move. */
  private playOthers(rows: readonly number[]): void {
    if (rows.length === 0) return;
    const { games, players, rewards, rng, singleObservationSpace: seen } = this;
    const observations = allocatePacked(seen.packedType, rows.length * seen.packedSize);
    const masks = new Uint8Array(rows.length * this.legal.length);
    rows.forEach((row, k) => {
      games[row]!.observe(observations, k * seen.packedSize);
      this.markLegal(row, masks, k);
    });
    const actions = this.opponents.answer(
      rows.map((row) => players[row]!),
      observations,
      masks,
      rng,
    );
    rows.forEach((row, k) => {
      rewards[row]! -= games[row]!.play(actions[k]!);
    });
  }

  private markLegal(row: number, masks: Uint8Array, at: number): void {
    const { legal } = this;
    masks.fill(0, at * legal.length, (at + 1) * legal.length);
    const count = this.games[row]!.legal(legal);
    for (let k = 0; k < count; k++) masks[at * legal.length + legal[k]!] = 1;
  }

  private show(): void {
    const { packedSize } = this.singleObservationSpace;
    this.games.forEach((game, i) => {
      game.observe(this.observations, i * packedSize);
      this.markLegal(i, this.actionMasks, i);
    });
  }

  close(): void {
    this.env.close();
  }

  saveState(): EnvState {
    const { rng, players, observations } = this;
    return { rng: rng.getState(), players: [...players], observations: [...observations] };
  }

  /** What the learner sees is the whole position. */
  loadState({ rng, players, observations }: EnvState): void {
    const { packedSize } = this.singleObservationSpace;
    this.rng.setState(rng as GeneratorState);
    this.observations.set(observations as number[]);
    this.games.forEach((game, i) => {
      game.begin(this.observations, i * packedSize);
      this.players[i] = (players as number[])[i]!;
    });
    this.show();
  }
}
