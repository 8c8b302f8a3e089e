import type { EnvironmentReader } from '../../catalog/environment-readers.ts';
import type { CallFact } from '../../facts/code.ts';
import type { Known, Said } from './known.ts';
import { exportMatches } from './patterns.ts';
import type { World } from './world.ts';

/** The setting that a call of a package reads from the environment: `config('PORT', default=8000)`; null for other calls. */
export function readFromEnvironment(world: World, call: CallFact, callee: Known, said: Said): Known | null {
  const reader = world.environmentReaders.get(moduleOf(callee) ?? '');
  const [name] = call.arguments;
  if (reader === undefined || !isAsked(reader, callee) || name?.kind !== 'literal' || typeof name.value !== 'string')
    return null;
  const { keyword, position } = reader.fallback;
  const named = call.named.find(({ key }) => key === keyword)?.value;
  const placed = position === null ? undefined : call.arguments[position];
  return { ...said, kind: 'environment', name: name.value, fallback: named ?? placed ?? null };
}

/** The package that brings what is called, or the object that it is a method of. */
function moduleOf(callee: Known): string | null {
  if (callee.kind === 'external' || callee.kind === 'made') return callee.module;
  return callee.kind === 'member' && callee.of.kind === 'made' ? callee.of.module : null;
}

function isAsked(reader: EnvironmentReader, callee: Known): boolean {
  switch (callee.kind) {
    case 'external':
      return isOneOf(reader, reader.calls, callee) || isMethodOf(reader, callee);
    case 'made':
      return isOneOf(reader, reader.makes, callee);
    case 'member': {
      const [method, ...rest] = callee.path;
      const isMade = callee.of.kind === 'made' && isOneOf(reader, reader.makes, callee.of);
      return isMade && rest.length === 0 && reader.methods.includes(method ?? '');
    }
    default:
      return false;
  }
}

/** `from environs import env`, then `env.bool('DEBUG')`: the package brings an object that is asked. */
function isMethodOf(reader: EnvironmentReader, callee: Known & { readonly kind: 'external' }): boolean {
  return reader.calls.some((name) =>
    isOneOf(
      reader,
      reader.methods.map((method) => `${name}.${method}`),
      callee,
    ),
  );
}

function isOneOf(
  { modules }: EnvironmentReader,
  names: readonly string[],
  one: { readonly module: string; readonly name: string },
): boolean {
  return names.some((name) => exportMatches(one, modules, name));
}
