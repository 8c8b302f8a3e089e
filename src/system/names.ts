import type { ProgramGraph } from '../link/program-graph.ts';
import { baseNameOf, folderOf } from '../text/paths.ts';
import { isOfHost, type UnitNode } from './units.ts';

/** A program that is to be named. */
export interface Nameless {
  readonly entry: string;
  /** The word that tells its command from others that start the same file. */
  readonly variant: string | null;
  readonly folder: string;
  readonly units: readonly UnitNode[];
}

/**
 * The compose service or workload that runs it when exactly one name does, else the nearest package's name, else its
 * folder; ties add `#`, the entry file and, where several commands start it, the word that tells them apart. In the
 * order given.
 */
export function namesOf(graph: ProgramGraph, programs: readonly Nameless[]): readonly string[] {
  const names = programs.map((program) => nameOf(graph, program));
  return names.map((name, at) => {
    const isTie = names.filter((each) => each === name).length > 1;
    if (!isTie) return name;
    const { entry = '', variant = null } = programs[at] ?? {};
    return `${name}#${entry}${variant === null ? '' : `:${variant}`}`;
  });
}

function nameOf(graph: ProgramGraph, { entry, folder, units }: Nameless): string {
  // A file of Railway's deploys one service, and leaves its name to the dashboard.
  const all = units.filter(({ unit }) => unit.kind !== 'railway-service');
  // The file that \`docker compose up\` takes by itself says what a service is called; others beside it are variants.
  const main = all.filter(({ file }) => /^(?:docker-)?compose\.ya?ml$/.test(baseNameOf(file)));
  const isComposed = all.every((node) => node.unit.kind === 'compose-service' || isOfHost(node.unit));
  const named = main.length > 0 && isComposed ? main : all;
  const unitNames = [...new Set(named.map(({ unit }) => unit.name))];
  const [only] = unitNames;
  if (only !== undefined && unitNames.length === 1) return only;
  const manifest = graph.packages.find((each) => each.folder === folder)?.manifest;
  if (manifest?.name != null && manifest.name !== '') return manifest.name;
  // `python -m shop` runs a file that says nothing, in a folder that says all.
  const told = /\/__(?:main|init)__\.py$/.test(entry) ? folderOf(entry) : entry.replace(/\.[cm]?[jt]sx?$/, '');
  return baseNameOf(folder) || baseNameOf(told);
}
