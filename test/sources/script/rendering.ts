import type { CodeFacts } from '../../../src/facts/code.ts';
import type { FileFacts } from '../../../src/facts/file-facts.ts';
import type { Operation } from '../../../src/facts/operations.ts';
import type { Reference, TypeMention, Value } from '../../../src/facts/values.ts';
import { readScript } from '../../../src/sources/script/read.ts';

/** Facts as short lines that a person can read, so that cases and snapshots say what they mean. */
export interface Rendering {
  readonly code: CodeFacts;
  readonly problems: readonly string[];
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly declarations: readonly string[];
  readonly functions: readonly string[];
  readonly classes: readonly string[];
  /** Operations of the function with this name; of the module where the name is empty. */
  readonly operations: (name?: string) => readonly string[];
}

export function render(text: string, path = 'src/orders.ts'): Rendering {
  return renderFacts(readScript(path, text));
}

export function renderFacts(facts: FileFacts): Rendering {
  const { code } = facts;
  if (code === null) throw new Error(facts.problems.map(({ message }) => message).join('\n'));
  const words = wordsOf(code);
  return {
    code,
    problems: facts.problems.map(({ message }) => message),
    imports: code.imports.map((one) => {
      const bound = one.declaration === null ? '' : ` as ${code.declarations[one.declaration]?.name}`;
      return `${one.form} ${one.imported ?? 'effect'} of ${one.module}${bound}${one.typeOnly ? ' (type)' : ''}`;
    }),
    exports: code.exports.map((one) => {
      if (one.kind === 'local') return `${one.name} = ${words.value(one.value)}`;
      return one.kind === 'star' ? `* of ${one.module}` : `${one.name} = ${one.imported} of ${one.module}`;
    }),
    declarations: code.declarations.map((one) => {
      const initial = one.initial === null ? '' : ` = ${words.value(one.initial)}`;
      const type = one.type === null ? '' : `: ${words.type(one.type)}`;
      return `${one.kind} ${one.name}${type}${initial}${one.function === 0 ? '' : ` in ${words.title(one.function)}`}`;
    }),
    functions: code.functions.map((one) => {
      const flags = [one.static && 'static', one.async && 'async', one.generator && 'generator'].filter(Boolean);
      const parent = one.parent === null ? '' : ` in ${words.title(one.parent)}`;
      const names = one.parameters.map((id) => code.declarations[id]?.name).join(', ');
      const owner = one.class === null ? '' : `${code.classes[one.class]?.name}.`;
      return `${[...flags, one.kind].join(' ')} ${owner}${one.name}(${names})${parent}`;
    }),
    classes: code.classes.flatMap((one) => [
      `class ${one.name}${one.extends.map((base) => ` extends ${words.reference(base)}`).join('')}${one.implements.map((base) => ` implements ${words.type(base)}`).join('')}`,
      ...one.fields.map((field) => {
        const flags = [field.static && 'static', field.private && 'private', field.readonly && 'readonly'].filter(
          Boolean,
        );
        const type = field.type === null ? '' : `: ${words.type(field.type)}`;
        const initial = field.initial === null ? '' : ` = ${words.value(field.initial)}`;
        const parameter = field.parameter === null ? '' : ` from ${code.declarations[field.parameter]?.name}`;
        const decorators = field.decorators.map(({ reference }) => `@${words.reference(reference)} `).join('');
        return `  ${decorators}${[...flags, field.name].join(' ')}${type}${initial}${parameter}`;
      }),
      ...one.methods.map((id) => `  ${words.title(id)}()`),
    ]),
    operations: (name = '') => {
      const found = code.functions.find((one) => one.name === name) ?? code.functions[0];
      return (found?.operations ?? []).map(words.operation);
    },
  };
}

interface Words {
  readonly value: (value: Value) => string;
  readonly reference: (reference: Reference) => string;
  readonly type: (type: TypeMention) => string;
  readonly operation: (operation: Operation) => string;
  readonly title: (id: number) => string;
}

