// index.md: every check of every lab and its number, by chapter.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { loadLab } from '../list.js';
import { syllabus } from '../syllabus.js';
import { chapters, chapterTitle } from './chapters.js';
import type { LabFolder } from './folder.js';
import type { Lab } from './lab.js';
import type { LabRow } from './run-lab.js';
import type { LabOutcome } from './run-labs.js';

export async function indexPage(
  outcomes: readonly LabOutcome[],
  folder: LabFolder,
  command: string,
): Promise<string> {
  const labs = await Promise.all(
    outcomes.map(async (outcome) => ({ outcome, lab: await loadLab(nameOf(outcome)) })),
  );
  const sections = chapters.flatMap((chapter) => {
    const here = labs.filter(({ lab }) => lab.chapter === chapter);
    return here.length === 0 ? [] : [section(chapterTitle(chapter), here, folder)];
  });
  return `# Labs

${summary(outcomes)} Each lab is a program on the public API with its checks; its page shows what it found,
beside what the source reports, its pictures and its code. Seeds are 100 and those after it, on which no setting was tuned; where
a bound is not the source's, the lab says what was measured. This page is written by the command below and by nothing else.

\`\`\`bash
${command}
\`\`\`

## What the material has to show

${contents(outcomes)}
${sections.join('\n')}`;
}

/** Each experiment of the material beside the check that answers it. */
function contents(outcomes: readonly LabOutcome[]): string {
  const lines = syllabus.map(({ chapter, name, lab, check }) => {
    const outcome = outcomes.find((each) => nameOf(each) === lab);
    const row = outcome && 'result' in outcome && outcome.result.rows.find(({ what }) => what === check);
    const found = row ? [row.expected, row.here, verdict(row)] : ['', '', outcome ? '**FAIL**' : 'not run'];
    return [chapter, name, `[${lab}](${lab}.html)`, check, ...found];
  });
  return markdownTable(['chapter', 'experiment', 'lab', 'check', 'expected', 'here', ''], lines);
}

const nameOf = (outcome: LabOutcome) => ('result' in outcome ? outcome.result.name : outcome.name);

function summary(outcomes: readonly LabOutcome[]): string {
  const rows = outcomes.flatMap((outcome) => ('result' in outcome ? outcome.result.rows : []));
  const checks = rows.filter(({ passed }) => passed !== undefined);
  const good = checks.filter(({ passed }) => passed).length;
  return `${outcomes.length} labs, ${checks.length} checks, of which ${good} hold.`;
}

function section(
  title: string,
  labs: readonly { outcome: LabOutcome; lab: Lab }[],
  folder: LabFolder,
): string {
  const lines = labs.flatMap(({ outcome, lab }) => {
    const gif = folder.file(lab.name, 'gif');
    const head = `### [${lab.title}](${lab.name}.html)\n\n${lab.asks}\n`;
    const picture = existsSync(gif) ? [`![${lab.title}](${basename(gif)})\n`] : [];
    if (!('result' in outcome)) return [head, `It failed: ${outcome.error}\n`];
    return [head, ...picture, table(outcome.result.rows)];
  });
  return [`## ${title}\n`, ...lines].join('\n');
}

function table(rows: readonly LabRow[]): string {
  const lines = rows.map((row) => [row.what, row.reported, row.expected, row.here, verdict(row)]);
  return markdownTable(['what', 'reported', 'expected', 'here', ''], lines);
}

function verdict({ passed }: LabRow): string {
  if (passed === undefined) return '';
  return passed ? 'PASS' : '**FAIL**';
}

/** Numbers found (the column `here`) stand to the right. */
function markdownTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map((name) => (name === 'here' ? '--:' : '---'));
  const rows = [head, rule, ...lines].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  return `${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
}
