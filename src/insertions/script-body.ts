import { reaches } from '../fixes/environment-order.ts';
import { nearestPackage } from '../fixes/packages.ts';
import { type ModuleStyle, moduleFormOf, moduleStyleOf, specifierOf } from '../fixes/script/module-style.ts';
import { dressed } from '../fixes/script/new-module.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { splitImports, type TemplateImport, withoutClient } from '../patterns/imports.ts';
import type { SnippetTemplate } from '../patterns/template.ts';
import {
  addImportTo,
  isBetweenStatements,
  isWithoutCode,
  type OpenScript,
  openScript,
  topStatements,
  type WantedImport,
  withNames,
} from '../sources/script/edit.ts';
import type { Program } from '../system/types.ts';
import type { Span } from '../text/range.ts';
import { type Body, bodyOf, type Form, joined } from './body.ts';
import { type OwnClient, ownClient } from './own.ts';
import { withFreeNames } from './own-names.ts';

/** A file of TypeScript or JavaScript with a place where a statement can stand. */
export interface ScriptPlace {
  readonly graph: ProgramGraph;
  readonly file: string;
  readonly word: Span;
  readonly programs: readonly Program[];
  readonly open: OpenScript;
  readonly style: ModuleStyle;
  /** Whether the file holds nothing yet but imports. */
  readonly isEmpty: boolean;
}

/** Null where no statement can stand, or the file does not parse. */
export function scriptPlace(
  graph: ProgramGraph,
  file: string,
  text: string,
  word: Span,
  programs: readonly Program[],
): ScriptPlace | null {
  const open = openScript(file, text);
  if (open === null || isBetweenStatements(file, text, word[0]) !== true) return null;
  const style = moduleStyleOf(graph, file, text);
  return { graph, file, word, programs, open, style, isEmpty: isWithoutCode(file, text) === true };
}

/** Whether the file's way of bringing modules in allows what the template does. */
export function allowsScript({ graph, file, style }: ScriptPlace, { text }: SnippetTemplate): boolean {
  if (!/^await /m.test(text)) return true;
  // Whatever is compiled to CommonJS cannot wait at its top.
  const isModule = /\.m[jt]s$/.test(file) || nearestPackage(graph, file)?.manifest.module === 'esm';
  return style.form === 'esm' && isModule;
}

export function scriptBody(
  place: ScriptPlace,
  template: SnippetTemplate,
  values: Readonly<Record<string, string>>,
  as: Form = 'snippet',
): Body {
  const { file, style, open } = place;
  const language = style.file.endsWith('ts') ? 'typescript' : 'javascript';
  const own = clientFor(place, template);
  const { imports, rest } = splitImports(own === null ? template : withoutClient(template), language, values);
  const before = place.word[0];
  const { form } = style;
  const wanted = imports.map(
    (each): WantedImport => ({ module: each.module, names: namesOf(each, language), form, before }),
  );
  const ownImport = own === null || own.use.file === file ? [] : [ownClientImport(place, template, own)];
  const added = [...wanted, ...ownImport].map((each) => addImportTo(open, each));
  const names: Record<string, string> = {};
  for (const [index, { locals }] of added.entries()) {
    for (const { imported, local } of [...wanted, ...ownImport][index]?.names ?? [])
      names[local] = locals[imported] ?? local;
  }
  if (own !== null && own.use.file === file && template.client !== undefined) {
    names[template.client.local] = own.name ?? template.client.local;
  }
  const edits = joined(added.flatMap((each) => each.edits));
  // What would come behind the word, or where it stands, is written above the code instead.
  const above = edits.filter(({ span }) => span[1] < place.word[0]);
  const head = edits
    .filter((each) => !above.includes(each))
    .flatMap(({ text }) => text.split('\n').filter((line) => line.trim() !== ''));
  const dress = (text: string): string => dressed(bracketed(text, style), { script: { ...style.script, line: '\n' } });
  const path = language === 'typescript' ? 'inserted.ts' : 'inserted.js';
  const named = withFreeNames(rest, language, values, names, {
    text: open.source.text,
    words: open.names,
    statements: (text) => topStatements(path, text),
    withNames: (text, other) => withNames(path, text, other),
    dress,
  });
  const code = shared(place, named.text);
  return { text: bodyOf({ ...rest, text: code }, language, named.values, head, dress, as), edits: above };
}

function namesOf({ names }: TemplateImport, language: 'typescript' | 'javascript'): WantedImport['names'] {
  return names
    .filter(({ isType }) => language === 'typescript' || !isType)
    .map(({ imported, local, isType }) => (isType ? { imported, local, isType: true } : { imported, local }));
}

/** The program's own client, where the file can have it: brought in by the same words, and without a circle. */
function clientFor({ graph, file, programs }: ScriptPlace, { client }: SnippetTemplate): OwnClient | null {
  const own = client === undefined ? null : ownClient(graph, client.package, file, programs);
  if (own === null || own.use.file === file) return own;
  if (moduleFormOf(graph, own.use.file) !== moduleFormOf(graph, file)) return null;
  return reaches(graph, own.use.file, file) ? null : own;
}

function ownClientImport(place: ScriptPlace, { client }: SnippetTemplate, own: OwnClient): WantedImport {
  const module = specifierOf(place.file, own.use.file, place.style);
  const names = [{ imported: own.exported ?? 'default', local: client?.local ?? 'client' }];
  return { module, names, form: place.style.form, before: place.word[0] };
}

/** CommonJS shares what it makes in other words, and a file with code of its own has said already what it shares. */
function shared({ style, isEmpty }: ScriptPlace, text: string): string {
  if (style.form === 'esm') return text;
  const names = [...text.matchAll(/^export (const|let|class|(?:async )?function) («?[\w-]+»?)/gm)].map(
    // What changes later is asked for when it is needed, and not once when the file is loaded.
    ([, kind, name]) => (kind === 'let' ? `get ${name}() { return ${name}; }` : name),
  );
  const plain = text.replaceAll(/^export /gm, '');
  if (!isEmpty || names.length === 0) return plain;
  const all = `{ ${names.join(', ')} }`;
  return `${plain}\n${style.form === 'equals' ? `export = ${all};` : `module.exports = ${all};`}\n`;
}

/** What the compiler asks for around names of the environment. */
function bracketed(text: string, { brackets }: ModuleStyle): string {
  return brackets ? text.replaceAll(/\bprocess\.env\.(\w+)/g, "process.env['$1']") : text;
}