function wordsOf(code: CodeFacts): Words {
  const title = (id: number): string => {
    const one = code.functions[id];
    return one?.name ? one.name : `ƒ${id}`;
  };

  const call = (id: number): string => {
    const one = code.calls[id];
    if (one === undefined) return '#?';
    const given = one.arguments.map(value).join(', ');
    return `${one.awaited ? 'await ' : ''}${one.construct ? 'new ' : ''}${reference(one.callee)}(${given})`;
  };

  const root = ({ root: from }: Reference): string => {
    switch (from.kind) {
      case 'declared':
        return code.declarations[from.declaration]?.name ?? '#?';
      case 'global':
        return `~${from.name}`;
      case 'this':
      case 'super':
        return from.kind + (from.class === null ? '?' : '');
      case 'call':
        return call(from.call);
      case 'value':
        return `(${value(from.value)})`;
    }
  };

  const reference = (one: Reference): string => [root(one), ...one.path].join('.');

  const value = (one: Value): string => {
    switch (one.kind) {
      case 'literal':
        return (one.bytes === true ? 'bytes ' : '') + JSON.stringify(one.value);
      case 'environment':
        return `env ${one.name}${one.fallback === null ? '' : ` or ${value(one.fallback)}`}`;
      case 'reference':
        return reference(one.reference);
      case 'object': {
        const own = one.properties.map(
          ({ key, computed, value: of }) => `${computed === undefined ? key : `[${value(computed)}]`}: ${value(of)}`,
        );
        return `{${[...own, ...one.spreads.map((of) => `...${value(of)}`)].join(', ')}}`;
      }
      case 'list':
        return `${one.fixed === true ? 'tuple' : ''}[${one.items.map(value).join(', ')}]`;
      case 'container':
        return `${one.shape}(${one.initial.map((each, at) => (one.keys?.[at] === undefined ? '' : `[${value(one.keys[at])}]: `) + value(each)).join(', ')})`;
      case 'concatenation':
        return `text(${one.parts.map(value).join(' ')})`;
      case 'path-join':
        return `path(${one.parts.map(value).join(', ')})`;
      case 'conditional':
        return `(${value(one.test)} ? ${value(one.then)} : ${value(one.otherwise)})`;
      case 'operator':
        return one.left === null
          ? `(${one.operator} ${value(one.right)})`
          : `(${value(one.left)} ${one.operator} ${value(one.right)})`;
      case 'call':
        return call(one.call);
      case 'function':
        return `ƒ ${title(one.function)}`;
      case 'class':
        return `class ${code.classes[one.class]?.name}`;
      case 'spread':
        return `${one.byName === true ? '**' : '...'}${value(one.of)}`;
      case 'unknown':
        return '?';
    }
  };

  const type = (one: TypeMention): string => {
    const bound = one.declaration === null ? '' : '!';
    const of = one.arguments.length === 0 ? '' : `<${one.arguments.map(type).join(', ')}>`;
    return one.names.join('.') + bound + of;
  };

  const step = (one: Operation): string => {
    switch (one.kind) {
      case 'container': {
        const key = one.key === null ? '' : `[${value(one.key)}]`;
        const stored = one.value === null ? '' : ` = ${value(one.value)}`;
        const method = one.method === null ? '' : ` by ${one.method}`;
        return `${one.access} ${reference(one.target)}${key}${stored}${method}`;
      }
      case 'assign':
        return `assign ${reference(one.target)} ${one.operator}${one.value === null ? '' : ` ${value(one.value)}`}`;
      case 'call': {
        const { sql } = code.calls[one.call] ?? { sql: null };
        const said = sql === null ? '' : ` sql ${[sql.kind, ...sql.tables, ...sql.flags].join(' ')}`;
        return `call ${call(one.call)}${said}`;
      }
      case 'return':
      case 'throw':
        return one.value === null ? one.kind : `${one.kind} ${value(one.value)}`;
    }
  };

  const operation = (one: Operation): string => {
    const around = [
      one.awaited && 'awaited',
      one.inLoop && 'loop',
      one.inFinally && 'finally',
      one.inCatch && 'catch',
      one.insideCallOf !== null && `inside ${reference(code.calls[one.insideCallOf]?.callee ?? unknownReference)}`,
      ...one.guards.map((guard) => `${guard.holds ? 'if' : 'unless'} ${value(guard.test)}`),
    ].filter(Boolean);
    return around.length === 0 ? step(one) : `${step(one)} | ${around.join(', ')}`;
  };

  return { value, reference, type, operation, title };
}

const unknownReference: Reference = { root: { kind: 'global', name: 'missing' }, path: [], span: [0, 0] };
