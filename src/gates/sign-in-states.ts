import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { partsOf, wordsOf } from './names.ts';
import { isMadeUp } from './origins.ts';
import type { Purpose } from './purpose.ts';

/** What goes with somebody to another site and must be found again when they come back. */
const states: Purpose = {
  title: 'Sign-in states',
  gravity: 'grave',
  harm: 'who comes back to another cannot sign in',
};

const signingIn = /^(?:auth|oauth|oauth2|oidc|openid|saml|sso|login|signin|pkce)$/;
const handed = /^(?:state|nonce|verifier|challenge)$/;

const codes: Purpose = {
  title: 'One-time codes',
  gravity: 'grave',
  harm: 'the check may reach an instance that never saw the code',
};

/** Tickets under keys that chance made, which are taken out where they are asked for, let somebody in and sell nothing. */
export function withTickets(graph: ProgramGraph, cell: StateCell, purpose: Purpose | null): Purpose | null {
  if (purpose?.title !== 'Orders') return purpose;
  const growth = growthOf(cell);
  const areMadeUp = growth.every(({ key, site }) => {
    const code = graph.facts.get(site.file)?.code ?? null;
    return key !== null && code !== null && isMadeUp(code, key);
  });
  const isTakenOut = cell.accesses.some(({ kind, key }) => kind === 'remove' && key !== null);
  const isTicket = wordsOf(cell.name).some((word) => /^tickets?$/.test(word));
  return isTicket && growth.length > 0 && areMadeUp && isTakenOut ? codes : purpose;
}

/** Sessions that stand under a state or a nonce, and leave where they are asked for, are no sessions yet. */
export function withStates(graph: ProgramGraph, cell: StateCell, purpose: Purpose | null): Purpose | null {
  if (purpose?.title !== 'Sessions') return purpose;
  const isSigningIn = [cell.id, ...partsOf(cell.name)].flatMap(wordsOf).some((word) => signingIn.test(word));
  const asked = cell.accesses.filter(({ kind }) => kind === 'read' || kind === 'test');
  const isTakenOut = asked.some((access) => isUnderState(graph, access) && leaves(cell, access));
  return isSigningIn && isTakenOut ? states : purpose;
}

function leaves(cell: StateCell, { function: key }: CellAccess): boolean {
  return cell.accesses.some((other) => other.kind === 'remove' && other.function === key);
}

function isUnderState(graph: ProgramGraph, { key, site }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  return code !== null && key !== null && partsOf(nameOf(code, key)).some((part) => handed.test(part));
}

function nameOf(code: CodeFacts, value: Value): string {
  if (value.kind !== 'reference') return '';
  const { root, path } = value.reference;
  return path.at(-1) ?? (root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '');
}
