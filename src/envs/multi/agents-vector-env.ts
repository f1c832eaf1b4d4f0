// Worlds whose agents act at once as a vector of environments: a row for each agent, rows of the dead left out.
import { UserError } from '../../io/errors.js';
import { allocatePacked, type PackedArray, type Space, spaceDifference } from '../../spaces/index.js';
import { maskInInfo, requireMask } from '../action-mask.js';
import type { EnvSpec } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info } from '../env.js';
import { requireActions, requireResetOptions, requireRows, rowSeed } from '../vector/rows.js';
import type { AutoresetMode, Neighbours, VectorEnv, VectorResetOptions } from '../vector/vector-env.js';
import { nameOf } from './calls.js';
import type { ByAgent, ParallelEnv, ParallelReset } from './contract.js';
import { hasMasks, maskOf, seenOf, seenSpace } from './learner-view.js';
import { neighbourRows } from './neighbour-rows.js';
import { requireReset, requireStep } from './results.js';
import { WorldStates } from './world-states.js';

/** Made by `agentsAsVector`. */
export class AgentsVectorEnv implements VectorEnv {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space;
  readonly singleActionSpace: Space;
  readonly autoreset: AutoresetMode = 'same-step';
  readonly observations: PackedArray;
  readonly finalObservations: PackedArray;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly infos: (Info | undefined)[];
  readonly actionMasks?: Uint8Array;
  readonly alive: Uint8Array;
  readonly agentsPerWorld: number;
  readonly spec?: EnvSpec;
  /** These are present when the worlds have them. */
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;
  /** The agents of a world in the order of its rows. */
  private readonly agents: readonly string[];
  private beside: Neighbours | undefined;
  private states: WorldStates | undefined;
  private isShown = false;
  finalDrawing?: Drawing;

  /** @throws UserError when spaces of agents differ, or worlds have other agents. */
  constructor(readonly worlds: readonly ParallelEnv[]) {
    const first = worlds[0]!;
    this.agents = first.possibleAgents;
    this.agentsPerWorld = this.agents.length;
    this.spec = first.spec;
    for (const world of worlds) requireAlike(first, world);
    const [agent] = this.agents;
    this.singleObservationSpace = seenSpace(first.observationSpace(agent!));
    this.singleActionSpace = first.actionSpace(agent!);
    const { packedType, packedSize } = this.singleObservationSpace;
    const rows = worlds.length * this.agents.length;
    this.numEnvs = rows;
    this.observations = allocatePacked(packedType, rows * packedSize);
    this.finalObservations = allocatePacked(packedType, rows * packedSize);
    this.rewards = new Float64Array(rows);
    this.terminated = new Uint8Array(rows);
    this.truncated = new Uint8Array(rows);
    this.infos = new Array<Info | undefined>(rows).fill(undefined);
    this.alive = new Uint8Array(rows);
    if (tellsMasks(first)) this.actionMasks = new Uint8Array(rows * this.singleActionSpace.flatdim).fill(1);
    if (worlds.every((world) => world.saveState && world.loadState)) {
      this.saveState = () => this.snapshot();
      this.loadState = (state) => this.restore(state);
    }
  }

  /** World w is seeded with `seed + w`, or with the seed of its first row. A `mask` takes whole worlds. */
  reset(given: VectorResetOptions = {}): void {
    requireResetOptions(given, this.numEnvs);
    const { seed, options, mask } = given;
    const { length } = this.agents;
    this.worlds.forEach((world, w) => {
      const chosen = mask?.subarray(w * length, (w + 1) * length);
      if (chosen?.every((flag) => flag !== 1)) return;
      if (chosen?.includes(0)) {
        throw new UserError(
          `reset({ mask }) takes all agents of a world or none; those of world ${w} differ.`,
        );
      }
      const own = rowSeed(seed, typeof seed === 'object' ? w * length : w);
      this.clear(w);
      this.begin(w, requireReset(world, world.reset({ seed: own, options })));
    });
    this.moved();
  }

  step(actions: PackedArray): void {
    const { singleActionSpace: space, agents, alive } = this;
    requireActions(actions.length, this.numEnvs, space);
    if (!alive.includes(1)) throw new UserError('step() was called before the first reset().');
    for (const [w, world] of this.worlds.entries()) {
      const taken: ByAgent<unknown> = {};
      for (const [a, agent] of agents.entries()) {
        const row = w * agents.length + a;
        if (alive[row] === 1) taken[agent] = space.unpack(actions, row * space.packedSize);
      }
      this.clear(w);
      this.stepWorld(world, w, taken);
    }
    this.moved();
  }

  private moved(): void {
    this.beside = undefined;
    this.states?.read();
  }

  get neighbours(): Neighbours {
    this.beside ??= neighbourRows(this.worlds, this.agents, this.alive);
    return this.beside;
  }

  /** The whole worlds, from now on, for learners that may see everything while they train. */
  trackStates(): WorldStates {
    this.states ??= new WorldStates(this);
    return this.states;
  }

  render(): Drawing | undefined {
    this.isShown = true;
    return this.worlds[0]!.render?.();
  }

