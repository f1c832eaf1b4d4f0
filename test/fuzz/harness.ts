// Feeds damaged files to a child process: an error that is not explained, a wait without end or a flood of memory is
// a finding, and the child is started anew.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Report } from './child.js';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
/** An input takes milliseconds, on a busy machine seconds; the faults that are looked for take for ever. */
const PATIENCE_MS = 30_000;
const HEAP_MIB = 1024;

export interface Finding {
  input: number;
  target: string;
  kind: 'raw exception' | 'hang' | 'end of the process';
  detail: string;
}

export interface Summary {
  inputs: number;
  read: number;
  refused: number;
  findings: Finding[];
  /** Most memory a child held, in MiB. */
  peak: number;
  byTarget: Record<string, number>;
}

/** Inputs `first` to `first + count - 1` of a seed; every input is the same whichever others there are. */
export async function fuzz(
  { first = 0, count, seed }: { first?: number; count: number; seed: number },
  root: string,
  onFinding: (finding: Finding) => void = () => {},
): Promise<Summary> {
  const summary: Summary = { inputs: 0, read: 0, refused: 0, findings: [], peak: 0, byTarget: {} };
  const add = (finding: Finding) => {
    summary.findings.push(finding);
    onFinding(finding);
  };
  let child: ChildProcess | undefined;
  for (let input = first; input < first + count; input++) {
    child ??= await startChild(root);
    const { report, target = '?', end } = await feed(child, input, seed);
    summary.inputs++;
    summary.byTarget[target] = (summary.byTarget[target] ?? 0) + 1;
    if (!report) {
      add({ input, target, ...end! });
      child.kill('SIGKILL');
      child = undefined;
      continue;
    }
    summary.peak = Math.max(summary.peak, Math.round(report.peak));
    if (report.outcome === 'raw') {
      add({ input, target, kind: 'raw exception', detail: report.stack ?? report.message ?? '' });
    } else summary[report.outcome]++;
  }
  child?.kill();
  return summary;
}

function startChild(root: string): Promise<ChildProcess> {
  const child = fork(CHILD, [root], {
    execArgv: ['--import', 'tsx', `--max-old-space-size=${HEAP_MIB}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((settle, fail) => {
    child.once('message', () => settle(child));
    child.once('exit', (code) => fail(new Error(`the child ended with ${code} before its first input`)));
  });
}

interface Answer {
  target?: string;
  report?: Report;
  /** Why there is no report. */
  end?: Pick<Finding, 'kind' | 'detail'>;
}

function feed(child: ChildProcess, input: number, seed: number): Promise<Answer> {
  return new Promise((settle) => {
    let target: string | undefined;
    const finish = (answer: Answer) => {
      clearTimeout(timer);
      child.removeAllListeners();
      settle({ target, ...answer });
    };
    const timer = setTimeout(() => {
      finish({ end: { kind: 'hang', detail: `no answer within ${PATIENCE_MS / 1000} s` } });
    }, PATIENCE_MS);
    child.on('message', (message: Partial<Report>) => {
      target = message.target;
      if (message.outcome) finish({ report: message as Report });
    });
    child.on('exit', (code, signal) => {
      finish({ end: { kind: 'end of the process', detail: `it ended with ${code ?? signal}` } });
    });
    child.send({ input, seed });
  });
}
