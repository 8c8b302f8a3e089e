import { ts } from 'ts-morph';
import type { FileEdit } from '../../findings/fix.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import { uploadStorage } from '../../patterns/stores/upload-storage.ts';
import { addImport, nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import type { CarriedRemoval, CarriedServer } from '../received/carried.ts';
import { inPlaceOf } from './in-place-of.ts';
import { type ModulePlace, ownModule } from './store-modules.ts';
import { unusedNameEdits } from './unused-names.ts';

/** What of one file goes to storage. */
export interface UploadsOfFile {
  /** The call of multer; null where it stands in another file. */
  readonly upload: LibraryUse | null;
  readonly servers: readonly CarriedServer[];
  readonly removals: readonly CarriedRemoval[];
}

/** The edits of one file, and the module that they use where it is not there yet. Throws an Error where the text has changed. */
export async function uploadEdits(
  place: ModulePlace,
  { upload, servers, removals }: UploadsOfFile,
): Promise<{ readonly edits: readonly TextEdit[]; readonly created: readonly FileEdit[] }> {
  const { file, text } = place;
  const { source, problems } = parseScript(file, text, 'parents');
  if (problems.length > 0) throw new Error(`${file} does not parse; mend it first.`);
  const { style, specifier, created } = await ownModule(place, uploadStorage, 'uploadStorage');
  const wanted = [
    ...(upload === null ? [] : ['uploadStorage']),
    ...(servers.length === 0 ? [] : ['withUploads']),
    ...(removals.length === 0 ? [] : ['removeUpload']),
  ];
  const imported = addImport(file, text, {
    module: specifier,
    names: wanted.map((name) => ({ imported: name, local: name })),
    form: style.form,
    before: Math.min(
      ...(upload === null ? [] : [upload.fact.span[0]]),
      ...servers.map(({ use }) => use.fact.span[0]),
      ...removals.map(({ callee: [start] }) => start),
    ),
  });
  if (style.form === 'equals')
    throw new Error(`${file} imports by \`import … = require(…)\`, for which this module is not written.`);
  if (imported === null) throw new Error(`${file} does not parse; mend it first.`);
  const local = (name: string): string => imported.locals[name] ?? name;
  const gone: ts.Node[] = [];
  const callee = (span: Span): ts.Node => {
    const node = nodeAt(source, span, ts.isExpression);
    if (node === undefined) throw new Error(`${file} has changed since it was checked; check it again.`);
    gone.push(node);
    return node;
  };
  const edits: TextEdit[] = [];
  if (upload !== null) edits.push(storageEdit(source, upload, local('uploadStorage'), callee));
  for (const { use, within } of servers) {
    const [folder] = use.fact.arguments;
    const [start, end] = use.fact.span;
    if (folder === undefined) continue;
    const { quote } = style.script;
    const below = within === '' ? '' : `, ${quote}${within}${quote}`;
    edits.push(
      { span: [start, start], text: `${local('withUploads')}(` },
      { span: [end, end], text: `, ${text.slice(...folder.span)}${below})` },
    );
  }
  for (const removal of removals) {
    callee(removal.callee);
    edits.push({ span: removal.callee, text: local('removeUpload') });
  }
  const unused = unusedNameEdits(source, gone, specifier, (module) => !module.startsWith('.'));
  return { edits: [...inPlaceOf(unused, imported.edits), ...edits], created };
}

/** `diskStorage({ … })` keeps its options; `multer({ dest })` is given a storage with that folder. */
function storageEdit(
  source: ts.SourceFile,
  { pattern, fact, file }: LibraryUse,
  name: string,
  callee: (span: Span) => ts.Node,
): TextEdit {
  if (pattern.destinationCallback !== undefined) {
    callee(fact.callee.span);
    return { span: fact.callee.span, text: name };
  }
  const [options] = fact.arguments;
  const object = options === undefined ? undefined : nodeAt(source, options.span, ts.isObjectLiteralExpression);
  const folder = object?.properties.find((each) => each.name?.getText(source) === 'dest');
  if (folder === undefined) throw new Error(`${file} has changed since it was checked; check it again.`);
  const given = ts.isPropertyAssignment(folder) ? folder.initializer.getText(source) : 'dest';
  return {
    span: [folder.getStart(source), folder.end],
    text: `storage: ${name}({ destination: ${given} })`,
  };
}
