import { type CodeTemplate, codeOf } from '../../patterns/template.ts';
import type { NewEnvironmentName } from '../../sources/manifest/edit.ts';
import { madeBefore } from '../made-before.ts';
import { freeFile } from '../new-file.ts';
import type { StoreSite } from '../shared-store.ts';
import { moduleFolder, moduleName } from './module-name.ts';
import { productionOf } from './production.ts';

/** The module that holds what all instances share, made once for each package. */
export interface SharedModule {
  readonly file: string;
  /** How a file of the program imports it. */
  readonly nameIn: (file: string) => Promise<string>;
  /** Empty where an earlier fix made it. */
  readonly created: readonly { readonly file: string; readonly text: string }[];
  readonly names: readonly NewEnvironmentName[];
}

type Site = Pick<StoreSite, 'context' | 'graph' | 'use' | 'node' | 'programs' | 'sources'>;

/** `exported` is a function that the template defines, by which an earlier one of ours is known. */
export async function sharedModule(site: Site, template: CodeTemplate, exported: string): Promise<SharedModule> {
  const { context, graph, use, node, programs, sources } = site;
  const own = madeBefore(graph, node, template, ({ declarations }) =>
    declarations.some(({ name, kind, function: holder }) => name === exported && kind === 'function' && holder === 0),
  );
  const folder = await moduleFolder(use.file, programs[0]?.entry, sources.read);
  const stem = folder === '' ? template.id : `${folder}/${template.id}`;
  const file = own ?? (await freeFile(stem, '_', '.py', sources.read));
  const nameIn = (from: string): Promise<string> => moduleName(graph, from, file, sources.read);
  if (own !== undefined) return { file, nameIn, created: [], names: [] };
  const production = productionOf(
    context,
    programs.map(({ name }) => name),
  );
  const text = codeOf(template, 'python', { production: production.condition });
  const names = production.added === null ? [] : [production.added];
  return { file, nameIn, created: [{ file, text }], names };
}
