import type { CodeFacts } from '../facts/code.ts';
import { callOf, type Operation } from '../facts/operations.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { lastName } from './origins.ts';
import { areMarks } from './own-marks.ts';
import { asksAbout } from './refusal.ts';
import type { Stop } from './stop.ts';

/**
 * Marks of what was told in the log already: whatever depends on asking for one writes a line there, or sets the mark. A
 * second instance writes one line more.
 */
export function logMarksStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const asked = cell.accesses.filter(({ kind, key }) => (kind === 'read' || kind === 'test') && key !== null);
  if (asked.length === 0 || !areMarks(graph, cell)) return null;
  return asked.every((access) => onlyLogs(graph, cell, access))
    ? {
        gate: 'role',
        reason: 'It only keeps a line of the log from being written twice, which another instance may do.',
      }
    : null;
}

function onlyLogs(graph: ProgramGraph, cell: StateCell, { function: key, site }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  if (code === null) return false;
  const own = new Set(cell.accesses.map(({ operation }) => operation));
  const depending = (graph.functions.get(key)?.fact.operations ?? []).filter(
    (operation) => !own.has(operation) && operation.guards.some(({ test }) => asksAbout(code, test, site.span, 0)),
  );
  const logging = depending.filter((operation) => isLogging(code, operation));
  return (
    logging.length > 0 &&
    depending.every((operation) => isBareReturn(operation) || logging.some((line) => isWithin(operation, line)))
  );
}

/** Whether a step is one of another, such as what a line of the log is put together from. */
function isWithin(inner: Operation, outer: Operation): boolean {
  return outer.span[0] <= inner.span[0] && inner.span[1] <= outer.span[1];
}

function isBareReturn(operation: Operation): boolean {
  return operation.kind === 'return' && operation.value === null;
}

const lines = /^(?:log|debug|info|warn|warning|error|trace|print)$/;

/** `logger.info(…)`, `console.warn(…)`, `print(…)`. */
function isLogging(code: CodeFacts, operation: Operation): boolean {
  const call = callOf(operation);
  const callee = call === null ? undefined : code.calls[call]?.callee;
  if (call === null || callee === undefined || !lines.test(lastName(code, call))) return false;
  const { root, path } = callee;
  if (path.length === 0) return root.kind === 'global';
  const named = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
  const holder = path.at(-2) ?? (root.kind === 'global' ? root.name : named);
  return /(?:log|logger|logging|console)$/i.test(holder);
}
