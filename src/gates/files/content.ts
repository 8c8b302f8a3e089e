import type { CodeFacts } from '../../facts/code.ts';
import type { Reference, Value } from '../../facts/values.ts';
import type { RuleContext } from '../../findings/rule.ts';
import { reachableEffects } from '../../link/effects.ts';
import type { FunctionKey, LibraryUse } from '../../link/program-graph.ts';
import { workReach } from '../moment.ts';
import { functionsFrom } from '../reachable.ts';
import { singleWordsOf } from '../words.ts';
import { ofValue } from './destination.ts';
import { handlersOf } from './handlers.ts';
import type { Upload } from './upload.ts';

/** Uploads that the library keeps in memory and the handler then writes to disk: `writeFile(path, request.file.buffer)`. */
export function contentUploads(context: RuleContext, use: LibraryUse): readonly Upload[] {
  const members = use.pattern.received?.content ?? [];
  if (members.length === 0) return [];
  const { graph } = context;
  const found = new Map<string, Upload>();
  for (const handler of handlersOf(graph, use)) {
    // A handler that knows object storage, too, chooses between the two.
    if (reachableEffects(graph, handler).some(({ effect }) => effect === 'object-write')) continue;
    for (const key of functionsFrom(graph, handler, 3)) {
      for (const upload of writesIn(context, use, members, handler, key)) {
        found.set(`${upload.site.file}:${upload.site.span[0]}`, upload);
      }
    }
  }
  return [...found.values()];
}

function writesIn(
  { graph }: RuleContext,
  use: LibraryUse,
  members: readonly string[],
  handler: FunctionKey,
  key: FunctionKey,
): readonly Upload[] {
  return (graph.effects.get(key) ?? []).flatMap((effect): readonly Upload[] => {
    const { file } = effect.site;
    const code = graph.facts.get(file)?.code ?? null;
    const call = code?.calls[effect.call];
    if (effect.effect !== 'file-write' || effect.subject === null || code === null || call === undefined) return [];
    if (!call.arguments.some((value) => value !== effect.subject && isContent(code, value, members))) return [];
    const reach = workReach(graph, key, ['request']);
    const destination = ofValue(graph, file, effect.subject);
    return [{ use, site: { file, span: call.calleeSpan }, destination, handlers: [handler], reach, written: effect }];
  });
}

/** `request.file.buffer`, `file.buffer`, or a name for it. What else has a member of that name was made by the service. */
function isContent(code: CodeFacts, value: Value, members: readonly string[]): boolean {
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  if (isMemberOfFile(code, value.reference, members)) return true;
  const initial = root.kind === 'declared' && path.length === 0 ? code.declarations[root.declaration]?.initial : null;
  return initial?.kind === 'reference' && isMemberOfFile(code, initial.reference, members);
}

function isMemberOfFile(code: CodeFacts, { root, path }: Reference, members: readonly string[]): boolean {
  if (!members.includes(path.at(-1) ?? '')) return false;
  const owner = path.at(-2) ?? (root.kind === 'declared' ? code.declarations[root.declaration]?.name : undefined);
  return owner !== undefined && singleWordsOf(owner).includes('file');
}
