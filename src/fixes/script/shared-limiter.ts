import { ts } from 'ts-morph';
import { addImport, nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { limiterPrefix } from '../limiter-prefix.ts';
import type { StoreSite } from '../shared-store.ts';
import { mentionsIn } from './bindings.ts';
import { inPlaceOf } from './in-place-of.ts';
import { optionEdits } from './options-of-call.ts';
import { RefusedError } from './refused.ts';
import type { StoreModules } from './store-modules.ts';
import { unusedNameEdits } from './unused-names.ts';

/** A function of ours makes the limiter in place of a class that counts in memory, and each has a name of its own. */
export function sharedLimiterEdits(site: StoreSite, { style, specifier, factory }: StoreModules): readonly TextEdit[] {
  const { graph, use, text } = site;
  const { source, problems } = parseScript(use.file, text, 'parents');
  const call = nodeAt(source, use.fact.span, ts.isNewExpression);
  if (problems.length > 0 || call === undefined) {
    throw new Error(`${use.file} has changed since it was checked; check it again.`);
  }
  const memory = call.expression;
  const type = ts.isIdentifier(memory) ? typeNamed(source, memory.text) : undefined;
  if (type !== undefined) throw new RefusedError(source, type, 'A type says here that the limiter counts in memory.');
  const names = [{ imported: factory, local: factory }];
  const imported = addImport(use.file, text, { module: specifier, names, form: style.form, before: use.fact.span[0] });
  const { quote } = style.script;
  const options = optionEdits(use, text, {}, { keyPrefix: `${quote}${limiterPrefix(graph, use)}${quote}` });
  if (imported === null || options === null) throw new Error(`${use.file} does not parse; mend it first.`);
  const made = imported.locals[factory] ?? factory;
  const unused = unusedNameEdits(source, [memory], specifier, () => true);
  return [{ span: [call.getStart(source), memory.end], text: made }, ...options, ...inPlaceOf(unused, imported.edits)];
}

/** Where a name stands for a type, which what counts elsewhere is not of. */
function typeNamed(source: ts.SourceFile, name: string): ts.Identifier | undefined {
  return mentionsIn(source).find((each) => each.text === name && ts.isTypeReferenceNode(each.parent));
}
