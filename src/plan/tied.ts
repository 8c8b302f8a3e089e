import type { Program } from '../system/types.ts';
import { listed } from './listed.ts';
import { saidAt, sitePlaces } from './said.ts';
import type { PlanInput, Said } from './types.ts';

/**
 * Volumes of one machine in which a program shares files with others: what one of them writes there, the other finds only
 * as long as both run on that machine. Null where it shares none, or where something says that other machines see them.
 */
export function tiedTo({ name }: Program, input: PlanInput): Said | null {
  const { components, connections } = input.system;
  const programs = new Set(components.flatMap(({ id, program }) => (program === null ? [] : [id])));
  const mounts = connections.filter(({ kind, from }) => kind === 'mount' && programs.has(from));
  const shared = components.filter(
    ({ id, kind }) =>
      kind === 'volume' &&
      mounts.some(({ from, to }) => to === id && from === name) &&
      mounts.some(({ from, to }) => to === id && from !== name) &&
      isOfOneMachine(id, mounts, input),
  );
  if (shared.length === 0) return null;
  const ids = new Set(shared.map(({ id }) => id));
  const own = mounts.filter(({ to }) => ids.has(to));
  const others = [...new Set(own.flatMap(({ from }) => (from === name ? [] : [`\`${from}\``])))];
  const places = own.flatMap(({ evidence }) => evidence.slice(0, 1));
  return saidAt(
    `it shares the files of ${listed(shared.map((each) => `\`${each.name}\``))} with ${listed(others)}`,
    sitePlaces(places.slice(0, 3), input),
  );
}

/** A volume of a compose file lies on the machine that runs it, unless a driver takes it elsewhere. */
function isOfOneMachine(id: string, mounts: PlanInput['system']['connections'], { graph }: PlanInput): boolean {
  const files = new Set(
    mounts.filter(({ to }) => to === id).flatMap(({ evidence }) => evidence.map(({ file }) => file)),
  );
  return [...files].every((file) => {
    const { language, deployment } = graph.facts.get(file) ?? {};
    const declared = deployment?.volumes.find((each) => each.name === id);
    return language === 'compose' && (declared === undefined || declared.storageClass === null);
  });
}
