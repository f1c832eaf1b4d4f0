// The engine workloads in Trainyard, written as a user would.
import {
  Adam,
  AdamW,
  buffer,
  Conv2d,
  cat,
  extractor,
  Generator,
  type Layer,
  Linear,
  LSTM,
  Module,
  MultiBinary,
  mseLoss,
  noGrad,
  polyakUpdate,
  ReLU,
  Sequential,
  type Space,
  scaledDotProductAttention,
  scope,
  Tanh,
  type Tensor,
} from 'trainyard';
import type { Data } from './trainyard.js';
import { BATCHES, type WorkloadKind } from './workloads.js';

export interface Iteration {
  step(i: number): void;
  /** What the last iteration computed, to compare with other contenders. */
  observe(): number | number[];
}

type Builder = (sizes: never, data: Data) => Iteration;

function mlp(widths: number[], output?: Layer): Sequential {
  const layers = widths.slice(1).flatMap((out, i): Layer[] => [new Linear(widths[i]!, out), new ReLU()]);
  layers.pop();
  return new Sequential(...layers, ...(output ? [output] : []));
}

function load<M extends Module>(module: M, data: Data, prefix = ''): M {
  for (const [name, parameter] of module.namedParameters()) parameter.data.set(data[prefix + name]!);
  return module;
}

/** A block of engine memory that takes one of the batches of `data[name]`, as a replay buffer would fill it. */
function batchOf(data: Data, name: string, shape: number[]) {
  const all = data[name]!;
  const t = buffer(shape, all instanceof Int32Array ? 'int32' : 'float32');
  const parts = Array.from({ length: BATCHES }, (_, b) => all.subarray(b * t.size, (b + 1) * t.size));
  const next = (i: number) => {
    t.data.set(parts[i % BATCHES]!);
    return t;
  };
  return next;
}

function inference({ widths }: { widths: number[] }, data: Data): Iteration {
  const net = load(mlp(widths), data, 'net.');
  const states = batchOf(data, 'states', [1, widths[0]!]);
  let output: Float32Array = new Float32Array();
  return {
    step(i) {
      output = scope(() => noGrad(() => net.forward(states(i)).toArray()));
    },
    observe: () => output.reduce((sum, y) => sum + Math.abs(y), 0),
  };
}

function dqn({ widths, batch }: { widths: number[]; batch: number }, data: Data): Iteration {
  const net = load(mlp(widths), data, 'net.');
  const target = load(mlp(widths), data, 'net.');
  const optimizer = new AdamW(net, { lr: 1e-3 });
  const states = batchOf(data, 'states', [batch, widths[0]!]);
  const nextStates = batchOf(data, 'nextStates', [batch, widths[0]!]);
  const actions = batchOf(data, 'actions', [batch, 1]);
  const rewards = batchOf(data, 'rewards', [batch]);
  const alive = batchOf(data, 'alive', [batch]);
  let loss: Tensor;
  return {
    step(i) {
      const targets = noGrad(() => {
        const best = target.forward(nextStates(i)).max(1).values;
        return rewards(i).add(best.mul(alive(i)).mul(0.99));
      });
      loss = mseLoss(net.forward(states(i)).gather(1, actions(i)).squeeze(1), targets);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    },
    observe: () => loss.item(),
  };
}

function ddpg(sizes: { actor: number[]; critic: number[]; batch: number }, data: Data): Iteration {
  const makeActor = () => load(mlp(sizes.actor, new Tanh()), data, 'actor.');
  const makeCritic = () => load(mlp(sizes.critic), data, 'critic.');
  const [actor, actorTarget, critic, criticTarget] = [makeActor(), makeActor(), makeCritic(), makeCritic()];
  const actorOptimizer = new Adam(actor, { lr: 1e-3 });
  const criticOptimizer = new Adam(critic, { lr: 1e-3 });
  const [observation, action] = [sizes.actor[0]!, sizes.actor.at(-1)!];
  const states = batchOf(data, 'states', [sizes.batch, observation]);
  const nextStates = batchOf(data, 'nextStates', [sizes.batch, observation]);
  const actions = batchOf(data, 'actions', [sizes.batch, action]);
  const rewards = batchOf(data, 'rewards', [sizes.batch, 1]);
  const alive = batchOf(data, 'alive', [sizes.batch, 1]);
  const freeze = (frozen: boolean) => {
    for (const parameter of critic.parameters()) parameter.requiresGrad = !frozen;
  };
  let value = 0;
  const update = (i: number) => {
    const [s, s2] = [states(i), nextStates(i)];
    const targets = noGrad(() => {
      const next = criticTarget.forward(cat([s2, actorTarget.forward(s2)], 1));
      return rewards(i).add(next.mul(alive(i)).mul(0.99));
    });
    const criticLoss = mseLoss(critic.forward(cat([s, actions(i)], 1)), targets);
    criticOptimizer.zeroGrad();
    criticLoss.backward();
    criticOptimizer.step();
    freeze(true);
    const actorLoss = critic
      .forward(cat([s, actor.forward(s)], 1))
      .mean()
      .neg();
    actorOptimizer.zeroGrad();
    actorLoss.backward();
    actorOptimizer.step();
    freeze(false);
    polyakUpdate(critic, criticTarget, 0.005);
    polyakUpdate(actor, actorTarget, 0.005);
    value = criticLoss.item();
  };
  return { step: (i) => scope(() => update(i)), observe: () => value };
}

