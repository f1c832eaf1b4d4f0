// A number that stands for an array of numbers.

const bits = new Float32Array(1);

/**
 * 53 bits of two MurmurHash3 of 32 bits: among a million different states, two share a number with a probability of
 * 6e-5. 0 and -0 are the same.
 */
export function stateHash(state: Float32Array): number {
  const words = new Uint32Array(bits.buffer);
  let [a, b] = [0x9747b28c, 0x3c6ef372];
  for (let i = 0; i < state.length; i++) {
    bits[0] = state[i]! + 0;
    a = mixed(a, words[0]!, 0xcc9e2d51, 0x1b873593);
    b = mixed(b, words[0]!, 0x85ebca6b, 0xc2b2ae35);
  }
  return (finished(a) >>> 0) * 2 ** 21 + (finished(b) >>> 11);
}

function mixed(hash: number, word: number, first: number, second: number): number {
  const scrambled = Math.imul(rotated(Math.imul(word, first), 15), second);
  return (Math.imul(rotated(hash ^ scrambled, 13), 5) + 0xe6546b64) | 0;
}

function finished(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
