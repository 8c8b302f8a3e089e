import { bindImports } from './imports.ts';
import { bind, bindOutside, newFunction } from './names.ts';
import { declare, type Reading, textAt } from './reading.ts';
import type { Scope } from './scopes.ts';
import { hasWord, members, type PythonNode, part, spanOf } from './syntax.ts';

/**
 * Binds every name that a body assigns, imports or defines, in the order they are written, and numbers the functions and
 * classes that it defines. Bodies of those are bound when they are read, as they have scopes of their own.
 */
export function bindBody(reading: Reading, scope: Scope, body: readonly PythonNode[]): void {
  walk(body, (node) => {
    if (node.kind !== 'global_statement' && node.kind !== 'nonlocal_statement') return;
    for (const name of members(node)) bindOutside(reading, scope, name, node.kind === 'global_statement');
  });
  const forTypes = new Set<PythonNode>();
  walk(body, (node, statement) => {
    switch (node.kind) {
      case 'if_statement':
        noteForTypes(reading, node, forTypes);
        return;
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
        bindImports(reading, scope, node, forTypes.has(node));
        return;
      case 'function_definition':
        bindFunction(reading, scope, node, statement);
        return;
      case 'class_definition':
        bindClass(reading, scope, node, statement);
        return;
      case 'assignment':
      case 'augmented_assignment':
      case 'for_statement':
        bindTarget(reading, scope, part(node, 'left'), statement);
        return;
      case 'named_expression':
        bindTarget(reading, scope, part(node, 'name'), statement);
        return;
      case 'as_pattern_target':
        bindTarget(reading, scope, members(node)[0], statement);
        return;
      case 'case_clause':
        bindCaptures(reading, scope, node, statement);
        return;
      case 'yield': {
        const own = reading.functions[scope.function];
        if (own !== undefined && scope.class === null) own.generator = true;
      }
    }
  });
}

/** Bodies and comprehensions bind their names themselves. */
const ownScopes: ReadonlySet<string> = new Set([
  'function_definition',
  'class_definition',
  'lambda',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

/** Visits all nodes of a body in order, with the statement that each stands in, without going into other scopes. */
function walk(body: readonly PythonNode[], visit: (node: PythonNode, statement: PythonNode) => void): void {
  const pending = body.map((node) => ({ node, statement: node })).reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, statement } = next;
    visit(node, statement);
    if (ownScopes.has(node.kind)) continue;
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index];
      if (child?.named !== true) continue;
      pending.push({ node: child, statement: /_(?:statement|definition)$/.test(child.kind) ? child : statement });
    }
  }
}

/** What is imported only where a type checker looks is never there when the program runs. */
function noteForTypes(reading: Reading, node: PythonNode, forTypes: Set<PythonNode>): void {
  const condition = part(node, 'condition');
  const block = part(node, 'consequence');
  if (condition === undefined || block === undefined) return;
  if (!/^(?:\w+\.)?TYPE_CHECKING$/.test(textAt(reading, condition))) return;
  for (const statement of members(block)) forTypes.add(statement);
}

function bindTarget(reading: Reading, scope: Scope, target: PythonNode | undefined, statement: PythonNode): void {
  const pending = target === undefined ? [] : [target];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'identifier') bind(reading, scope, node, statement);
    // What stands before a dot or a bracket is used, not bound.
    else if (node.kind !== 'attribute' && node.kind !== 'subscript') pending.push(...[...members(node)].reverse());
  }
}

/** Names that the patterns of a `case` take. A dotted name is compared with, and `_` takes nothing. */
function bindCaptures(reading: Reading, scope: Scope, clause: PythonNode, statement: PythonNode): void {
  walk(
    members(clause).filter(({ kind }) => kind === 'case_pattern'),
    (node) => {
      const isName = node.kind === 'case_pattern' || node.kind === 'splat_pattern' || node.kind === 'as_pattern';
      if (!isName) return;
      for (const child of members(node)) {
        const names = child.kind === 'dotted_name' ? members(child) : child.kind === 'identifier' ? [child] : [];
        const [only] = names;
        if (only !== undefined && names.length === 1 && textAt(reading, only) !== '_') {
          bind(reading, scope, only, statement);
        }
      }
    },
  );
}

function bindFunction(reading: Reading, scope: Scope, node: PythonNode, statement: PythonNode): void {
  const name = part(node, 'name');
  if (name === undefined) return;
  const id = newFunction(reading, scope, node, {
    name: textAt(reading, name),
    kind: scope.class === null ? 'function' : 'method',
    class: scope.class,
    async: hasWord(node, 'async'),
    nameSpan: spanOf(name),
  });
  reading.functionIds.set(node, id);
  const declaration = bind(reading, scope, name, statement);
  const draft = declaration === null ? undefined : reading.declarations[declaration];
  if (draft === undefined) return;
  draft.functionId = id;
  draft.kind = 'function';
}

function bindClass(reading: Reading, scope: Scope, node: PythonNode, statement: PythonNode): void {
  const name = part(node, 'name');
  if (name === undefined) return;
  const id = reading.classes.length;
  const inside = scope.class === null ? '' : `${reading.classes[scope.class]?.name}.`;
  reading.classIds.set(node, id);
  const bound = bind(reading, scope, name, statement);
  // A class inside a class is a member; its declaration is one that the text does not write.
  const declaration =
    bound ??
    declare(reading, {
      name: `${inside}${textAt(reading, name)}`,
      kind: 'class',
      function: scope.function,
      span: spanOf(name),
      statement: spanOf(statement),
    });
  reading.classes.push({
    name: textAt(reading, name),
    declaration,
    function: scope.function,
    extends: [],
    implements: [],
    decorators: [],
    fields: [],
    methods: [],
    constructorId: null,
    span: spanOf(node),
    nameSpan: spanOf(name),
  });
  const draft = reading.declarations[declaration];
  if (draft === undefined) return;
  draft.classId = id;
  draft.kind = isEnumeration(reading, node) ? 'enumeration' : 'class';
}

function isEnumeration(reading: Reading, node: PythonNode): boolean {
  const bases = part(node, 'superclasses');
  if (bases === undefined) return false;
  return members(bases).some((base) => /^(?:enum\.)?(?:Int|Str)?(?:Enum|Flag)$/.test(textAt(reading, base)));
}