/** Forward, mean square, backward; observes the loss and the norm of every gradient. */
function gradients(net: Pick<Layer, 'forward' | 'zeroGrad' | 'parameters'>, input: Tensor): Iteration {
  let loss = 0;
  return {
    step: () =>
      scope(() => {
        net.zeroGrad();
        const mean = (net.forward(input) as Tensor).square().mean();
        mean.backward();
        loss = mean.item();
      }),
    observe: () => [loss, ...net.parameters().map(({ grad }) => Math.hypot(...grad!.data))],
  };
}

function convolutions({ channels, batch }: { channels: number; batch: number }, data: Data): Iteration {
  const conv = (planes: number) => new Conv2d(planes, channels, 3, { stride: 2, padding: 1 });
  const net = new Sequential(conv(3), new ReLU(), conv(channels), new ReLU(), conv(channels), new ReLU());
  const side = Math.sqrt(data.images!.length / (3 * batch));
  return gradients(load(net, data, 'net.'), persistent(data.images!, [batch, 3, side, side]));
}

class SelfAttention extends Module {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly out: Linear;

  constructor(
    width: number,
    private readonly heads: number,
  ) {
    super();
    this.query = new Linear(width, width * heads);
    this.key = new Linear(width, width * heads);
    this.value = new Linear(width, width * heads);
    this.out = new Linear(width * heads, width);
  }

  override forward(x: Tensor): Tensor {
    const [q, k, v] = [this.query.forward(x), this.key.forward(x), this.value.forward(x)];
    return this.out.forward(scaledDotProductAttention(q, k, v, { heads: this.heads }));
  }
}

type AttentionSizes = { nodes: number; width: number; heads: number; batch: number };

function attention({ nodes, width, heads, batch }: AttentionSizes, data: Data): Iteration {
  const net = load(new SelfAttention(width, heads), data);
  return gradients(net, persistent(data.nodes!, [batch, nodes, width]));
}

interface RelationalSizes {
  batch: number;
  planes: number;
  first: number;
  second: number;
  heads: number;
  width: number;
  size: number;
  actions: number;
}

function relational(sizes: RelationalSizes, data: Data): Iteration {
  const { batch, planes, first, second, heads, width, size, actions: n } = sizes;
  const space = new MultiBinary([7, 7, planes]) as Space;
  const features = {
    ...{ type: 'relational', channels: 'last', heads, width, size },
    convolutions: [first, second].map((filters) => [filters, 1, 1]),
  };
  const network = () => {
    const reader = extractor(space, features, new Generator(0));
    return load(new Sequential(reader, new Linear(reader.size, n)), data, 'net.');
  };
  const [net, target] = [network(), network()];
  const optimizer = new Adam(net, { lr: 5e-4 });
  const states = batchOf(data, 'states', [batch, 49 * planes]);
  const nextStates = batchOf(data, 'nextStates', [batch, 49 * planes]);
  const actions = batchOf(data, 'actions', [batch, 1]);
  const rewards = batchOf(data, 'rewards', [batch]);
  const alive = batchOf(data, 'alive', [batch]);
  let loss: Tensor;
  return {
    step(i) {
      const targets = noGrad(() => {
        const next = nextStates(i);
        const best = net.forward(next).argmax(1).unsqueeze(1);
        const values = target.forward(next).gather(1, best).squeeze(1);
        return rewards(i).add(values.mul(alive(i)).mul(0.99));
      });
      loss = mseLoss(net.forward(states(i)).gather(1, actions(i)).squeeze(1), targets);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    },
    observe: () => loss.item(),
  };
}

type LstmSizes = { inputs: number; hidden: number; steps: number; batch: number };

function lstm({ inputs, hidden, steps, batch }: LstmSizes, data: Data): Iteration {
  const net = load(new LSTM(inputs, hidden, { batchFirst: true }), data, 'lstm.');
  const optimizer = new Adam(net, { lr: 1e-3 });
  const sequences = batchOf(data, 'sequences', [batch, steps, inputs]);
  const targets = batchOf(data, 'targets', [batch, steps, hidden]);
  let loss: Tensor;
  return {
    step(i) {
      const [outputs] = net.forward(sequences(i));
      loss = mseLoss(outputs, targets(i));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    },
    observe: () => loss.item(),
  };
}

function matmul({ size }: { size: number }, data: Data): Iteration {
  const [left, right] = [persistent(data.left!, [size, size]), persistent(data.right!, [size, size])];
  return {
    step: () => scope(() => void left.matmul(right)),
    observe: () => scope(() => left.matmul(right).square().mean().item()),
  };
}

function persistent(values: Float32Array | Int32Array, shape: number[]): Tensor {
  const t = buffer(shape);
  t.data.set(values);
  return t;
}

export const builders: Record<WorkloadKind, Builder> = {
  inference,
  dqn,
  ddpg,
  convolutions,
  attention,
  relational,
  lstm,
  matmul,
};
