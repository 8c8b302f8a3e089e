import type { Catalog } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import { withUserLibraries } from '../config/user-libraries.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { SuppressedFinding } from '../findings/finish.ts';
import type { Fix } from '../findings/fix.ts';
import type { Rule, RuleContext, SummaryRule } from '../findings/rule.ts';
import { holdsThrough, suppressionsOf } from '../findings/suppression.ts';
import type { Finding, RuleInfo, Silence } from '../findings/types.ts';
import { linking } from '../link/link.ts';
import { atOnce, type Steps } from '../link/steps.ts';
import type { Surroundings } from '../system/surroundings.ts';
import { systemOf } from '../system/system.ts';
import { positionAt } from '../text/lines.ts';
import { offersOf } from './answer-fixes.ts';
import { type InstanceOverrides, overridden } from './instances.ts';
import { runRules } from './run-rules.ts';
import type { Problem } from './types.ts';

/** What is known before any file is read. */
export interface Knowledge {
  readonly catalog: Catalog;
  readonly rules: readonly Rule[];
  readonly summaryRules: readonly SummaryRule[];
  readonly fixes: readonly Fix[];
  readonly homepage: string;
  /** ISO date, for entries of the configuration that end. */
  readonly today: string;
}

export interface Judged {
  readonly configuration: Configuration;
  readonly context: RuleContext;
  readonly findings: readonly Finding[];
  readonly opportunities: readonly Finding[];
  readonly silences: readonly Silence[];
  readonly suppressed: readonly SuppressedFinding[];
  /** What in the files could not be read. */
  readonly unreadable: readonly Problem[];
  readonly problems: readonly Problem[];
  readonly holdsThrough: string | null;
  readonly rules: readonly RuleInfo[];
}

/** Facts → program graph → System → findings. Pure: the same facts give the same answer. */
export function analyse(...given: Parameters<typeof analysing>): Judged {
  return atOnce(analysing(...given));
}

/** The same, in steps. */
export function* analysing(
  facts: FactsByFile,
  surroundings: Surroundings,
  written: Configuration,
  overrides: InstanceOverrides,
  knowledge: Knowledge,
): Steps<Judged> {
  const catalog = withUserLibraries(knowledge.catalog, written.libraries);
  const graph = yield* linking(facts, catalog);
  return yield* judging({ graph, catalog }, surroundings, overridden(written, overrides), knowledge);
}

/** What follows the graph, which no number of instances changes. */
export function* judging(
  { graph, catalog }: Pick<RuleContext, 'graph' | 'catalog'>,
  surroundings: Surroundings,
  configuration: Configuration,
  knowledge: Knowledge,
): Steps<Judged> {
  const { rules, summaryRules } = knowledge;
  const { facts } = graph;
  const system = systemOf(graph, catalog, configuration, surroundings);
  yield;
  const context: RuleContext = { graph, system, catalog, assumedInstances: configuration.assumedInstances };
  const infos = [...rules, ...summaryRules].map((rule) => rule.info).sort((a, b) => (a.id < b.id ? -1 : 1));
  const ruleIds = new Set(infos.map((info) => info.id));
  const suppressions = suppressionsOf({ facts, configuration, today: knowledge.today, ruleIds });
  const judged = yield* runRules({ ...knowledge, context, configuration, suppressions });
  const planned = new Set(infos.flatMap((info) => (info.planOnly === true ? [info.id] : [])));
  const isPlanned = ({ ruleId }: Finding): boolean => planned.has(ruleId);
  const findings: Finding[] = [];
  for (const finding of judged.findings) {
    if (isPlanned(finding)) continue;
    yield;
    findings.push({ ...finding, fixes: offersOf(finding, context, knowledge.fixes) });
  }
  return {
    configuration,
    context,
    rules: infos,
    findings,
    opportunities: judged.findings.filter(isPlanned),
    silences: judged.silences,
    suppressed: judged.suppressed,
    unreadable: factProblems(facts),
    problems: [...suppressions.problems, ...judged.problems],
    holdsThrough: holdsThrough(configuration, knowledge.today),
  };
}

function factProblems(facts: FactsByFile): readonly Problem[] {
  return [...facts.values()].flatMap((file) =>
    file.problems.map(({ message, span }) => ({
      file: file.path,
      message: `Line ${positionAt(file.lineStarts, span[0]).line + 1}: ${message}`,
    })),
  );
}
