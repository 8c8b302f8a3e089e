import type { RuleContext } from '../../findings/rule.ts';
import type { FunctionKey } from '../../link/program-graph.ts';
import { contentUploads } from './content.ts';
import { handlersOf } from './handlers.ts';
import { receivedUploads } from './received.ts';

/** Which code has to do with uploads, so that a file is told of once. */
export interface UploadWork {
  /** Where the program itself writes what was uploaded, by file and offset. */
  readonly writes: ReadonlySet<string>;
  /** The functions that answer the requests which bring uploads. */
  readonly handlers: ReadonlySet<FunctionKey>;
}

export function uploadWork(context: RuleContext): UploadWork {
  const uses = context.graph.uses.filter(({ pattern }) => pattern.role === 'upload');
  const written = uses.flatMap((use) => [...receivedUploads(context, use), ...contentUploads(context, use)]);
  return {
    writes: new Set(written.map(({ site }) => `${site.file}:${site.span[0]}`)),
    handlers: new Set(uses.flatMap((use) => handlersOf(context.graph, use))),
  };
}
