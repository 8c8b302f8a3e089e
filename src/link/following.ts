import type { CallPattern } from '../catalog/types.ts';
import { distinct, type Known } from './follow/known.ts';
import { meaningOf } from './follow/meanings.ts';
import { optionIn } from './follow/options.ts';
import { exportMatches } from './follow/patterns.ts';
import type { World } from './follow/world.ts';
import type { Following, LibraryUse } from './program-graph.ts';

/** The graph's answers about values, over what linking found out. Files that were not read give nothing. */
export function followingOf(world: World, uses: ReadonlyMap<string, LibraryUse>): Following {
  return {
    meanings(path, value) {
      const file = world.files.get(path);
      if (file === undefined) return [];
      return distinct(world.value(file, value)).map((known) => meaningOf(world, uses, known));
    },
    text(path, value) {
      const file = world.files.get(path);
      return file === undefined ? null : world.text(file, value);
    },
    option(path, objects, names) {
      const file = world.files.get(path);
      if (file === undefined) return { state: 'unknown', key: null, meanings: [] };
      return optionIn(world, uses, file, objects, names);
    },
    isCallOf(path, call, patterns) {
      const file = world.files.get(path);
      if (file === undefined) return false;
      return world.callee(file, call).some((callee) => patterns.some((pattern) => matches(callee, pattern)));
    },
  };
}

function matches(callee: Known, pattern: CallPattern): boolean {
  switch (pattern.kind) {
    case 'export':
      return callee.kind === 'external' && exportMatches(callee, pattern.modules, pattern.name);
    case 'global':
      return callee.kind === 'external' && callee.module === '' && callee.name === pattern.name;
    case 'method': {
      if (callee.kind !== 'member' || callee.of.kind !== 'tracked' || callee.of.type !== pattern.on) return false;
      const { path } = callee;
      return pattern.methods.some((method) => {
        const names = method.split('.');
        return names.length === path.length && names.every((name, index) => name === '*' || name === path[index]);
      });
    }
    case 'given':
    case 'setting':
      return false;
  }
}
