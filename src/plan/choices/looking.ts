import type { Finding } from '../../findings/types.ts';
import type { LibraryUse, Site } from '../../link/program-graph.ts';
import { environmentOf } from '../../system/environments.ts';
import type { Component } from '../../system/types.ts';
import { saidAt, sitePlaces } from '../said.ts';
import type { BudgetTable, Choice, PlanInput, Said, Verdict, Wall } from '../types.ts';

/** What each choice is made by. */
export interface Looking {
  readonly input: PlanInput;
  readonly walls: readonly Wall[];
  /** Those that stand at the second instance or host, or are passed. */
  readonly broken: readonly Wall[];
  readonly budgets: readonly BudgetTable[];
  /** Findings of these rules, and what the plan alone says by them. */
  readonly by: (...ids: readonly string[]) => readonly Finding[];
  /** Components that users meet; what only a developer's machine runs is none. */
  readonly seen: (test: (component: Component) => boolean) => readonly Component[];
  /** A sentence that names components with their places. */
  readonly there: (what: string, components: readonly Component[]) => Said;
}

export function lookingAt(input: PlanInput, walls: readonly Wall[], budgets: readonly BudgetTable[]): Looking {
  const all = [...input.findings, ...input.opportunities];
  return {
    input,
    walls,
    budgets,
    broken: walls.filter(({ kind, passed }) => kind !== 'connections' || passed === true),
    by: (...ids) => all.filter(({ ruleId }) => ids.includes(ruleId)),
    seen: (test) => input.system.components.filter((each) => isForUsers(each, input) && test(each)),
    there: (what, components) => {
      const places = sitePlaces(
        components.flatMap(({ evidence }) => evidence.slice(0, 1)),
        input,
      );
      const names = components.slice(0, mostNamed).map(({ name }) => name);
      return saidAt(`${what}: ${names.join(', ')}`, places);
    },
  };
}

const mostNamed = 3;

/** Whether something beside the manifests of a developer's own machine names it. */
export function isForUsers(
  { evidence }: Pick<Component, 'evidence'>,
  { configuration }: Pick<PlanInput, 'configuration'>,
): boolean {
  return evidence.length === 0 || evidence.some(({ file }) => !environmentOf(file, configuration).development);
}

export function choice(pattern: string, verdict: Verdict, why: Said): Choice {
  return { pattern, verdict, why };
}

export function usePlaces(uses: readonly LibraryUse[]): readonly Site[] {
  return uses.map(({ file, fact }) => ({ file, span: fact.calleeSpan }));
}
