import type { Moment } from '../catalog/types.ts';
import type { ReferenceRoot } from '../facts/values.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { ClassNode, FunctionKey, ProgramGraph, Reach } from '../link/program-graph.ts';
import { workReach } from './moment.ts';

const moments: readonly Moment[] = ['request', 'socket', 'queue'];

/** How a function comes to run for each request, socket or message; a constructor that a container calls for each counts. */
export function requestReachOf(context: RuleContext, key: FunctionKey): Reach | null {
  const reach = workReach(context.graph, key, moments);
  if (reach !== null) return reach;
  const node = context.graph.functions.get(key);
  const makes = node?.fact.kind === 'constructor' || node?.fact.kind === 'initialiser';
  if (node === undefined || node.class === null || !makes || node.fact.static) return null;
  const owner = context.graph.classes.get(node.class);
  if (owner === undefined || !isMadePerRequest(context, owner)) return null;
  return { moment: 'request', certainty: 'proved', entry: null, chain: [] };
}

/** A class that a container would make once, were it not for an option that says otherwise. */
function isMadePerRequest(context: RuleContext, owner: ClassNode): boolean {
  if (owner.singletonOf !== null) return false;
  const code = context.graph.facts.get(owner.file)?.code ?? null;
  if (code === null) return false;
  const patterns = context.catalog.frameworks.flatMap((each) => each.singletons);
  return owner.fact.decorators.some(({ reference, call }) => {
    const name = nameOf(context.graph, owner.file, reference.root, reference.path.at(-1));
    const pattern = patterns.find((each) => each.decorator.name === name);
    const options = call === null ? undefined : code.calls[call]?.arguments[0];
    const wanted = pattern?.exceptOption ?? null;
    if (wanted === null || options?.kind !== 'object') return false;
    const given = options.properties.find((property) => property.key === wanted.name)?.value;
    const last = given?.kind === 'reference' ? given.reference.path.at(-1) : undefined;
    return last !== undefined && wanted.values.some((value) => value === last || value.endsWith(`.${last}`));
  });
}

function nameOf(graph: ProgramGraph, file: string, root: ReferenceRoot, member: string | undefined): string {
  if (member !== undefined) return member;
  if (root.kind !== 'declared') return '';
  const code = graph.facts.get(file)?.code ?? null;
  const imported = code?.imports.find((each) => each.declaration === root.declaration)?.imported;
  return imported ?? code?.declarations[root.declaration]?.name ?? '';
}
