import type { FileIndex } from '../follow/file-index.ts';
import type { Said } from '../follow/known.ts';
import type { ImportEdge, UnresolvedImport } from '../program-graph.ts';
import type { ModuleResolver } from './resolve.ts';

export interface Imports {
  readonly edges: ReadonlyMap<string, readonly ImportEdge[]>;
  readonly unresolved: readonly UnresolvedImport[];
}

/** Which files a file imports for their values, and which imports lead nowhere. */
export function importsOf(files: ReadonlyMap<string, FileIndex>, resolve: ModuleResolver): Imports {
  const edges = new Map<string, readonly ImportEdge[]>();
  const unresolved: UnresolvedImport[] = [];
  for (const file of files.values()) {
    const own = new Map<string, ImportEdge>();
    for (const { module, span, dynamic } of requests(file)) {
      const site = { file: file.path, span };
      // A name put together at run time may be any file: `require('./routes/' + name)`.
      if (module.includes('*')) unresolved.push({ file: file.path, module, reason: 'dynamic', site });
      else {
        const target = resolve(file.path, module);
        if (target.kind === 'missing') unresolved.push({ file: file.path, module, reason: 'no-file', site });
        if (target.kind !== 'file') continue;
        if (!files.has(target.path)) unresolved.push({ file: file.path, module, reason: 'not-read', site });
        const earlier = own.get(target.path);
        if (earlier === undefined || (earlier.dynamic && !dynamic))
          own.set(target.path, { to: target.path, site, dynamic });
      }
    }
    if (own.size > 0) edges.set(file.path, [...own.values()]);
  }
  return { edges, unresolved };
}

interface Request {
  readonly module: string;
  readonly span: Said['span'];
  readonly dynamic: boolean;
}

function* requests(file: FileIndex): Iterable<Request> {
  for (const { module, span, form, typeOnly } of file.code.imports) {
    if (!typeOnly) yield { module, span, dynamic: form === 'dynamic' };
  }
  for (const fact of file.code.exports) {
    if (fact.kind !== 'local') yield { module: fact.module, span: fact.span, dynamic: false };
  }
}
