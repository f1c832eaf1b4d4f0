// A decoder-only transformer learns to reverse sequences it has never seen: `7 1 4 |` goes on with `4 1 7`. Attention
// has to find the mirrored position for every symbol.
// Run: npx tsx examples/reverse-sequence.ts (after `npm run build`): about half a minute
import {
  Adam,
  clipGradNorm,
  crossEntropy,
  Embedding,
  type Generator,
  LayerNorm,
  LearntEncoding,
  Linear,
  Module,
  noGrad,
  scope,
  streams,
  type Tensor,
  TransformerEncoder,
  TransformerEncoderLayer,
  tensor,
} from 'trainyard';

const SYMBOLS = 10;
const SEPARATOR = SYMBOLS;
const LENGTH = 10;
const WIDTH = 64;
const BATCH = 64;
const STEPS = 900;

const { init: rng, data, test } = streams(1, ['init', 'data', 'test']);

class Decoder extends Module {
  symbols = new Embedding(SYMBOLS + 1, WIDTH, { rng });
  positions = new LearntEncoding(WIDTH, { maxLength: 2 * LENGTH, batchFirst: true, rng });
  layers = new TransformerEncoder(
    Array.from(
      { length: 2 },
      () =>
        new TransformerEncoderLayer(WIDTH, 4, {
          dimFeedforward: 128,
          dropout: 0,
          batchFirst: true,
          normFirst: true,
          rng,
        }),
    ),
    new LayerNorm(WIDTH),
  );
  next = new Linear(WIDTH, SYMBOLS, { rng });

  /** Tokens [batch, length] → scores of the symbol that comes next, [batch, length, SYMBOLS]. */
  override forward(tokens: Tensor): Tensor {
    const x = this.positions.forward(this.symbols.forward(tokens));
    return this.next.forward(this.layers.forward(x, { isCausal: true }));
  }
}

/** Rows of LENGTH random symbols. */
const sequences = (generator: Generator, count: number): number[][] =>
  Array.from({ length: count }, () => Array.from({ length: LENGTH }, () => generator.integers(0, SYMBOLS)));
const tokens = (rows: number[] | number[][]) => tensor(rows, { dtype: 'int32' });

const decoder = new Decoder();
const optimizer = new Adam(decoder, { lr: 1e-3 });

for (let step = 1; step <= STEPS; step++) {
  const rows = sequences(data, BATCH);
  const answers = rows.map((row) => row.toReversed());
  // Fed the whole line, it answers at every position at once; only the answers after the separator count.
  const line = rows.map((row, i) => [...row, SEPARATOR, ...answers[i]!.slice(0, -1)]);
  const scores = decoder.forward(tokens(line)).slice(1, LENGTH);
  const loss = crossEntropy(scores.reshape([BATCH * LENGTH, SYMBOLS]), tokens(answers.flat()));
  optimizer.zeroGrad();
  loss.backward();
  clipGradNorm(decoder.parameters(), 1);
  optimizer.lr = 1e-3 * Math.min(step / 100, 1, (STEPS - step) / (STEPS / 2));
  optimizer.step();
  if (step % 100 === 0) console.log(`step ${step}: loss ${loss.item().toFixed(4)}`);
}

/** Writes the answers symbol by symbol, each from what stands there so far. */
function answer(rows: number[][]): number[][] {
  let line = rows.map((row) => [...row, SEPARATOR]);
  for (let i = 0; i < LENGTH; i++) {
    const best = scope(() =>
      noGrad(() =>
        decoder
          .forward(tokens(line))
          .select(1, LENGTH + i)
          .argmax(-1),
      ),
    );
    line = line.map((row, k) => [...row, best.data[k]!]);
  }
  return line.map((row) => row.slice(LENGTH + 1));
}

const unseen = sequences(test, 500);
const exact = answer(unseen).filter((row, i) => `${row}` === `${unseen[i]!.toReversed()}`).length;
console.log(`${(exact / 5).toFixed(1)} % of 500 unseen sequences reversed without an error`);
