import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import type { CallId, Reference } from '../../../facts/values.ts';

/** A callee in the short form that `SocketServer.speaks` matches: `app.get('io').to(…).emit` is `to(…).emit`. */
export function spokenAs(code: CodeFacts, { callee }: CallFact): string {
  return [rootOf(code, callee), ...callee.path].join('.');
}

function rootOf(code: CodeFacts, { root }: Reference): string {
  switch (root.kind) {
    case 'declared':
      return code.declarations[root.declaration]?.name ?? '';
    case 'global':
      return root.name;
    case 'call':
      return calledOf(code, root.call);
    default:
      return root.kind;
  }
}

function calledOf(code: CodeFacts, id: CallId): string {
  const call = code.calls[id];
  if (call === undefined) return '';
  const given = call.arguments.map((each) => (each.kind === 'literal' ? `'${String(each.value)}'` : '…'));
  const name = call.callee.path.at(-1) ?? rootOf(code, call.callee);
  return `${name}(${given.join(', ')})`;
}
