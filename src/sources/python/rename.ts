import { applyEdits, type TextEdit } from '../../text/edits.ts';
import type { TopStatement } from '../../text/top-statement.ts';
import type { PythonNode, PythonParser } from './syntax.ts';

export function topStatements(parser: PythonParser, text: string): readonly TopStatement[] {
  return parser
    .parse(text)
    .children.filter(({ kind }) => kind !== 'comment')
    .map((node) => ({ span: [node.start, node.end], names: boundBy(node, text) }));
}

const ownScopes: ReadonlySet<string> = new Set([
  'function_definition',
  'class_definition',
  'lambda',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

/** Every name that a statement binds in the module's scope, within branches too. */
function boundBy(node: PythonNode, text: string): readonly string[] {
  const named = (part: PythonNode | undefined): readonly string[] => (part === undefined ? [] : targets(part, text));
  const field = (name: string): PythonNode | undefined => node.children.find((child) => child.field === name);
  switch (node.kind) {
    case 'import_statement':
    case 'import_from_statement':
    case 'future_import_statement':
      return node.children.filter((child) => child.field === 'name').map((child) => localOf(child, text));
    case 'function_definition':
    case 'class_definition':
      return named(field('name'));
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement':
      return [...named(field('left')), ...within(node, text)];
    case 'named_expression':
      return named(field('name'));
    case 'as_pattern_target':
      return node.children.flatMap((child) => targets(child, text));
    default:
      return within(node, text);
  }
}

function within({ kind, children }: PythonNode, text: string): readonly string[] {
  return ownScopes.has(kind) ? [] : children.flatMap((child) => boundBy(child, text));
}

function targets(node: PythonNode, text: string): readonly string[] {
  if (node.kind === 'identifier') return [text.slice(node.start, node.end)];
  return /^(?:pattern_list|tuple_pattern|list_pattern|list_splat_pattern|tuple|list)$/.test(node.kind)
    ? node.children.flatMap((child) => targets(child, text))
    : [];
}

/** `os` for `import os.path`, and `np` for `import numpy as np`. */
function localOf(node: PythonNode, text: string): string {
  const alias = node.children.find(({ field }) => field === 'alias');
  const written = alias ?? node;
  return text.slice(written.start, written.end).split('.')[0] ?? '';
}

/** A text with other words for some of its names, wherever they are written as names; attributes and keywords keep theirs. */
export function withNames(parser: PythonParser, text: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return text;
  const edits: TextEdit[] = [];
  const visit = (node: PythonNode, around: PythonNode | null): void => {
    const written = text.slice(node.start, node.end);
    const name = node.kind === 'identifier' && !isMember(node, around) ? names.get(written) : undefined;
    if (name !== undefined) edits.push({ span: [node.start, node.end], text: name });
    // A remark tells how what is made here is used: `limiter.init_app(app)`.
    if (node.kind === 'comment') edits.push({ span: [node.start, node.end], text: inRemark(written, names) });
    for (const child of node.children) visit(child, node);
  };
  visit(parser.parse(text), null);
  return applyEdits(text, edits);
}

function isMember(node: PythonNode, around: PythonNode | null): boolean {
  return (
    (around?.kind === 'attribute' && node.field === 'attribute') ||
    (around?.kind === 'keyword_argument' && node.field === 'name')
  );
}

function inRemark(text: string, names: ReadonlyMap<string, string>): string {
  return text.replaceAll(/(?<![\w.])\w+(?=[.(])/g, (word) => names.get(word) ?? word);
}
