import type { DatabaseFile } from '../../catalog/database-files.ts';
import type { SchemaManifest } from '../../facts/manifest.ts';
import { optionOf } from '../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { remembered } from '../../link/remembered.ts';
import { isSideCode } from '../../system/side-code.ts';
import { folderOf, joinPaths, sharedFolders } from '../../text/paths.ts';
import type { Stop } from '../stop.ts';
import { howIsSet } from './environment-names.ts';
import { type DatabasePlace, placeOf } from './place.ts';
import { mixed, type OpenedFile, settled } from './settled.ts';

interface Schema {
  readonly file: string;
  readonly provider: NonNullable<SchemaManifest['provider']>;
  readonly address: SchemaManifest['address'];
}

/** The database of a client that is generated from a schema: the one whose folder lies nearest to the code. */
export function describedBySchema(
  graph: ProgramGraph,
  use: LibraryUse,
  by: NonNullable<DatabaseFile['bySchema']>,
): OpenedFile | Stop | null {
  const schemas = nearest(schemasOf(graph), use.file);
  const [schema] = schemas;
  const isFile = ({ provider }: Schema): boolean => by.providers.includes(provider.name);
  if (schema === undefined || !schemas.some(isFile)) return null;
  if (!schemas.every(isFile) || schemas.length > 1) return mixed;
  // Elsewhere a text decides: an adapter is no part of the schema.
  const replaced = by.unless.map((name) => optionOf(graph, use, [name]).state);
  if (replaced.includes('present')) return null;
  if (replaced.includes('unknown')) return mixed;
  const { address, provider, file } = schema;
  // A build that puts another engine's name into the schema is seen by the address that the program is then given.
  if (address?.kind === 'environment' && howIsSet(graph, address.name) === 'server') return mixed;
  const opened = settled({
    places: [placeIn(schema)],
    unless: [],
    saidAt: { file, span: provider.span },
    isFile: true,
  });
  return opened !== null && 'path' in opened ? { ...opened, byBuild: true } : opened;
}

/** A path is written as seen from the schema's folder. */
function placeIn({ file, address }: Schema): DatabasePlace {
  if (address === null) return { kind: 'file', path: null };
  if (address.kind === 'environment') return { kind: 'named', name: address.name };
  const place = placeOf(address.text, 'path');
  if (place.kind !== 'file' || place.path === null || place.path.startsWith('/')) return place;
  const path = joinPaths(folderOf(file), place.path);
  return { kind: 'file', path: path === null ? null : `@/${path}` };
}

const schemasOf = remembered((graph: ProgramGraph): readonly Schema[] =>
  [...graph.facts].flatMap(([file, { manifest }]) =>
    manifest?.kind === 'schema' && manifest.provider !== null && !isSideCode(file)
      ? [{ file, provider: manifest.provider, address: manifest.address }]
      : [],
  ),
);

/** Those that have most folders above them in common with the file. */
function nearest(schemas: readonly Schema[], from: string): readonly Schema[] {
  const shared = schemas.map(({ file }) => sharedFolders(file, from));
  const most = Math.max(...shared);
  return schemas.filter((_, index) => shared[index] === most);
}
