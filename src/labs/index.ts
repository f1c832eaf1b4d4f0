// Labs: every experiment of the book and the courses, each a program with its checks.

export { atLeast, atMost, type Expectation, exactly, type Loosened, near } from './kit/expectation.js';
export { keepBest } from './kit/keep-best.js';
export {
  defineLab,
  type Lab,
  type LabBook,
  type LabDefinition,
  type LabOptions,
  type LabSettings,
} from './kit/lab.js';
export { mean, median, percent, smoothed } from './kit/measures.js';
export { type LabFigure, type LabResult, type LabRow, passed, runLab } from './kit/run-lab.js';
export { labFile, labNames, loadLab } from './list.js';
export { type SyllabusRow, syllabus } from './syllabus.js';
