// The engine workloads as data: shapes, initial weights and batches, so that every contender computes the same thing.

/** How a tensor is filled before it goes to the contenders. */
export type Fill =
  | { kind: 'uniform'; bound: number }
  | { kind: 'normal' }
  | { kind: 'integers'; below: number }
  | { kind: 'flags'; probability: number };

export interface TensorSpec {
  name: string;
  shape: number[];
  fill: Fill;
}

export type WorkloadKind =
  | 'inference'
  | 'dqn'
  | 'ddpg'
  | 'convolutions'
  | 'attention'
  | 'relational'
  | 'lstm'
  | 'matmul';

export interface Workload {
  name: string;
  kind: WorkloadKind;
  /** What one iteration is. */
  title: string;
  /** Layer widths and the like; their meaning depends on the kind. */
  sizes: Record<string, number | number[]>;
  /** Floating-point operations of one iteration's matrix products. */
  flops: number;
  tensors: TensorSpec[];
}

/** Batches a training workload cycles through, so that it does not fit a single one. */
export const BATCHES = 8;

const uniform = (name: string, shape: number[], fanIn: number): TensorSpec => ({
  name,
  shape,
  fill: { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) },
});
const normal = (name: string, ...shape: number[]): TensorSpec => ({ name, shape, fill: { kind: 'normal' } });

/** Weights and biases of `Sequential(Linear, activation, Linear, …)` under PyTorch's names. */
function mlp(prefix: string, widths: number[]): TensorSpec[] {
  return widths.slice(1).flatMap((out, i) => {
    const layer = `${prefix}.${2 * i}`;
    return [
      uniform(`${layer}.weight`, [out, widths[i]!], widths[i]!),
      uniform(`${layer}.bias`, [out], widths[i]!),
    ];
  });
}

/** Multiply-adds, times two, of one forward pass of a row. */
const mlpFlops = (widths: number[]) => widths.slice(1).reduce((sum, out, i) => sum + 2 * out * widths[i]!, 0);

function inference(name: string, widths: number[]): Workload {
  return {
    name,
    kind: 'inference',
    title: `batch-1 inference, MLP ${widths.join('-')}, host to host`,
    sizes: { widths },
    flops: mlpFlops(widths),
    tensors: [...mlp('net', widths), normal('states', BATCHES, 1, widths[0]!)],
  };
}

function dqn(name: string, widths: number[], batch: number): Workload {
  const [inputs, actions] = [widths[0]!, widths.at(-1)!];
  const first = 2 * inputs * widths[1]!;
  return {
    name,
    kind: 'dqn',
    title: `DQN step, MLP ${widths.join('-')}, batch ${batch}, target network, MSE, AdamW`,
    sizes: { widths, batch },
    // Forward of both networks, backward towards weights and (but for the first layer) inputs.
    flops: batch * (4 * mlpFlops(widths) - first),
    tensors: [
      ...mlp('net', widths),
      normal('states', BATCHES, batch, inputs),
      normal('nextStates', BATCHES, batch, inputs),
      { name: 'actions', shape: [BATCHES, batch], fill: { kind: 'integers', below: actions } },
      normal('rewards', BATCHES, batch),
      { name: 'alive', shape: [BATCHES, batch], fill: { kind: 'flags', probability: 0.9 } },
    ],
  };
}

function ddpg(name: string, hidden: number[], observation: number, action: number, batch: number): Workload {
  const actor = [observation, ...hidden, action];
  const critic = [observation + action, ...hidden, 1];
  // Targets 1 + 1, critic 3, actor 3, critic forward and backward to its input 2, less what first layers spare.
  const flops = 4 * mlpFlops(actor) + 6 * mlpFlops(critic) - 2 * hidden[0]! * (actor[0]! + critic[0]!);
  return {
    name,
    kind: 'ddpg',
    title: `DDPG update, ${hidden.join('-')}, ${observation} observations, ${action} action, batch ${batch}, two Adams, Polyak`,
    sizes: { actor, critic, batch },
    flops: batch * flops,
    tensors: [
      ...mlp('actor', actor),
      ...mlp('critic', critic),
      normal('states', BATCHES, batch, observation),
      normal('nextStates', BATCHES, batch, observation),
      normal('actions', BATCHES, batch, action),
      normal('rewards', BATCHES, batch, 1),
      { name: 'alive', shape: [BATCHES, batch, 1], fill: { kind: 'flags', probability: 0.9 } },
    ],
  };
}

function convolutions(name: string, side: number, channels: number, batch: number): Workload {
  const inputs = [3, channels, channels];
  let [flops, extent] = [0, side];
  inputs.forEach((planes, i) => {
    extent = Math.ceil(extent / 2);
    flops += 2 * extent * extent * channels * planes * 9 * (i === 0 ? 2 : 3);
  });
  return {
    name,
    kind: 'convolutions',
    title: `three 3x3 stride-2 convolutions with ReLU, ${channels} channels, ${side}x${side}x3, batch ${batch}, forward and backward`,
    sizes: { channels, batch },
    flops: batch * flops,
    tensors: [
      ...inputs.flatMap((planes, i) => [
        uniform(`net.${2 * i}.weight`, [channels, planes, 3, 3], 9 * planes),
        uniform(`net.${2 * i}.bias`, [channels], 9 * planes),
      ]),
      normal('images', batch, 3, side, side),
    ],
  };
}

