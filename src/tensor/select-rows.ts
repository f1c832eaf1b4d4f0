// Minibatches: rows of one persistent tensor into another, by a kernel and without a graph.
import { kernels } from './engine.js';
import { at, type Tensor } from './tensor.js';

/**
 * `to[j, …] = from[rows[j], …]` for every row of `to`, in place.
 *
 * @param from `[n, …]`
 * @param rows int32, at least as many numbers as `to` has rows
 * @param to `[m, …]`, a buffer of the same type
 * @throws RangeError when a row is none of `from`.
 */
export function selectRows(from: Tensor, rows: Tensor, to: Tensor): void {
  const [n, m] = [from.shape[0]!, to.shape[0]!];
  const wrong = kernels.indexSelect(at(from), at(rows), at(to), 1, n, m, m === 0 ? 0 : to.size / m);
  if (wrong >= 0) throw new RangeError(`selectRows: row ${rows.data[wrong]} is not in 0..${n - 1}.`);
}
