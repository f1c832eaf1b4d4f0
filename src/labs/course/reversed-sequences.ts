// A small decoder that reverses what it reads: attention has to find the mirrored place of every symbol.
import {
  crossEntropy,
  Embedding,
  LayerNorm,
  LearntEncoding,
  Linear,
  Module,
  TransformerEncoder,
  TransformerEncoderLayer,
} from '../../nn/index.js';
import { Adam, clipGradNorm } from '../../optim/index.js';
import { type Generator, streams } from '../../random/index.js';
import { noGrad, scope, type Tensor, tensor } from '../../tensor/index.js';
import { atLeast, defineLab, percent } from '../index.js';

/** Tokens [batch, length] → scores of the symbol that comes next, [batch, length, symbols]. */
class Decoder extends Module {
  readonly symbols: Embedding;
  readonly places: LearntEncoding;
  readonly layers: TransformerEncoder;
  readonly next: Linear;

  constructor(symbols: number, width: number, depth: number, maxLength: number, rng: Generator) {
    super();
    const options = { dimFeedforward: 2 * width, dropout: 0, batchFirst: true, normFirst: true, rng };
    this.symbols = new Embedding(symbols + 1, width, { rng });
    this.places = new LearntEncoding(width, { maxLength, batchFirst: true, rng });
    const layers = Array.from({ length: depth }, () => new TransformerEncoderLayer(width, 4, options));
    this.layers = new TransformerEncoder(layers, new LayerNorm(width));
    this.next = new Linear(width, symbols, { rng });
  }

  override forward(tokens: Tensor, isCausal = true): Tensor {
    const x = this.places.forward(this.symbols.forward(tokens));
    return this.next.forward(this.layers.forward(x, { isCausal }));
  }
}

export const lab = defineLab({
  name: 'reversed-sequences',
  chapter: 'course',
  title: 'A decoder that reverses sequences',
  asks: 'Does a transformer that sees only what stands before learn to go on with what it read, backwards?',
  settings: { symbols: 10, length: 10, width: 64, depth: 2, steps: 900, batch: 64, causal: true },
  quick: { symbols: 5, length: 4, width: 32, depth: 2, steps: 350 },
  flaw: { what: 'it sees the answers while it learns', settings: { causal: false } },
  program({ symbols, length, width, depth, steps, batch, causal }, lab) {
    const { init, data, test } = streams(100, ['init', 'data', 'test']);
    const decoder = new Decoder(symbols, width, depth, 2 * length, init);
    const optimizer = new Adam(decoder, { lr: 1e-3 });
    const tokens = (rows: number[] | number[][]) => tensor(rows, { dtype: 'int32' });
    const sequences = (rng: Generator, count: number) =>
      Array.from({ length: count }, () => Array.from({ length }, () => rng.integers(0, symbols)));
    const losses: number[] = [];
    for (let step = 1; step <= steps; step++) {
      const rows = sequences(data, batch);
      const answers = rows.map((row) => row.toReversed());
      // Behind the separator stands the answer; every symbol of it is asked for at once.
      const line = rows.map((row, i) => [...row, symbols, ...answers[i]!.slice(0, -1)]);
      const scores = decoder.forward(tokens(line), causal).slice(1, length);
      const loss = crossEntropy(scores.reshape([batch * length, symbols]), tokens(answers.flat()));
      optimizer.zeroGrad();
      loss.backward();
      clipGradNorm(decoder.parameters(), 1);
      optimizer.lr = 1e-3 * Math.min(step / 100, 1, (steps - step) / (steps / 2)) * (64 / width);
      optimizer.step();
      losses.push(loss.item());
    }
    const unseen = sequences(test, 500);
    let lines = unseen.map((row) => [...row, symbols]);
    for (let i = 0; i < length; i++) {
      const at = length + i;
      const best = scope(() =>
        noGrad(() => decoder.forward(tokens(lines)).select(1, at).argmax(-1).data.slice()),
      );
      lines = lines.map((line, k) => [...line, best[k]!]);
    }
    const exact = percent(
      [...unseen.keys()],
      (k) => `${lines[k]!.slice(length + 1)}` === `${unseen[k]!.toReversed()}`,
    );
    lab.check('unseen sequences reversed without an error (%)', exact, atLeast(99, { quick: 80 }));
    lab.tell('by chance (%)', 100 / symbols ** length);
    lab.plot({
      title: 'Cross-entropy of a symbol',
      xLabel: 'step',
      series: [{ label: 'training', x: losses.map((_, i) => i), y: losses }],
      references: [{ y: Math.log(symbols), label: 'by chance' }],
    });
    lab.text(
      'Read | written',
      lines
        .slice(0, 5)
        .map((line) => line.map((s) => (s === symbols ? '|' : s)).join(' '))
        .join('\n'),
    );
  },
});
