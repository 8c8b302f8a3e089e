import type { CurrentFolder } from './folder.ts';

/** What the analysis of a folder did not see: what no reader knows, and each file that has a problem, in whole sentences. */
export function unseenIn({ analysis, problems }: CurrentFolder, owns: (file: string) => boolean): readonly string[] {
  const told = new Set(analysis.problems.map(({ file }) => file));
  const all = [...analysis.problems, ...problems.filter(({ file }) => !told.has(file))];
  return [
    ...analysis.system.blind,
    ...all.filter(({ file }) => owns(file)).map(({ file, message }) => `${file}: ${message}`),
  ];
}
