import type { FileEdit, ReadText } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import { type CodeTemplate, codeOf } from '../patterns/template.ts';
import { folderOf } from '../text/paths.ts';
import { type OwnImport, ownImport, packagesAbove } from './own-module.ts';
import { isThere } from './there.ts';

/** A module of Python that a fix writes once for a program, and how a file imports it. */
export interface WrittenModule {
  readonly file: string;
  /** The edit that makes it; none where an earlier fix made it. */
  readonly made: readonly FileEdit[];
  readonly importedBy: (from: string) => OwnImport;
}

/** Beside the program's entry, or beside the file that needs it where the entry lies elsewhere. */
export async function writtenModule(
  { graph, system }: RuleContext,
  from: string,
  template: CodeTemplate,
  exported: string,
  slots: Readonly<Record<string, string>>,
  read: ReadText,
): Promise<WrittenModule> {
  const importedBy = async (file: string) => {
    const packages = await packagesAbove(file, read);
    return (asking: string) => ownImport(graph, packages, asking, file);
  };
  const programs = system.programs.filter(({ files }) => files.has(from));
  for (const [file, { code }] of graph.facts) {
    if (code === null || !programs.some(({ files }) => files.has(file))) continue;
    if (!new RegExp(`(?:^|/)${template.id}(?:_\\d+)?\\.py$`).test(file)) continue;
    const declares = code.declarations.some(({ name, kind }) => name === exported && kind === 'function');
    const modules = new Set(code.imports.map(({ module }) => module.split('.')[0]));
    const isOurs = declares && Object.keys(template.packages).every((name) => modules.has(name));
    if (isOurs) return { file, made: [], importedBy: await importedBy(file) };
  }
  const entry = programs[0]?.entry ?? from;
  const beside = from.startsWith(folderOf(entry)) ? folderOf(entry) : folderOf(from);
  for (let number = 1; ; number++) {
    const name = `${template.id}${number === 1 ? '' : `_${number}`}.py`;
    const file = beside === '' ? name : `${beside}/${name}`;
    if (await isThere(file, read)) continue;
    const text = codeOf(template, 'python', slots);
    return { file, made: [{ kind: 'create', file, text }], importedBy: await importedBy(file) };
  }
}
