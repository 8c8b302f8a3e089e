import type { CodeFacts } from '../../../facts/code.ts';
import { callOf } from '../../../facts/operations.ts';
import type { CallId, DeclarationId, FunctionId, Value } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { chancesAmong } from '../../../gates/chance.ts';
import { functionsWithin, holds, isTold } from '../../../gates/files/told.ts';
import { callsBehind, lastName } from '../../../gates/origins.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { FileAccess } from '../../../link/paths/accesses.ts';
import { isListed } from './readers.ts';

/**
 * Whether the request makes up the name of the file by chance and tells it nobody: only what it hands the name to itself can
 * read the file. Whoever lists the folder finds it without being told.
 */
export function untoldStop(context: RuleContext, write: FileAccess, accesses: readonly FileAccess[]): Stop | null {
  const { graph } = context;
  const { function: key, subject, operation } = write.effect;
  const node = graph.functions.get(key);
  const code = graph.facts.get(node?.file ?? '')?.code ?? null;
  if (node === undefined || code === null || subject === null || write.function !== key) return null;
  const chance = callsBehind(code, subject).filter((call) => isOfChance(context, node.file, code, call));
  if (chance.length === 0) return null;
  const inside = functionsWithin(code, node.id);
  const names = namesOf(code, inside, chance);
  if (names.size === 0 || isMadeInto(code, inside, names) || isTold(graph, { key, names }, callOf(operation)))
    return null;
  const isFound = accesses.some((each) => each.effect.lists === true && isListed(write, each));
  return isFound ? null : { gate: 'lifetime', reason: 'The request makes its name up by chance and tells it nobody.' };
}

function isOfChance({ graph, catalog }: RuleContext, file: string, code: CodeFacts, call: CallId): boolean {
  const span = code.calls[call]?.span;
  if (span === undefined) return false;
  return chancesAmong(graph, catalog, meaningsOf(graph, file, { kind: 'call', call, span })).length > 0;
}

/** The names of a function that are made of what chance gave. */
function namesOf(
  code: CodeFacts,
  inside: ReadonlySet<FunctionId>,
  chance: readonly CallId[],
): ReadonlySet<DeclarationId> {
  const names = new Set<DeclarationId>();
  code.declarations.forEach(({ function: owner, initial }, declaration) => {
    if (!inside.has(owner) || initial === null) return;
    if (callsBehind(code, initial).some((call) => chance.includes(call))) names.add(declaration);
  });
  return names;
}

/** `Photo(path=name)`: an object that says where the file is may go anywhere. */
function isMadeInto(code: CodeFacts, inside: ReadonlySet<FunctionId>, names: ReadonlySet<DeclarationId>): boolean {
  const has = (value: Value): boolean => holds(code, value, names);
  return code.calls.some(
    (fact, call) =>
      inside.has(fact.function) &&
      /^[A-Z]/.test(lastName(code, call)) &&
      !/Path$/.test(lastName(code, call)) &&
      (fact.arguments.some(has) || fact.named.some(({ value }) => has(value))),
  );
}
