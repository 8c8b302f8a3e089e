import type { Program, System } from './types.ts';

/** Programs whose import cone holds the file, in the order of the System. */
export function programsOf(system: System, file: string): readonly Program[] {
  return system.programs.filter(({ files }) => files.has(file));
}
