import type { CodeFacts } from '../../facts/code.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import { mentionsIn } from '../mentions.ts';
import { refusalAt } from '../refusal.ts';

/**
 * Where a scheduler keeps its jobs outside of memory, or does them in processes of its own: both take a job by its name, and
 * what claims a run has none. Null for nowhere in the workspace.
 */
export function keptJobs(graph: ProgramGraph): Refusal | null {
  for (const [file, { code }] of graph.facts) {
    const site = code === null ? null : keptIn(file, code);
    if (site !== null) {
      return refusalAt(
        graph,
        'Jobs are kept in a store or done in other processes, where they are told by their names alone.',
        site,
      );
    }
  }
  return null;
}

const stores = /^(?:apscheduler\.jobstores\.(?!base|memory)|django_apscheduler)/;
const settings = /^SCHEDULER_(?:JOBSTORES|EXECUTORS)$|^apscheduler\.(?:jobstores|executors)/;

function keptIn(file: string, code: CodeFacts): Site | null {
  const imported = code.imports.find(
    ({ module, imported: name }) =>
      stores.test(module) || (module.startsWith('apscheduler.executors') && name === 'ProcessPoolExecutor'),
  );
  if (imported !== undefined) return { file, span: imported.span };
  const call = code.calls.find(
    ({ callee, named }) =>
      ['add_jobstore', 'add_executor'].includes(callee.path.at(-1) ?? '') ||
      named.some(({ key }) => key === 'jobstores' || settings.test(key)),
  );
  if (call !== undefined) return { file, span: call.calleeSpan };
  const named =
    code.declarations.find(({ name }) => settings.test(name)) ??
    code.classes.flatMap(({ fields }) => fields).find(({ name }) => settings.test(name));
  if (named !== undefined) return { file, span: named.span };
  const mention = mentionsIn(code).find(
    ({ value, within }) =>
      (within.kind === 'assigned' && settings.test(within.key)) ||
      (value.kind === 'object' && value.properties.some(({ key }) => settings.test(key))),
  );
  return mention === undefined ? null : { file, span: mention.value.span };
}