function attention(name: string, nodes: number, width: number, heads: number, batch: number): Workload {
  const inner = width * heads;
  const rows = batch * nodes;
  const linear = (layer: string, from: number, to: number) => [
    uniform(`${layer}.weight`, [to, from], from),
    uniform(`${layer}.bias`, [to], from),
  ];
  return {
    name,
    kind: 'attention',
    title: `self-attention, ${nodes} nodes x ${width}, ${heads} heads of ${width}, batch ${batch}, forward and backward`,
    sizes: { nodes, width, heads, batch },
    flops: 3 * (4 * 2 * rows * width * inner + 2 * 2 * batch * heads * nodes * nodes * width),
    tensors: [
      ...linear('query', width, inner),
      ...linear('key', width, inner),
      ...linear('value', width, inner),
      ...linear('out', inner, width),
      normal('nodes', batch, nodes, width),
    ],
  };
}

/** The small relational network: 7 x 7 cells of 20 planes, 16 and 32 filters, two heads of 32, 64 numbers per node, 5 actions. */
function relational(name: string, batch: number): Workload {
  const [nodes, planes, actions] = [49, 20, 5];
  const [first, second, heads, width, size] = [16, 32, 2, 32, 64];
  const [inputs, inner] = [second + 2, heads * width];
  const norm = (layer: string, numbers: number): TensorSpec[] =>
    ['weight', 'bias'].map((of) => normal(`net.${layer}.${of}`, numbers));
  const linear = (layer: string, from: number, to: number): TensorSpec[] => [
    uniform(`net.${layer}.weight`, [to, from], from),
    uniform(`net.${layer}.bias`, [to], from),
  ];
  const perNode = planes * first + first * second + 3 * inputs * inner + inner * size;
  const forward = 2 * (nodes * (perNode + 2 * nodes * inner) + 2 * size * actions);
  return {
    name,
    kind: 'relational',
    title: `double DQN step, relational network of 13,045 weights, 49 nodes, two heads, batch ${batch}, target network, MSE, Adam`,
    sizes: { batch, planes, first, second, heads, width, size, actions },
    // Forward of both networks, of the online one on the next states too, and backward.
    flops: batch * (5 * forward - 2 * nodes * planes * first),
    tensors: [
      ...linear('0.layers.0', planes, first),
      ...linear('0.layers.1', first, second),
      ...['query', 'key', 'value'].flatMap((layer) => linear(`0.relations.${layer}`, inputs, inner)),
      ...['query', 'key', 'value'].flatMap((layer) => norm(`0.relations.${layer}_norm`, inner)),
      ...linear('0.relations.mix', inner, size),
      ...norm('0.norm', 2 * size),
      ...linear('1', 2 * size, actions),
      { name: 'states', shape: [BATCHES, batch, nodes * planes], fill: { kind: 'flags', probability: 0.15 } },
      {
        name: 'nextStates',
        shape: [BATCHES, batch, nodes * planes],
        fill: { kind: 'flags', probability: 0.15 },
      },
      { name: 'actions', shape: [BATCHES, batch], fill: { kind: 'integers', below: actions } },
      normal('rewards', BATCHES, batch),
      { name: 'alive', shape: [BATCHES, batch], fill: { kind: 'flags', probability: 0.9 } },
    ],
  };
}

function lstm(name: string, inputs: number, hidden: number, steps: number, batch: number): Workload {
  return {
    name,
    kind: 'lstm',
    title: `LSTM training step, ${inputs} inputs, ${hidden} hidden, ${steps} steps, batch ${batch}, MSE, Adam`,
    sizes: { inputs, hidden, steps, batch },
    flops: 3 * steps * batch * 2 * 4 * hidden * (inputs + hidden),
    tensors: [
      uniform('lstm.weight_ih_l0', [4 * hidden, inputs], hidden),
      uniform('lstm.weight_hh_l0', [4 * hidden, hidden], hidden),
      uniform('lstm.bias_ih_l0', [4 * hidden], hidden),
      uniform('lstm.bias_hh_l0', [4 * hidden], hidden),
      normal('sequences', BATCHES, batch, steps, inputs),
      normal('targets', BATCHES, batch, steps, hidden),
    ],
  };
}

function matmul(name: string, size: number): Workload {
  return {
    name,
    kind: 'matmul',
    title: `${size}-cube matrix product`,
    sizes: { size },
    flops: 2 * size ** 3,
    tensors: [normal('left', size, size), normal('right', size, size)],
  };
}

export const workloads: Workload[] = [
  inference('A', [4, 128, 64, 2]),
  dqn('B', [4, 128, 64, 2], 32),
  dqn('C1', [64, 150, 100, 4], 128),
  dqn('C1b', [64, 150, 100, 4], 200),
  dqn('C2', [17, 256, 256, 6], 256),
  ddpg('D', [400, 300], 3, 1, 32),
  convolutions('E', 42, 32, 32),
  matmul('F', 1024),
  attention('G', 49, 64, 3, 50),
  relational('H', 32),
  lstm('LSTM', 64, 128, 32, 16),
];
