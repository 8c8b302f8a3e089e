import type { FileEdit } from '../../findings/fix.ts';
import { asyncHandler } from '../../patterns/stores/async-handler.ts';
import { addImport } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Carried } from '../waiting/carried.ts';
import { type ModulePlace, ownModule } from './store-modules.ts';

/**
 * Wraps handlers of one file whose failing promises nobody hears, so that they are handed to the application. The edits of
 * the handlers themselves lie within.
 */
export async function heardEdits(
  place: ModulePlace,
  { unheard }: Carried,
): Promise<{ readonly edits: readonly TextEdit[]; readonly created: readonly FileEdit[] }> {
  const own = unheard.filter(({ file }) => file === place.file);
  if (own.length === 0) return { edits: [], created: [] };
  const { specifier, style, created } = await ownModule(place, asyncHandler, 'asyncHandler');
  const names = [{ imported: 'asyncHandler', local: 'asyncHandler' }];
  const imported = addImport(place.file, place.text, { module: specifier, names, form: style.form });
  if (imported === null) throw new Error(`${place.file} does not parse; mend it first.`);
  const name = imported.locals['asyncHandler'] ?? 'asyncHandler';
  const wrapped = own.flatMap(({ span: [start, end] }): readonly TextEdit[] => [
    { span: [start, start], text: `${name}(` },
    { span: [end, end], text: ')' },
  ]);
  return { edits: [...imported.edits, ...wrapped], created };
}
