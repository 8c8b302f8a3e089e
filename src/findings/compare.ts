import { componentName, connectionName, type FindingCounts, type Overlay, type OverlayConnection } from './overlay.ts';
import type { Severity } from './types.ts';

/** What comparing asks of a document of `check --format json`. Lines are 0-based, as everywhere in JSON. */
export interface ComparedCheck {
  readonly findings: readonly ComparedFinding[];
  readonly programs: readonly ComparedProgram[];
  readonly system: Overlay;
}

export interface ComparedFinding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly docs: string;
  readonly fingerprint: string;
}

export interface ComparedProgram {
  readonly name: string;
  readonly hosts: { readonly min: number; readonly max: number };
  readonly processesPerHost: number;
}

/** What a change brings and takes away, in the order of the two documents. */
export interface Comparison {
  readonly added: readonly ComparedFinding[];
  readonly closed: readonly ComparedFinding[];
  /** The same finding, told more or less severely than before. */
  readonly raised: readonly Changed<ComparedFinding>[];
  readonly lowered: readonly Changed<ComparedFinding>[];
  readonly instances: readonly InstancesChange[];
  readonly components: { readonly added: readonly string[]; readonly gone: readonly string[] };
  readonly connections: { readonly added: readonly string[]; readonly gone: readonly string[] };
  readonly budgets: readonly BudgetChange[];
}

export interface Changed<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** `null` where the program is not in one of the documents. */
export interface InstancesChange {
  readonly program: string;
  readonly before: ComparedProgram | null;
  readonly after: ComparedProgram | null;
}

/** Connections that pools may open, of those that the database accepts. `null` where nothing is known on one side. */
export interface BudgetChange {
  readonly connection: string;
  readonly before: OverlayConnection['budget'] | null;
  readonly after: OverlayConnection['budget'] | null;
}

/**
 * Compares what `check` said of two states of one workspace. Findings are the same when their fingerprints are, so that
 * code which only moved within its file changes nothing.
 */
export function compareChecks(base: ComparedCheck, head: ComparedCheck): Comparison {
  const before = new Map(base.findings.map((finding) => [finding.fingerprint, finding]));
  const after = new Map(head.findings.map((finding) => [finding.fingerprint, finding]));
  const kept = head.findings.flatMap((finding) => {
    const known = before.get(finding.fingerprint);
    return known === undefined ? [] : [{ before: known, after: finding }];
  });
  return {
    added: head.findings.filter(({ fingerprint }) => !before.has(fingerprint)),
    closed: base.findings.filter(({ fingerprint }) => !after.has(fingerprint)),
    raised: kept.filter((each) => rank(each.after) > rank(each.before)),
    lowered: kept.filter((each) => rank(each.after) < rank(each.before)),
    instances: instanceChanges(base.programs, head.programs),
    components: namesChanged(base.system.components.map(componentName), head.system.components.map(componentName)),
    connections: namesChanged(base.system.connections.map(connectionName), head.system.connections.map(connectionName)),
    budgets: budgetChanges(base.system.connections, head.system.connections),
  };
}

const ranks: readonly (keyof FindingCounts)[] = ['note', 'warning', 'error'];

function rank({ severity }: ComparedFinding): number {
  return ranks.indexOf(severity);
}

function instanceChanges(
  base: readonly ComparedProgram[],
  head: readonly ComparedProgram[],
): readonly InstancesChange[] {
  const before = new Map(base.map((program) => [program.name, program]));
  const after = new Map(head.map((program) => [program.name, program]));
  return union(before, after).flatMap((program) => {
    const [was, is] = [before.get(program) ?? null, after.get(program) ?? null];
    return was !== null && is !== null && isSameTopology(was, is) ? [] : [{ program, before: was, after: is }];
  });
}

function isSameTopology(a: ComparedProgram, b: ComparedProgram): boolean {
  return a.hosts.min === b.hosts.min && a.hosts.max === b.hosts.max && a.processesPerHost === b.processesPerHost;
}

function namesChanged(base: readonly string[], head: readonly string[]): Comparison['components'] {
  const [before, after] = [new Set(base), new Set(head)];
  return {
    added: [...after].filter((name) => !before.has(name)),
    gone: [...before].filter((name) => !after.has(name)),
  };
}

function budgetChanges(
  base: readonly OverlayConnection[],
  head: readonly OverlayConnection[],
): readonly BudgetChange[] {
  const budgetsOf = (connections: readonly OverlayConnection[]): ReadonlyMap<string, OverlayConnection['budget']> =>
    new Map(
      connections.filter(({ budget }) => budget !== undefined).map((each) => [connectionName(each), each.budget]),
    );
  const [before, after] = [budgetsOf(base), budgetsOf(head)];
  return union(before, after).flatMap((connection) => {
    const [was, is] = [before.get(connection) ?? null, after.get(connection) ?? null];
    return was?.demand === is?.demand && was?.supply === is?.supply ? [] : [{ connection, before: was, after: is }];
  });
}

function union(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])];
}
