import type { Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { lateEnvironment, reaches } from './environment-order.ts';
import { nearestPackage } from './packages.ts';
import { refusalAt } from './refusal.ts';
import { isSameSetting } from './same-settings.ts';
import { moduleFormOf } from './script/module-style.ts';

/** A client or pool that the program makes once and keeps where other files can take it. */
export interface KeptClient {
  readonly use: LibraryUse;
  /** The name by which its file exports it; null where the file that needs it keeps it itself. */
  readonly exported: string | null;
  /** Its name in its own file; null where it has none. */
  readonly name: string | null;
}

/**
 * The client or pool of the same library and the same settings that every program with this call keeps already; the
 * first by file among several. One that its own file imports comes last, because taking it would close a circle.
 */
export function keptClient({ graph, system }: RuleContext, own: LibraryUse): KeptClient | null {
  const programs = system.programs.filter(({ files }) => files.has(own.file));
  const node = nearestPackage(graph, own.file);
  const found = graph.uses.flatMap((use): readonly KeptClient[] => {
    if (use.id === own.id || use.library.id !== own.library.id || !standsInFor(use, own)) return [];
    if (programs.length === 0 || !programs.every(({ files }) => files.has(use.file))) return [];
    if (nearestPackage(graph, use.file)?.file !== node?.file) return [];
    const kept = keeping(graph, use);
    if (kept === null || !isSameSetting(graph, own, use)) return [];
    if (use.file === own.file) return kept.name === null ? [] : [{ ...kept, exported: null }];
    const fits = moduleFormOf(graph, use.file) === moduleFormOf(graph, own.file);
    return kept.exported === null || !fits ? [] : [kept];
  });
  const rank = ({ use }: KeptClient) => (use.file === own.file ? 0 : circle(graph, own, use) === null ? 1 : 2);
  const [first] = found.sort((a, b) => rank(a) - rank(b) || (a.use.file < b.use.file ? -1 : 1));
  return first ?? null;
}

/** Whether what one call makes is what requests can share in place of what the other makes. */
function standsInFor({ pattern }: LibraryUse, own: LibraryUse): boolean {
  if (pattern.shareable !== undefined) return false;
  const { shareable } = own.pattern;
  return shareable === undefined
    ? pattern === own.pattern
    : pattern.call.kind === 'export' && pattern.call.name === shareable;
}

/** How a call at the top of a module is kept; null where nothing but a constant or an export of its own holds it. */
export function keeping(graph: ProgramGraph, use: LibraryUse): KeptClient | null {
  const code = graph.facts.get(use.file)?.code;
  if (code == null || use.fact.function !== 0 || use.fact.awaited) return null;
  const id = code.declarations.findIndex(
    ({ function: holder, kind, initial }) =>
      holder === 0 && kind === 'constant' && initial?.kind === 'call' && initial.call === use.call,
  );
  const exports = code.exports.flatMap((each) => {
    if (each.kind !== 'local') return [];
    const { value } = each;
    if (value.kind === 'call') return value.call === use.call ? [each.name] : [];
    if (value.kind !== 'reference' || value.reference.path.length > 0) return [];
    const { root } = value.reference;
    return root.kind === 'declared' && root.declaration === id ? [each.name] : [];
  });
  const exported = exports.find((name) => name !== 'default' && name !== '*') ?? exports[0] ?? null;
  const name = code.declarations[id]?.name ?? null;
  return name === null && exported === null ? null : { use, exported, name };
}

/** What tells against taking it: a circle of imports, or an environment that is loaded only afterwards. */
export function keptObstacle(context: RuleContext, own: LibraryUse, { use }: KeptClient): Refusal | null {
  const { graph } = context;
  const back = circle(graph, own, use);
  if (back !== null) {
    const reason = `${use.file} keeps a ${calledFor(use)} to the same address, but it leads back to this file: keep it in a module of its own first.`;
    return refusalAt(graph, reason, back);
  }
  const late =
    lateEnvironment(context, { file: use.file, span: use.fact.span }) ?? lateByImport(context, own, use.file);
  return late === null
    ? null
    : refusalAt(graph, `The environment that ${use.file} reads is loaded only after that module has been.`, late);
}

/** The import by which the file of a kept client leads to the file that would import it. */
function circle(graph: ProgramGraph, own: LibraryUse, { file }: LibraryUse): Site | null {
  if (file === own.file) return null;
  const edges = (graph.imports.get(file) ?? []).filter(({ dynamic }) => !dynamic);
  return edges.find(({ to }) => reaches(graph, to, own.file))?.site ?? null;
}

/** A new import may load the kept one's module earlier than before. */
function lateByImport(context: RuleContext, own: LibraryUse, file: string): Site | null {
  if (file === own.file || (context.graph.imports.get(own.file) ?? []).some(({ to }) => to === file)) return null;
  const late = lateEnvironment(context, { file: own.file, span: own.fact.span });
  return late === null || reaches(context.graph, file, late.file) ? null : late;
}

/** What a person calls what the call makes: `pool` or `client`. */
export function calledFor({ pattern }: LibraryUse): 'pool' | 'client' {
  return pattern.pool === undefined ? 'client' : 'pool';
}
