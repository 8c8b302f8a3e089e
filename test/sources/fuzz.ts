import { readFile } from '../../src/sources/formats.ts';
import { outlineScript } from '../../src/sources/script/outline.ts';
import { faultsIn } from './integrity.ts';
import { mutated, type Random, randomFrom } from './mutations.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly runs: number;
  readonly samples: Readonly<Record<string, string>>;
  /** Processor time that one file may take, in milliseconds. */
  readonly limit: number;
}

export interface Failure {
  /** The run, which with the seed gives the same text again. */
  readonly run: number;
  readonly path: string;
  readonly reason: string;
  readonly text: string;
}

const words: ReadonlySet<string> = new Set(['express', 'setInterval', 'createClient']);

/** Reads changed samples and gives every one that throws, takes too long, or yields facts that contradict themselves. */
export function fuzz({ seed, runs, samples, limit }: FuzzOptions): readonly Failure[] {
  const entries = Object.entries(samples);
  const failures: Failure[] = [];
  for (let run = 0; run < runs; run++) {
    const [path, sample] = entries[run % entries.length] ?? ['', ''];
    const text = mutated(sample, randomOfRun(seed, run));
    const reason = reasonToFail(path, text, limit);
    if (reason !== null) failures.push({ run, path, reason, text });
  }
  return failures;
}

function randomOfRun(seed: number, run: number): Random {
  return randomFrom(Math.imul(seed, 0x9e3779b1) + run);
}

function reasonToFail(path: string, text: string, limit: number): string | null {
  try {
    const before = process.cpuUsage();
    const facts = readFile(path, text);
    const outline = outlineScript(path, text, words);
    const taken = process.cpuUsage(before);
    const milliseconds = (taken.user + taken.system) / 1_000;
    if (milliseconds > limit) return `took ${Math.round(milliseconds)} ms`;
    const faults = faultsIn(facts, text);
    if (faults.length > 0) return faults.slice(0, 3).join('; ');
    if (facts.problems.some(({ message }) => message.includes('Error:'))) return facts.problems[0]?.message ?? '';
    return JSON.stringify(outline) === JSON.stringify(outlineScript(path, text, words)) ? null : 'two outlines differ';
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
