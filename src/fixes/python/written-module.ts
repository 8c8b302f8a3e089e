import type { CodeFacts } from '../../facts/code.ts';
import type { FileEdit, ReadText } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { Finding } from '../../findings/types.ts';
import { type CodeTemplate, codeOf } from '../../patterns/template.ts';
import type { Program } from '../../system/types.ts';
import { folderOf } from '../../text/paths.ts';
import { madeBefore } from '../made-before.ts';
import { freeFile } from '../new-file.ts';
import { moduleFolder, moduleName } from './module-place.ts';
import { productionOf } from './production.ts';

/** A module of Python that a fix writes once for a program. */
export interface WrittenModule {
  readonly file: string;
  /** The edit that makes it; none where an earlier fix made it. */
  readonly made: readonly FileEdit[];
  /** How a file of the program imports it, as it is written behind `from`. */
  readonly nameIn: (file: string) => Promise<string>;
}

/** Which module is wanted. */
export interface WantedModule {
  readonly template: CodeTemplate;
  /** Its file's name without the ending. */
  readonly name: string;
  /** Whether a module of that name, with the template's imports, is one that an earlier fix made. */
  readonly isOurs: (code: CodeFacts) => boolean;
  /** Values for the template's slots, besides the word for production. */
  readonly slots?: Readonly<Record<string, string>>;
}

/** The finding's programs that a file belongs to. */
export function programsWith({ system }: RuleContext, finding: Finding, file: string): readonly Program[] {
  return system.programs.filter(({ name, files }) => finding.programs.includes(name) && files.has(file));
}

/** The module for what `from` needs: the one that its programs have, or a new one where all of them find it. */
export async function writtenModule(
  context: RuleContext,
  programs: readonly Program[],
  from: string,
  { template, name, isOurs, slots }: WantedModule,
  read: ReadText,
): Promise<WrittenModule> {
  const { graph } = context;
  const siteOf = (file: string) => ({ graph, programs, file, read });
  const folder = await moduleFolder(siteOf(from));
  const isOfProgram = (path: string) => folderOf(path) === folder || programs.some(({ files }) => files.has(path));
  const named = new RegExp(`(?:^|/)${name}(?:_\\d+)?\\.py$`);
  const own = madeBefore(graph, template, (path) => named.test(path) && isOfProgram(path), isOurs);
  const file = own ?? (await freeFile(folder === '' ? name : `${folder}/${name}`, '_', '.py', read));
  const { condition } = productionOf(context, programs);
  const text = codeOf(template, 'python', { production: condition, ...slots });
  return {
    file,
    made: own === undefined ? [{ kind: 'create', file, text }] : [],
    nameIn: (user) => moduleName(siteOf(user), file),
  };
}

/** Whether a module defines a function of that name at its top. */
export function definesFunction(wanted: string): (code: CodeFacts) => boolean {
  return ({ declarations }) =>
    declarations.some(({ name, kind, function: holder }) => name === wanted && kind === 'function' && holder === 0);
}
