import type { RuleContext } from '../findings/rule.ts';
import type { FunctionKey, LibraryUse } from '../link/program-graph.ts';
import { modulesOfUse } from '../system/settings/kept.ts';
import { namersBeside } from '../system/settings/modules.ts';
import { servingPrograms } from './scope.ts';

/** Where a use is judged: a file, and the function of it that must come to run. */
export interface JudgedAt {
  readonly file: string;
  readonly key: FunctionKey | undefined;
}

/**
 * The place by which a use is judged: its own; for a setting in a module that only the environment names, the file that
 * starts the application whose settings they are.
 */
export function judgedAt(context: RuleContext, use: LibraryUse): JudgedAt {
  const own: JudgedAt = { file: use.file, key: use.function };
  const { shared, filesOfFields, databaseFile } = use.pattern;
  const by = shared?.bySettings ?? filesOfFields ?? databaseFile?.bySettings;
  if (by === undefined || use.pattern.call.kind !== 'setting') return own;
  if (servingPrograms(context, use.file).length > 0) return own;
  const starts = modulesOfUse(context.graph, use, by).flatMap(({ root }) =>
    namersBeside(context.graph, by.module, root),
  );
  const start = starts.find((file) => servingPrograms(context, file).length > 0);
  return start === undefined ? own : { file: start, key: undefined };
}
