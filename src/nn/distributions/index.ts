export { Bernoulli } from './bernoulli.js';
export { Categorical, MASKED_LOGIT, sampleLogits } from './categorical.js';
export { DiagNormal } from './diag-normal.js';
export type { Distribution } from './distribution.js';
export { MultiCategorical } from './multi-categorical.js';
export { SquashedNormal } from './squashed-normal.js';
