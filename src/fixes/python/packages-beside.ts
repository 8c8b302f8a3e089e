import type { RuleContext } from '../../findings/rule.ts';
import type { Finding } from '../../findings/types.ts';

/** Packages that a file's program imports already, by which its own manifest is known. */
export function packagesBeside({ graph, system }: RuleContext, finding: Finding, file: string): readonly string[] {
  const running = system.programs.filter(({ name, files }) => finding.programs.includes(name) && files.has(file));
  const files = new Set([file, ...running.flatMap((program) => [...program.files])]);
  const modules = [...files].flatMap((each) => graph.facts.get(each)?.code?.imports.map(({ module }) => module) ?? []);
  return [...new Set(modules.flatMap((module) => (module.startsWith('.') ? [] : [module.split('.')[0] ?? ''])))];
}

/** The name of the environment that holds the store's address. */
export const redisUrl = { name: 'REDIS_URL', comment: 'The Redis that all instances share.', example: '' };