  private stepWorld(world: ParallelEnv, w: number, taken: ByAgent<unknown>): void {
    const { agents } = this;
    const { observations, rewards, terminations, truncations, infos } = requireStep(
      world,
      Object.keys(taken),
      world.step(taken),
    );
    for (const [a, agent] of agents.entries()) {
      const row = w * agents.length + a;
      if (Object.hasOwn(taken, agent)) {
        this.rewards[row] = rewards[agent]!;
        this.terminated[row] = terminations[agent] ? 1 : 0;
        this.truncated[row] = truncations[agent] ? 1 : 0;
        this.infos[row] = infos[agent];
        if (terminations[agent] || truncations[agent]) this.die(row, world, agent, observations[agent]);
        else this.show(row, world, agent, observations[agent], infos[agent]);
      } else if (Object.hasOwn(observations, agent)) {
        // Some worlds let agents come later.
        this.show(row, world, agent, observations[agent], infos[agent]);
      }
    }
    if (Object.values(truncations).includes(true)) this.states?.readFinal(w);
    if (world.agents.length > 0) return;
    if (this.isShown && w === 0) this.finalDrawing = world.render?.();
    this.begin(w, requireReset(world, world.reset()));
  }

  private clear(w: number): void {
    const { length } = this.agents;
    for (const flags of [this.rewards, this.terminated, this.truncated])
      flags.fill(0, w * length, (w + 1) * length);
    this.infos.fill(undefined, w * length, (w + 1) * length);
  }

  /** All agents live. */
  private begin(w: number, { observations, infos }: ParallelReset<unknown>): void {
    const world = this.worlds[w]!;
    for (const [a, agent] of this.agents.entries()) {
      const row = w * this.agents.length + a;
      if (!Object.hasOwn(observations, agent)) this.kill(row);
      else this.show(row, world, agent, observations[agent], infos[agent]);
    }
  }

  private show(row: number, world: ParallelEnv, agent: string, observation: unknown, info?: Info): void {
    const { singleObservationSpace: space, singleActionSpace, actionMasks } = this;
    const seen = seenOf(world.observationSpace(agent), observation);
    space.pack(seen, this.observations, row * space.packedSize);
    this.alive[row] = 1;
    if (!actionMasks) return;
    const mask = requireMask(maskOf(world, agent, observation, info), singleActionSpace);
    actionMasks.set(mask, row * singleActionSpace.flatdim);
  }

  private die(row: number, world: ParallelEnv, agent: string, observation: unknown): void {
    const { packedSize } = this.singleObservationSpace;
    const seen = seenOf(world.observationSpace(agent), observation);
    this.singleObservationSpace.pack(seen, this.finalObservations, row * packedSize);
    this.kill(row);
  }

  /** The row shows nothing, and any action will do. */
  private kill(row: number): void {
    const { packedSize } = this.singleObservationSpace;
    const { flatdim } = this.singleActionSpace;
    this.observations.fill(0, row * packedSize, (row + 1) * packedSize);
    this.actionMasks?.fill(1, row * flatdim, (row + 1) * flatdim);
    this.alive[row] = 0;
  }

  close(): void {
    for (const world of this.worlds) world.close?.();
  }

  private snapshot(): EnvState {
    return {
      worlds: this.worlds.map((world) => world.saveState!()),
      observations: [...this.observations],
      terminated: [...this.terminated],
      truncated: [...this.truncated],
      alive: [...this.alive],
      actionMasks: [...(this.actionMasks ?? [])],
    };
  }

  private restore({ worlds, ...arrays }: EnvState): void {
    requireRows(worlds as EnvState[], this.worlds.length);
    for (const [w, world] of this.worlds.entries()) world.loadState!((worlds as EnvState[])[w]!);
    for (const name of ['observations', 'terminated', 'truncated', 'alive', 'actionMasks'] as const) {
      this[name]?.set(arrays[name] as number[]);
    }
    this.rewards.fill(0);
    this.finalObservations.fill(0);
    this.infos.fill(undefined);
    this.moved();
  }
}

/** @throws UserError when a row would mean something else than another. */
function requireAlike(first: ParallelEnv, world: ParallelEnv): void {
  const [one] = first.possibleAgents;
  if (String(world.possibleAgents) !== String(first.possibleAgents)) {
    throw new UserError(`All worlds of a vector need the same agents; one of ${nameOf(world)} has others.`);
  }
  for (const agent of world.possibleAgents) {
    for (const name of ['observationSpace', 'actionSpace'] as const) {
      const difference = spaceDifference(first[name](one!), world[name](agent));
      if (difference === undefined) continue;
      throw new UserError(
        `All rows of a vector need equal spaces, and ${name} of ${one} and ${agent} differ: ${difference}. Train agents ` +
          'of different spaces one at a time, with weights of their own: singleAgent(world, agent, policies).',
      );
    }
  }
}

/** Whether the world has masks; where only infos could hold them, it is reset to see. */
function tellsMasks(world: ParallelEnv): boolean {
  const [agent] = world.possibleAgents;
  if (hasMasks(world, agent!)) return true;
  return Object.values(requireReset(world, world.reset()).infos).some(
    (info) => maskInInfo(info) !== undefined,
  );
}
