// Reads the Cora citation graph (McCallum et al. 2000; split of Yang et al. 2016, "Planetoid") from a file of one's own: it
// carries no licence that would let it come with the project.
import { UserError } from '../io/errors.js';
import { bytesOfFile } from './bytes-of-file.js';
import { type NodeDataset, nodeDataset } from './node-dataset.js';

const HEADER = 8;

/**
 * Little-endian bytes: u32 nodes, features, classes, ones among the features, undirected edges, nodes to train, validate
 * and test with; then u8 label of each node, u8 number of features of each node, u16 their numbers, u16 the two nodes of
 * each edge, u16 the nodes to test with. Training nodes come first, those for validation next.
 *
 * @param name how messages call it
 * @throws UserError when that is not what the bytes hold.
 */
export function parseCora(bytes: Uint8Array, name = 'cora'): NodeDataset {
  const refuse = (reason: string): never => {
    throw new UserError(`'${name}' is no citation graph in the layout of parseCora: ${reason}.`, {
      kind: 'failure',
    });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 * HEADER) refuse(`it has ${bytes.length} bytes, fewer than its header`);
  const [nodes, features, classes, ones, edges, train, validation, test] = Array.from(
    { length: HEADER },
    (_, i) => view.getUint32(4 * i, true),
  ) as [number, number, number, number, number, number, number, number];
  const expected = 4 * HEADER + 2 * nodes + 2 * (ones + 2 * edges + test);
  if (bytes.length !== expected) refuse(`its header asks for ${expected} bytes, it has ${bytes.length}`);
  const labels = Int32Array.from(bytes.subarray(32, 32 + nodes));
  const featureCount = bytes.subarray(32 + nodes, 32 + 2 * nodes);
  let at = 32 + 2 * nodes;
  const numbers = (count: number, below: number, what: string) =>
    Int32Array.from({ length: count }, () => {
      const value = view.getUint16(at, true);
      at += 2;
      return value < below ? value : refuse(`${what} ${value} is not in 0..${below - 1}`);
    });
  const featureIndex = numbers(ones, features, 'feature');
  const ends = numbers(2 * edges, nodes, 'node');
  const testNodes = numbers(test, nodes, 'node');
  if (labels.some((label) => label >= classes)) refuse(`a label is not in 0..${classes - 1}`);
  const counted = featureCount.reduce((sum, count) => sum + count, 0);
  if (counted !== ones) refuse(`its nodes have ${counted} features, its header says ${ones}`);
  if (train + validation > nodes) refuse(`it has ${nodes} nodes, fewer than ${train} + ${validation}`);
  const range = (from: number, count: number) => Int32Array.from({ length: count }, (_, i) => from + i);
  return nodeDataset({
    ...{ labels, classes, features, featureIndex, featureCount },
    edges: Array.from({ length: edges }, (_, e) => [ends[2 * e]!, ends[2 * e + 1]!] as const),
    split: { train: range(0, train), validation: range(train, validation), test: testNodes },
  });
}

/**
 * The same from a file, gzipped or not (Node only).
 *
 * @example const cora = await loadCora('data/cora.bin.gz');
 */
export async function loadCora(path: string): Promise<NodeDataset> {
  return parseCora(await bytesOfFile(path), path);
}
