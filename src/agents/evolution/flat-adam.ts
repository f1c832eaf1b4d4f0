// Adam (Kingma & Ba 2015) on one float64 vector that is no tensor.

export class FlatAdam {
  /** First and second moment, and the number of steps. */
  readonly state: { mean: Float64Array; squares: Float64Array; steps: Float64Array };

  constructor(
    size: number,
    private readonly betas: readonly [number, number] = [0.9, 0.999],
    private readonly epsilon = 1e-8,
  ) {
    this.state = {
      mean: new Float64Array(size),
      squares: new Float64Array(size),
      steps: new Float64Array(1),
    };
  }

  /** Moves `vector` up along the gradient. */
  ascend(vector: Float64Array, gradient: Float64Array, lr: number): void {
    const { mean, squares, steps } = this.state;
    const [beta1, beta2] = this.betas;
    steps[0]!++;
    const [unbias1, unbias2] = [1 - beta1 ** steps[0]!, 1 - beta2 ** steps[0]!];
    for (let j = 0; j < vector.length; j++) {
      const g = gradient[j]!;
      mean[j] = beta1 * mean[j]! + (1 - beta1) * g;
      squares[j] = beta2 * squares[j]! + (1 - beta2) * g * g;
      vector[j]! += (lr * (mean[j]! / unbias1)) / (Math.sqrt(squares[j]! / unbias2) + this.epsilon);
    }
  }

  reset(): void {
    for (const array of Object.values(this.state)) array.fill(0);
  }
}
