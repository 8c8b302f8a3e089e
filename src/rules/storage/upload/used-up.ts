import { filesInMemory } from '../../../catalog/temporary-places.ts';
import type { CallFact } from '../../../facts/code.ts';
import { callOf } from '../../../facts/operations.ts';
import type { DeclarationId, Value } from '../../../facts/values.ts';
import { servedFolderOf } from '../../../gates/files/served.ts';
import { isTold } from '../../../gates/files/told.ts';
import type { Upload } from '../../../gates/files/upload.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { lastName } from '../../../gates/origins.ts';
import type { Stop } from '../../../gates/stop.ts';
import { textOf } from '../../../link/evaluate.ts';
import type { FunctionNode, ProgramGraph } from '../../../link/program-graph.ts';
import type { Program } from '../../../system/types.ts';

/** Uploads that a function writes, and that nothing but the same request asks for. */
export function usedUpStop(graph: ProgramGraph, upload: Upload, programs: readonly Program[]): Stop | null {
  if (isInMemoryAtFirst(graph, upload)) {
    return {
      gate: 'lifetime',
      reason: 'It stays in memory unless a switch asks for a file, so nothing counts on one.',
    };
  }
  if (isScratch(graph, upload, programs)) {
    return {
      gate: 'lifetime',
      reason: 'The file always has the same name, and whoever reads it wrote it anew in the same request.',
    };
  }
  return null;
}

/** `target = BytesIO()`, and only under a condition a path: what works without any file does not miss one later. */
function isInMemoryAtFirst(graph: ProgramGraph, { written }: Upload): boolean {
  const code = graph.facts.get(graph.functions.get(written?.function ?? '')?.file ?? '')?.code ?? null;
  const subject = written?.subject ?? null;
  if (code === null || subject?.kind !== 'reference' || subject.reference.root.kind !== 'declared') return false;
  if (subject.reference.path.length > 0) return false;
  return namedValues(code, subject.reference.root.declaration).some(
    (value) => value.kind === 'call' && filesInMemory.includes(lastName(code, value.call)),
  );
}

/**
 * Whether a file under one name for all requests is scratch paper of each: every function that mentions it writes it before
 * it reads it, the one that is asked about reads it, and the name goes nowhere else. What one of them only reads, or what
 * lies in a folder that is served, an earlier request may have left.
 */
function isScratch(graph: ProgramGraph, { use, written, site }: Upload, programs: readonly Program[]): boolean {
  const writer = graph.functions.get(written?.function ?? '');
  if (writer === undefined || written?.subject == null || written.operation.insideCallOf !== null) return false;
  const path = textOf(graph, writer.file, written.subject);
  if (path === null || isInServedFolder(graph, path)) return false;
  const places = use.pattern.received?.places ?? [];
  const files = new Set(programs.flatMap((program) => [...program.files]));
  let isRead = false;
  for (const node of graph.functions.values()) {
    if (!files.has(node.file)) continue;
    const mentions = mentionsIn(graph, node, path);
    if (mentions.length === 0) continue;
    const isWriting = ({ callee, calleeSpan }: CallFact): boolean =>
      (node.file === site.file && calleeSpan[0] === site.span[0]) ||
      [...places, 'write'].includes(callee.path.at(-1) ?? '');
    if (mentions[0] === undefined || !isWriting(mentions[0])) return false;
    if (node.key === writer.key) isRead = mentions.length > 1;
  }
  return isRead && !isTold(graph, { key: writer.key, names: namesOf(written.subject) }, callOf(written.operation));
}

/** The calls of a function that are given the path, in the order of the text. */
function mentionsIn(graph: ProgramGraph, { file, id }: FunctionNode, path: string): readonly CallFact[] {
  const calls = graph.facts.get(file)?.code?.calls ?? [];
  const isIt = (value: Value): boolean =>
    (value.kind === 'reference' || value.kind === 'literal' || value.kind === 'path-join') &&
    textOf(graph, file, value) === path;
  return calls
    .filter((call) => call.function === id && [...call.arguments, ...call.named.map(({ value }) => value)].some(isIt))
    .sort((one, other) => one.span[1] - other.span[1]);
}

function namesOf(value: Value): ReadonlySet<DeclarationId> {
  return new Set(
    value.kind === 'reference' && value.reference.root.kind === 'declared' ? [value.reference.root.declaration] : [],
  );
}

function isInServedFolder(graph: ProgramGraph, path: string): boolean {
  return graph.uses.some((use) => {
    if (use.pattern.role !== 'file-server') return false;
    const folder = servedFolderOf(graph, use)?.replace(/^\.\/|\/+$/g, '');
    return folder === undefined || folder === '' || `/${path}`.includes(`/${folder}/`);
  });
}
