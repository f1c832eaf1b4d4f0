// What is read, and what a reader does with it next. Each target damages its file anew for every generator.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { BC, loadAgent } from '../../src/agents/index.js';
import { makeVec, OfflineEnv } from '../../src/envs/index.js';
import { evaluatePolicy } from '../../src/evaluate/index.js';
import { readSafetensors } from '../../src/io/safetensors.js';
import { readSafetensorsFile } from '../../src/io/safetensors-file.js';
import { Linear, loadSafetensors } from '../../src/nn/index.js';
import type { Generator } from '../../src/random/index.js';
import { writeReport } from '../../src/report/index.js';
import { runSeed } from '../../src/results/seed-run.js';
import { spaceFromJSON } from '../../src/spaces/index.js';
import { loadRun, RunFolder, readDataset, resume } from '../../src/train/index.js';
import { lock } from '../../src/train/lock.js';
import type { Corpus } from './corpus.js';
import { mutateBytes, mutateJson, mutateLines, mutateSafetensors } from './mutate.js';

export interface Target {
  name: string;
  /** How often it is chosen beside the others. */
  weight: number;
  /** Damages, then reads. `folder` is empty and its own. */
  run(rng: Generator, folder: string): unknown;
}

export function targets(corpus: Corpus): Target[] {
  return [
    {
      name: 'safetensors',
      weight: 3,
      run: (rng, folder) => {
        const bytes = mutateSafetensors(rng, corpus.tensors);
        const shift = rng.integers(0, 8) as number;
        const at = Buffer.concat([Buffer.alloc(shift), bytes]).subarray(shift);
        fs.writeFileSync(join(folder, 'x'), bytes);
        readSafetensors(at);
        readSafetensorsFile(join(folder, 'x'));
      },
    },
    {
      name: 'dataset',
      weight: 3,
      run: (rng, folder) => {
        const isLines = rng.random() < 0.5;
        const file = join(folder, isLines ? 'x.jsonl' : 'x.safetensors');
        fs.writeFileSync(
          file,
          isLines ? mutateLines(rng, corpus.datasetLines) : mutateSafetensors(rng, corpus.dataset),
        );
        const env = makeVec('CartPole-v1');
        new BC(new OfflineEnv(env), { batchSize: 1 }, { dataset: readDataset(file, env) });
      },
    },
    {
      name: 'network weights',
      weight: 1,
      run: (rng) => loadSafetensors(new Linear(3, 2), mutateSafetensors(rng, corpus.network)),
    },
    {
      name: 'agent file',
      weight: 4,
      run: async (rng, folder) => {
        const { bytes } = corpus.agents[rng.integers(0, corpus.agents.length) as number]!;
        const file = join(folder, 'agent.safetensors');
        fs.writeFileSync(file, mutateSafetensors(rng, bytes));
        const agent = await loadAgent(file, { env: 'CartPole-v1' });
        agent.predict([0.1, 0.2, 0.3, 0.4]);
      },
    },
    ...['config.json', 'evaluation.json', 'metrics.jsonl', 'timing.jsonl'].map((file) => ({
      name: file,
      weight: file === 'config.json' ? 4 : 1,
      run: (rng: Generator, folder: string) => damagedRun(corpus, rng, folder, file),
    })),
    ...['manifest.json', 'state.json', 'weights.safetensors', 'state.safetensors'].map((file) => ({
      name: `checkpoint ${file}`,
      weight: file === 'state.json' ? 4 : 2,
      run: (rng: Generator, folder: string) => damagedCheckpoint(corpus, rng, folder, file),
    })),
    {
      name: 'lock',
      weight: 1,
      run: (rng, folder) => {
        const file = join(folder, 'run.lock');
        fs.writeFileSync(
          file,
          rng.random() < 0.5 ? mutateJson(rng, corpus.lock) : mutateBytes(rng, Buffer.from(corpus.lock)),
        );
        lock(file)();
      },
    },
    {
      name: 'result.json',
      weight: 1,
      run: async (rng, folder) => {
        fs.writeFileSync(join(folder, 'result.json'), mutateJson(rng, corpus.result));
        const job = { options: { algo: 'dqn', env: 'CartPole-v1', seed: 0, out: folder }, episodes: 2 };
        await runSeed(job);
      },
    },
    {
      name: 'space',
      weight: 1,
      run: (rng) => {
        const text = corpus.spaces[rng.integers(0, corpus.spaces.length) as number]!;
        let json: unknown;
        try {
          json = JSON.parse(mutateJson(rng, text));
        } catch {
          return;
        }
        spaceFromJSON(json as Record<string, unknown>);
      },
    },
  ];
}

/** A run of which one file is damaged, opened by whichever command comes. */
async function damagedRun(corpus: Corpus, rng: Generator, folder: string, file: string): Promise<void> {
  const run = copyRun(corpus, rng, folder);
  const path = join(run, file);
  const text = fs.readFileSync(path, 'utf8');
  fs.writeFileSync(path, file.endsWith('.jsonl') ? mutateLines(rng, text) : mutateJson(rng, text));
  if (file !== 'config.json' || rng.random() < 0.3) {
    // Without a picture: drawing takes long and reads nothing.
    fs.rmSync(join(run, 'checkpoints'), { recursive: true });
    await writeReport(run);
    RunFolder.open(run).metrics();
  } else await goOn(rng, run);
}

/** A checkpoint of which one file is damaged; half the time its manifest says that it must be so. */
async function damagedCheckpoint(
  corpus: Corpus,
  rng: Generator,
  folder: string,
  file: string,
): Promise<void> {
  const run = copyRun(corpus, rng, folder);
  const isBest = rng.random() < 0.2;
  const store = isBest ? RunFolder.open(run).best : RunFolder.open(run).checkpoints();
  for (const step of store.steps().slice(1)) fs.rmSync(store.path(step), { recursive: true });
  const place = store.path(store.steps()[0]!);
  const path = join(place, file);
  const bytes = fs.readFileSync(path);
  const changed = file.endsWith('.json')
    ? Buffer.from(mutateJson(rng, bytes.toString()))
    : mutateSafetensors(rng, bytes);
  fs.writeFileSync(path, changed);
  if (file !== 'manifest.json' && rng.random() < 0.8) sign(join(place, 'manifest.json'), file, changed);
  await goOn(rng, run);
}

function sign(manifest: string, file: string, content: Uint8Array): void {
  const value = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  const sha256 = createHash('sha256').update(content).digest('hex');
  value.files[file] = { bytes: content.length, sha256 };
  fs.writeFileSync(manifest, JSON.stringify(value));
}

function copyRun({ runs }: Corpus, rng: Generator, folder: string): string {
  const run = join(folder, 'run');
  fs.cpSync(runs[rng.integers(0, runs.length) as number]!, run, { recursive: true });
  return run;
}

/** Loads the agent and lets it play, or resumes for an iteration. */
async function goOn(rng: Generator, run: string): Promise<void> {
  if (rng.random() < 0.5) {
    const { agent } = await loadRun(run, { weights: rng.random() < 0.5 ? 'best' : 'last' });
    evaluatePolicy(agent, 'CartPole-v1', { episodes: 1, maxEpisodeSteps: 20 });
    return;
  }
  // One step more than it has: it trains, and is stopped.
  const stop = { onIteration: (context: { stop(reason: string): void }) => context.stop('fuzz') };
  const totalSteps = rng.random() < 0.5 ? 1000 : undefined;
  await resume(run, { ...(totalSteps && { totalSteps }), finalEpisodes: 1, callbacks: [stop] });
}
