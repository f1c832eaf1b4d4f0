// Observations of CartPole on which agents are compared, the same wherever this is imported.

export const observations = Array.from({ length: 64 }, (_, i) =>
  Float32Array.from([0, 1, 2, 3], (j) => Math.sin(1 + 3 * i + 7 * j) * [2, 2, 0.2, 2][j]!),
);
