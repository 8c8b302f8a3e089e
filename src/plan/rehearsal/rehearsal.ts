import type { Finding } from '../../findings/types.ts';
import type { Check, Rehearsal } from '../../patterns/scenarios/scenario.ts';
import { namesMentioned } from '../../system/code-environment.ts';
import type { Program } from '../../system/types.ts';
import { unitsOf } from '../artifacts/units.ts';
import { findingPlace } from '../provenance.ts';
import type { PlanInput } from '../types.ts';
import { isSummary } from '../walls.ts';
import { checkFor } from './checks.ts';
import { startOf } from './command.ts';

/**
 * The program run twice, with a check for each finding that a request can show. Null for one that answers nobody, or
 * against which nothing was found.
 */
export function rehearsalOf(program: Program, input: PlanInput, rootFromFolder: string): Rehearsal | null {
  if (program.role !== 'server') return null;
  const findings = input.findings.filter((finding) => isAsked(finding, program, input));
  const found = findings.map((finding) => ({ finding, check: checkFor(finding, program, input) }));
  const checks = unique(found.flatMap(({ check }) => check ?? []));
  if (checks.length === 0) return null;
  const { folder, command, portNames } = startOf(program, input);
  return {
    folder: [rootFromFolder, folder].filter((part) => part !== '').join('/'),
    instances: 2,
    needs: needsOf(program, input),
    command,
    disk: 'each',
    ready: '/',
    environment: Object.fromEntries(portNames.map((name) => [name, '{port}'])),
    beside: [],
    // A limit is used up by its check, and no copy is left behind the stops.
    checks: [...checks].sort((a, b) => last.indexOf(a.kind) - last.indexOf(b.kind)),
    unasked: found
      .filter(({ check }) => check === null)
      .map(({ finding }) => `${findingPlace(finding)} ${finding.ruleId}: no request shows it.`),
  };
}

const last: readonly Check['kind'][] = ['limit-holds', 'stops-in-order'];

/** What belongs to the program's code; a line of a manifest that only sums up others is asked by those. */
function isAsked(finding: Finding, { name }: Program, { rules }: PlanInput): boolean {
  const info = rules.find(({ id }) => id === finding.ruleId);
  return info !== undefined && info.tier === 'breaks' && !isSummary(info) && finding.programs.includes(name);
}

/** Two findings that ask the same need one check. */
function unique(checks: readonly Check[]): readonly Check[] {
  return [...new Map(checks.map((check) => [JSON.stringify(check), check])).values()];
}

/** Names under which its manifest gives the addresses of databases and the like, and which its code asks for. */
function needsOf(program: Program, input: PlanInput): readonly string[] {
  const names = unitsOf(program, input).flatMap(({ container }) =>
    container.environment.flatMap(({ name, value }) => (value?.kind === 'address' ? [name] : [])),
  );
  return [...namesMentioned(input.graph.facts, program.files, new Set(names))].sort();
}
