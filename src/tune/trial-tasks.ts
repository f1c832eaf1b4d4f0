// What a study asks of its threads.
export { advanceMember } from './population-run.js';
export { advance, advanceUnlessWorse } from './trial-run.js';
