// Classifies the papers of a citation graph with graph networks: a few labels, everybody's words, and who cites whom.
// Run: npx tsx examples/cora.ts (after `npm run build`): a graph made up on the spot, seconds
//      npx tsx examples/cora.ts gat 5 path/to/cora.bin.gz: graph attention, five seeds, the real Cora graph (layout: see
//      `parseCora` in docs/graphs.md), with its usual split
//      npx tsx examples/cora.ts gcn 5 path/to/cora.bin.gz random: 140 training papers drawn at random, 100 epochs
//      npx tsx examples/cora.ts gat 5 path/to/cora.bin.gz random binary: words as 0 and 1, not as shares of the paper
import { GAT, GCN, Generator } from 'trainyard';
import {
  binaryFeatures,
  loadCora,
  randomNodeSplit,
  syntheticCitations,
  trainNodeClassifier,
} from 'trainyard/data';

const [kind = 'gcn', seeds = '3', path, split = 'planetoid', words = 'shares'] = process.argv.slice(2);
if (!/^(gcn|gat)$/.test(kind) || !/^(planetoid|random)$/.test(split) || !/^(shares|binary)$/.test(words)) {
  throw new Error('Usage: cora.ts [gcn|gat] [seeds] [path] [planetoid|random] [shares|binary]');
}

async function main(): Promise<void> {
  const papers = path ? await loadCora(path) : syntheticCitations({ seed: 1 });
  const data = words === 'binary' ? binaryFeatures(papers) : papers;
  const [nodes, features] = data.features.shape;
  console.log(
    `${nodes} papers, ${features} words, ${data.graph.columns.size / 2} citations, ${data.classes} subjects`,
  );
  let sum = 0;
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const rng = new Generator(seed);
    const network =
      kind === 'gcn'
        ? new GCN(features, 16, data.classes, { rng })
        : new GAT(features, 2, data.classes, { heads: 8, dropout: 0.5, rng });
    const began = performance.now();
    const options =
      split === 'random' ? { epochs: 100, split: randomNodeSplit(nodes, 140, rng) } : { epochs: 200 };
    const { losses, testLoss, accuracy } = trainNodeClassifier(network, data, options);
    const perEpoch = (performance.now() - began) / options.epochs;
    sum += accuracy.test;
    console.log(
      `seed ${seed}: loss ${losses[0]!.toFixed(3)} to ${losses.at(-1)!.toFixed(3)}, test loss ${testLoss.toFixed(3)}, ` +
        `accuracy ${(100 * accuracy.train).toFixed(1)} % train, ${(100 * accuracy.test).toFixed(1)} % test, ` +
        `${perEpoch.toFixed(1)} ms an epoch`,
    );
  }
  console.log(`${kind}: mean test accuracy ${((100 * sum) / Number(seeds)).toFixed(1)} %`);
}

await main();
