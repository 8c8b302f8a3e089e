import type { CodeFacts } from '../../facts/code.ts';
import type { DeclarationId } from '../../facts/values.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { declarationOf, mentionsIn } from '../mentions.ts';
import type { FileStep } from './stored.ts';

/** Whether what a step keeps came with a request: its body, one of its files, or a name for one of these. */
export function isReceived(graph: ProgramGraph, { file, content }: FileStep): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  return code !== null && content !== null && isOfRequest(code, content.span, 0);
}

function isOfRequest(code: CodeFacts, span: readonly [number, number], depth: number): boolean {
  return mentionsIn(code).some((mention) => {
    const id = declarationOf(mention);
    const { value } = mention;
    if (id === null || value.span[0] < span[0] || value.span[1] > span[1]) return false;
    const initial = code.declarations[id]?.initial ?? null;
    return isRequest(code, id) || (depth < 2 && initial !== null && isOfRequest(code, initial.span, depth + 1));
  });
}

/** Flask's `request`, or a parameter that FastAPI fills with the request or a file of it. */
function isRequest(code: CodeFacts, id: DeclarationId): boolean {
  const declared = code.declarations[id];
  if (declared?.kind === 'parameter') return /^(?:Request|UploadFile)$/.test(declared.type?.names.at(-1) ?? '');
  return code.imports.some(
    ({ declaration, module, imported }) => declaration === id && module === 'flask' && imported === 'request',
  );
}
