// Whom a node listens to: attention along the edges of a graph, and between the cells of a relational module.
import { type NodeDataset, syntheticCitations, trainNodeClassifier } from '../../data/index.js';
import { crossEntropy, GAT, Linear, RelationalModule } from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import { Generator } from '../../random/index.js';
import { noGrad, scope, tensor } from '../../tensor/index.js';
import { atLeast, atMost, defineLab, mean } from '../index.js';
import { nodesDrawn } from './drawings.js';

const [CELLS, SYMBOLS, COLOURS] = [9, 9, 4];

export const lab = defineLab({
  name: 'graph-attention',
  chapter: '10',
  title: 'Whom nodes listen to',
  asks: 'Do weights of attention add up to 1 for each node, and does a cell that must find its twin look at it?',
  settings: { steps: 500, learningRate: 3e-3, batch: 64 },
  flaw: { what: 'the module hardly learns', settings: { learningRate: 1e-8 } },
  program({ steps, learningRate, batch }, lab) {
    const rng = new Generator(100);
    const data: NodeDataset = syntheticCitations({
      nodes: 60,
      classes: 3,
      features: 60,
      trainPerClass: 8,
      seed: 1,
    });
    const network = new GAT(60, 4, 3, { heads: 4, dropout: 0.3, rng });
    trainNodeClassifier(network, data, { epochs: 100 });
    const { attention } = noGrad(() => network.conv1.withAttention(data.features, data.graph));
    const [heads, edges] = [4, attention.rows.size];
    const [rows, columns] = [attention.rows.toArray(), attention.columns.toArray()];
    const values = attention.values.toArray();
    const weight = Array.from({ length: edges }, (_, e) => mean(values.subarray(heads * e, heads * (e + 1))));
    const sums = new Array(60).fill(0);
    for (let e = 0; e < edges; e++) sums[rows[e]!] += weight[e]!;
    const listens = sums.filter((sum) => sum > 0);
    lab.check(
      'graph: weights of a node, their sum - 1, at most',
      Math.max(...listens.map((sum) => Math.abs(sum - 1))),
      atMost(1e-5),
    );

    // Nine cells with a symbol and a colour each: which colour has the cell with the symbol of the middle one?
    const draw = (count: number) => {
      const [cells, colours, twins] = [
        new Float32Array(count * CELLS * (SYMBOLS + COLOURS + CELLS)),
        [] as number[],
        [] as number[],
      ];
      for (let k = 0; k < count; k++) {
        const symbols = [...rng.permutation(SYMBOLS)];
        const twin = [0, 1, 2, 3, 5, 6, 7, 8][rng.integers(0, 8)]!;
        symbols[twin] = symbols[4]!;
        for (let cell = 0; cell < CELLS; cell++) {
          const colour = rng.integers(0, COLOURS);
          const at = (k * CELLS + cell) * (SYMBOLS + COLOURS + CELLS);
          for (const one of [symbols[cell]!, SYMBOLS + colour, SYMBOLS + COLOURS + cell]) cells[at + one] = 1;
          if (cell === twin) colours.push(colour);
        }
        twins.push(twin);
      }
      const shape = [count, CELLS, SYMBOLS + COLOURS + CELLS];
      return { cells: tensor(cells, { shape }), colours: tensor(colours, { dtype: 'int32' }), twins };
    };
    const relations = new RelationalModule(CELLS, SYMBOLS + COLOURS + CELLS, 32, { norm: 'each', rng });
    const head = new Linear(32, COLOURS, { rng });
    const optimizer = new Adam([...relations.parameters(), ...head.parameters()], { lr: learningRate });
    for (let step = 0; step < steps; step++) {
      const { cells, colours } = draw(batch);
      const loss = crossEntropy(head.forward(relations.forward(cells).select(1, 4)), colours);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
    const { cells, colours, twins } = draw(500);
    const asked = scope(() =>
      noGrad(() => {
        const { output, attention } = relations.withAttention(cells);
        const right = head.forward(output.select(1, 4)).argmax(1).eq(colours).float().mean().item();
        return { right, weights: attention.squeeze(1).select(1, 4).toArray() };
      }),
    );
    const rowOf = (k: number) => [...asked.weights.subarray(k * CELLS, (k + 1) * CELLS)];
    const total = Math.max(...twins.map((_, k) => Math.abs(rowOf(k).reduce((a, b) => a + b) - 1)));
    lab.check('cells: weights of the middle one, their sum - 1, at most', total, atMost(1e-5));
    lab.check(
      'colours of the twin told right (%)',
      100 * asked.right,
      atLeast(90),
      `${100 / COLOURS} by chance`,
    );
    lab.check(
      'weight of the twin, mean',
      mean(twins.map((twin, k) => rowOf(k)[twin]!)),
      atLeast(0.5),
      '1/9 at first',
    );
    lab.picture('Papers, and whom each listens to', nodesDrawn(data.labels.data, rows, columns, weight));
    lab.text(
      'Weights of the middle cell (%); its twin with a star',
      [0, 1, 2]
        .map((k) =>
          rowOf(k)
            .map((w, i) => `${Math.round(100 * w)}${i === twins[k] ? '*' : ''}`.padStart(5))
            .join(''),
        )
        .join('\n'),
    );
  },
});
