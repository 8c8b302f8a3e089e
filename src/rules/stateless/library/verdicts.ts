import type { LibraryRole } from '../../../catalog/types.ts';
import { firstOfEach, placedBeside, programsKey } from '../../../findings/first-of-each.ts';
import { type Judgement, judge } from '../../../findings/judge.ts';
import type { Found, RuleContext, Verdict } from '../../../findings/rule.ts';
import type { RuleInfo } from '../../../findings/types.ts';
import { firstSentence, numbersSentence } from '../../../findings/wording.ts';
import { guardStop } from '../../../gates/guard.ts';
import { answeringPrograms, scopeStop } from '../../../gates/scope.ts';
import { keepingOf } from '../../../gates/shared.ts';
import { firstStop, type Stop } from '../../../gates/stop.ts';
import type { LibraryUse } from '../../../link/program-graph.ts';
import type { Program } from '../../../system/types.ts';
import { anotherWayStop } from '../realtime/another-way.ts';

/** What a rule says of state that a library keeps in the process, because nothing that instances share was given to it. */
export interface LibraryState {
  readonly info: RuleInfo;
  readonly role: LibraryRole;
  /** What breaks, in a word or two: `documents`. */
  readonly thing: string;
  /** What is true of each instance: `holds its own documents`. */
  readonly each: string;
  readonly harm: (judgement: Judgement) => string;
  /** What besides stops it, and whether what is seen is weak. */
  readonly stop: (context: RuleContext, use: LibraryUse, programs: readonly Program[]) => Stop | null;
  readonly weak?: (context: RuleContext, use: LibraryUse, programs: readonly Program[]) => boolean;
  /** Where it shows. */
  readonly related?: (context: RuleContext, use: LibraryUse, programs: readonly Program[]) => Found['related'];
}

/** One finding for each program: the first place is told, and the others stand beside it. */
export function libraryVerdicts(context: RuleContext, state: LibraryState): readonly Verdict[] {
  const uses = context.graph.uses.filter(({ pattern }) => pattern.role === state.role);
  return firstOfEach(
    uses.map((use) => verdictOf(context, use, state)),
    programsKey,
    placedBeside(`The same is true of ${state.thing} here.`),
  );
}

function verdictOf(context: RuleContext, use: LibraryUse, state: LibraryState): Verdict {
  const site = { file: use.file, span: use.fact.calleeSpan };
  const silent = (stop: Stop): Verdict => ({ kind: 'silent', site, ...stop });
  const keeping = keepingOf(context.graph, use);
  const early = firstStop([
    () => scopeStop(context, use.file, use.function),
    () => (keeping.kind === 'elsewhere' ? keeping.stop : null),
    () => guardStop(context.graph, use),
    () => anotherWayStop(context.graph, use),
  ]);
  if (early !== null) return silent(early);
  const programs = answeringPrograms(context, use.file, use.function);
  const stop = firstStop([() => sharedByStop(context, use, programs), () => state.stop(context, use, programs)]);
  if (stop !== null) return silent(stop);
  const judgement = judge({
    info: state.info,
    programs,
    raised: false,
    certainty: 'proved',
    weak: state.weak?.(context, use, programs) === true,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return silent({ gate: 'scope', reason: 'Only workers import it, and no user asks them.' });
  const given = keeping.kind === 'memory' ? keeping.given : null;
  const names = { facts: context.graph.facts, catalog: context.catalog };
  return {
    kind: 'found',
    site,
    judgement,
    confidence: given === null ? 'medium' : 'high',
    sentences: [
      firstSentence([state.harm(judgement)]),
      judgement.situation === 'assumed' ? `Each ${state.each}.` : numbersSentence(judgement, state.each, names),
      use.pattern.remedy ?? `Give ${use.library.title} a store that all instances share.`,
    ],
    related: [
      ...(given === null ? [] : [{ site: given, message: 'What is given here stays in the process.' }]),
      ...(state.related?.(context, use, programs) ?? []),
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'use', id: use.id },
    thing: state.thing,
    symbol: `${use.library.id} ${state.thing}`,
  };
}

/** A package that shares it between instances is imported by the program. */
function sharedByStop({ graph }: RuleContext, use: LibraryUse, programs: readonly Program[]): Stop | null {
  const modules = use.pattern.sharedBy ?? [];
  const isShared = programs.some(({ files }) =>
    [...files].some((file) =>
      graph.facts.get(file)?.code?.imports.some(({ module, typeOnly }) => !typeOnly && modules.includes(module)),
    ),
  );
  return isShared ? { gate: 'shared', reason: 'The program imports what shares it between instances.' } : null;
}
