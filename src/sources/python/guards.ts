import type { Guard } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import { type Here, type Reading, textAt } from './reading.ts';
import { members, type PythonNode, part } from './syntax.ts';

/** Guards kept for one step: the outermost say which mode the program runs in, the nearest what was just looked up. */
const mostOutermost = 8;
const mostNearest = 8;

/** Where `test` holds, or does not. `a and b` holding is both holding, `not a` holding is `a` not holding. */
export function guarded(here: Here, test: Value, holds: boolean): Here {
  const guards = [...here.guards, ...partsOf(test, holds)];
  if (guards.length <= mostOutermost + mostNearest) return { ...here, guards };
  return { ...here, guards: [...guards.slice(0, mostOutermost), ...guards.slice(-mostNearest)] };
}

function partsOf(test: Value, holds: boolean): readonly Guard[] {
  const parts: Guard[] = [];
  const pending: Guard[] = [{ test, holds }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const value = next.test;
    if (value.kind === 'operator' && value.operator === 'not') pending.push({ test: value.right, holds: !next.holds });
    else if (value.kind === 'operator' && value.left !== null && value.operator === (next.holds ? 'and' : 'or')) {
      pending.push({ test: value.right, holds: next.holds }, { test: value.left, holds: next.holds });
    } else parts.push(next);
  }
  return parts;
}

/** Whether nothing behind a block is reached once it has run: it returns, raises, or leaves the loop or the process. */
export function leaves(reading: Reading, block: PythonNode | undefined): boolean {
  const last = block === undefined ? undefined : members(block).at(-1);
  switch (last?.kind) {
    case 'return_statement':
    case 'raise_statement':
    case 'continue_statement':
    case 'break_statement':
      return true;
    case 'expression_statement': {
      const call = members(last)[0];
      const callee = call?.kind === 'call' ? part(call, 'function') : undefined;
      return callee !== undefined && /^(?:sys\.exit|os\._exit|exit|quit)$/.test(textAt(reading, callee));
    }
    default:
      return false;
  }
}
