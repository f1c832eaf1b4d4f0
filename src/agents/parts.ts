// The register of an agent's parts: weights, saving, loading, modes and the summary are derived from it.
import { UserError } from '../io/errors.js';
import { joinSnapshots, type Snapshot, type Stateful, splitSnapshot } from '../io/snapshot.js';
import { type Module, type StateDict, summary } from '../nn/index.js';
import type { Optimizer, OptimizerState } from '../optim/index.js';
import type { Tensor } from '../tensor/index.js';
import type { WeightArray } from './agent.js';

/** An object whose weights others may want, beside networks: statistics of inputs. */
export interface Weighted {
  weights(): Record<string, WeightArray>;
  loadWeights(weights: Record<string, WeightArray>): void;
}

export interface StateOptions {
  /** Belongs to running episodes or has a row per environment: dropped when loaded on another number of them. */
  perEnv?: boolean;
  /** Large, and needed for going on only: left out of files that are for sharing. */
  memory?: boolean;
}

interface Part {
  object: object;
  network?: Module;
  /** A target network: always in evaluation mode. */
  fixed?: boolean;
  weighted?: Weighted;
  state?: Stateful & StateOptions;
}

export class Parts {
  private readonly parts = new Map<string, Part>();
  private modules: readonly Module[] | undefined;

  /** A network: its weights are saved under `name.`. @param options.fixed a target, never in training mode */
  network<M extends Module>(name: string, network: M, { fixed = false } = {}): M {
    if (fixed) network.eval();
    this.add(name, { object: network, network, fixed });
    return network;
  }

  optimizer<O extends Optimizer>(name: string, optimizer: O): O {
    const state: Stateful = {
      saveState: () => optimizer.stateDict() as unknown as Snapshot,
      loadState: (snapshot) => optimizer.loadStateDict(snapshot as unknown as OptimizerState),
    };
    this.add(name, { object: optimizer, state });
    return optimizer;
  }

  /** Anything else that a resumed run needs: memories, statistics, samplers. */
  state<S extends Stateful>(name: string, part: S, { perEnv, memory }: StateOptions = {}): S {
    const state = { saveState: () => part.saveState(), loadState: part.loadState.bind(part), perEnv, memory };
    const weighted = 'loadWeights' in part ? (part as unknown as Weighted) : undefined;
    this.add(name, { object: part, weighted, state });
    return part;
  }

  /** Numbers that change as training goes on; read and write the fields of what is returned. */
  counters<K extends string>(name: string, start: Readonly<Record<K, number>>): Record<K, number> {
    const counters: Record<K, number> = { ...start };
    this.state(name, {
      saveState: () => ({ meta: { ...counters }, arrays: {} }),
      loadState: ({ meta }) => void Object.assign(counters, meta),
    });
    return counters;
  }

  private add(name: string, part: Part): void {
    if (this.parts.has(name)) throw new Error(`an agent has two parts called ${name}`);
    if (!/^[\w-]+$/.test(name)) throw new Error(`a part's name is a word, got "${name}"`);
    this.parts.set(name, part);
    this.modules = undefined;
  }

  get names(): string[] {
    return [...this.parts.keys()];
  }

  get networks(): Record<string, Module> {
    const networks = [...this.parts].flatMap(([name, { network }]) => (network ? [[name, network]] : []));
    return Object.fromEntries(networks);
  }

  /** Whether an object is registered. */
  has(object: object): boolean {
    return [...this.parts.values()].some((part) => part.object === object);
  }

  /** Training mode for the networks that learn: dropout drops, batch norm uses the batch. */
  train(): void {
    for (const module of this.learning()) module.training = true;
  }

  /** Evaluation mode, in which agents act. */
  eval(): void {
    for (const module of this.learning()) module.training = false;
  }

  /** The modules of all networks but targets; listed once, since modes change at every iteration. */
  private learning(): readonly Module[] {
    this.modules ??= [...this.parts.values()].flatMap(({ network, fixed }) =>
      network && !fixed ? [...network.modules()] : [],
    );
    return this.modules;
  }

  /** `{ 'q_net.0.weight': …, … }`, copies. */
  weights(): Record<string, WeightArray> {
    const all: Record<string, WeightArray> = {};
    for (const [prefix, { network, weighted }] of this.parts) {
      const own = network?.stateDict() ?? weighted?.weights() ?? {};
      for (const [name, weight] of Object.entries(own)) all[`${prefix}.${name}`] = weight;
    }
    return all;
  }

  /** @throws UserError when a weight is missing, unknown, or of another shape; networks before it are changed then. */
  loadWeights(weights: Record<string, WeightArray>): void {
    const own = new Map<string, Record<string, WeightArray>>();
    for (const [name, weight] of Object.entries(weights)) {
      const dot = name.indexOf('.');
      const prefix = name.slice(0, dot);
      const { network, weighted } = this.parts.get(prefix) ?? {};
      if (!network && !weighted)
        throw new UserError(`The agent has no network called ${prefix}, as ${name} asks for.`);
      own.set(prefix, { ...own.get(prefix), [name.slice(dot + 1)]: weight });
    }
    for (const [prefix, { network, weighted }] of this.parts) {
      try {
        network?.loadStateDict(requireFloats(own.get(prefix)));
        weighted?.loadWeights(own.get(prefix) ?? {});
      } catch (cause) {
        throw new UserError(`The weights of ${prefix} do not fit: ${(cause as Error).message}`, { cause });
      }
    }
  }

  /** State of every part but the weights. @param options.memory with the large parts that only going on needs */
  saveState({ memory = true } = {}): Snapshot {
    const states: Record<string, Snapshot> = {};
    for (const [name, { state }] of this.parts) {
      if (state && (memory || !state.memory)) states[name] = state.saveState();
    }
    return joinSnapshots({}, states);
  }

  /** @param options.sameEnvs false: what belongs to running episodes starts afresh */
  loadState(snapshot: Snapshot, { sameEnvs = true } = {}): void {
    const saved = splitSnapshot(snapshot).parts;
    for (const [name, { state }] of this.parts) {
      if (!state || (state.perEnv && !sameEnvs)) continue;
      const own = saved[name];
      if (own) state.loadState(own);
      else if (!state.memory)
        throw new UserError(`The saved state holds nothing of the agent's part ${name}.`);
    }
  }

  /** Layers and parameter counts of every network. */
  summary(): string {
    return Object.entries(this.networks)
      .map(([name, network]) => `${name}\n${summary(network)}`)
      .join('\n\n');
  }

  /** Gives the memory of networks and optimisers back at once. The agent cannot be used any more. */
  dispose(): void {
    for (const { object } of this.parts.values()) (object as { dispose?: () => void }).dispose?.();
  }
}

/** @throws Error when a weight of a network is not in float32. */
function requireFloats(weights: Record<string, WeightArray> = {}): StateDict {
  for (const [name, { data }] of Object.entries(weights))
    if (!(data instanceof Float32Array))
      throw new Error(`${name} must be in float32, got ${data.constructor.name}`);
  return weights as StateDict;
}

/** The numbers of a tensor as a part of an agent. */
export function tensorState(tensor: Tensor): Stateful {
  // Its numbers move when the engine's memory grows: looked up at each use, and copied.
  return {
    saveState: () => ({ meta: {}, arrays: { data: tensor.data.slice() } }),
    loadState: ({ arrays }) => tensor.data.set(arrays.data!),
  };
}
