import type { ProgramGraph } from '../link/program-graph.ts';
import { importCone } from './cone.ts';
import { packageFolderOf, type Start } from './starts.ts';

/** A program as far as it can be asked for a library's part. */
interface Host {
  readonly entries: readonly string[];
  readonly folder: string;
  readonly files: ReadonlySet<string>;
  readonly origin: 'command' | 'tool' | 'code';
  readonly listens: boolean;
}

/**
 * The one program that a part of a library runs in. A package that starts nothing itself, and that the package of a server
 * asks for, is no program: what takes from a queue there does so in that server, however its build brings them together.
 * Null where nothing, or more than one, asks for it.
 */
export function hostOfPart<Draft extends Host>(
  graph: ProgramGraph,
  drafts: readonly Draft[],
  { entries, folder }: Start,
): Draft | null {
  const own = graph.packages.find((each) => each.folder === folder);
  const name = own?.manifest.name ?? null;
  const starts = drafts.some((draft) => draft.origin !== 'code' && draft.folder === folder);
  if (name === null || own?.manifest.ecosystem === 'python' || starts) return null;
  const asking = graph.packages
    .filter(({ manifest }) => manifest.dependencies.some((each) => each.name === name && each.group !== 'development'))
    .map((each) => each.folder);
  const hosts = drafts.filter(
    (draft) =>
      draft.origin === 'command' && draft.listens && asking.includes(packageFolderOf(graph, draft.entries[0] ?? '')),
  );
  const [host] = hosts;
  return host === undefined || hosts.length > 1 || entries.some((file) => host.files.has(file)) ? null : host;
}

/** The program with the files of the part among its own. */
export function withPart<Draft extends Host>(graph: ProgramGraph, host: Draft, { entries }: Start): Draft {
  return { ...host, files: new Set([...host.files, ...importCone(graph, entries)]) };
}
