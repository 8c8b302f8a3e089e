import type { DeclaredText, UnitFact } from '../facts/deployment.ts';
import type { Fix } from '../findings/fix.ts';
import type { Finding } from '../findings/types.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { removeContainerName } from '../sources/compose/edit.ts';
import { directivesWithin } from '../system/proxies.ts';
import type { System } from '../system/types.ts';
import { offsetAt } from '../text/lines.ts';
import { isOwnPlace } from './own-place.ts';
import { refusal, refusalAt } from './refusal.ts';

/**
 * Takes a container's fixed name away, so that Compose numbers the copies. Other services reach them by the service's
 * name; who calls the container by its own must be changed first, and people may know it by that, so it asks for a review.
 */
export const removeFixedName: Fix = {
  id: 'remove-container-name',
  rules: ['compose-scale-blocked'],
  safety: 'needs-review',
  concerns: (finding, { graph }) => namedAt(graph, finding) !== null,
  offer: (finding, { graph, system }) => {
    const named = namedAt(graph, finding);
    if (named === null) return refusal('The name is not here any more; check the file again.');
    if (named.shared) return refusal('The name comes from an anchor or another service, so only you can change it.');
    const { unit, name } = named;
    const caller = name.value === unit.name ? null : callerOf(graph, system, name.value);
    return caller === null
      ? { kind: 'offer', title: `Let Compose name the copies of ${unit.name}` }
      : refusalAt(graph, `Something calls the container by its name; let it call \`${unit.name}\` first.`, caller);
  },
  build: async (finding, { graph }, { read }) => {
    const named = namedAt(graph, finding);
    const text = await read(finding.file);
    const edits = named === null || text === null ? null : removeContainerName(text, named.unit.name);
    if (named === null || text === null || edits === null) {
      throw new Error(`The name in ${finding.file} has changed since it was checked; check it again.`);
    }
    const { value } = named.name;
    if (value !== named.unit.name && mentions(text, value) > mentions(text.slice(...named.name.span), value)) {
      throw new Error(`${finding.file} mentions \`${value}\` in other places, which would find nothing any more.`);
    }
    return { files: [{ kind: 'change', file: finding.file, edits }], next: null };
  },
};

interface Named {
  readonly unit: UnitFact;
  readonly name: DeclaredText;
  /** Whether it is written elsewhere than in the service itself. */
  readonly shared: boolean;
}

function namedAt({ facts }: ProgramGraph, finding: Finding): Named | null {
  const file = facts.get(finding.file);
  const units = file?.deployment?.units ?? [];
  const at = file === undefined ? -1 : offsetAt(file.lineStarts, finding.range.start);
  const holders = units.flatMap((unit) => {
    const name = unit.containers[0]?.containerName ?? null;
    return name !== null && name.span[0] === at ? [{ unit, name }] : [];
  });
  const [holder] = holders;
  const namesOf = (unit: UnitFact) => unit.containers.flatMap(({ containerName }) => containerName?.span[0] ?? []);
  return holder === undefined ? null : { ...holder, shared: !isOwnPlace(units, holder.unit, at, namesOf) };
}

/** Who calls a container by its own name: an address, a proxy, a command of a script. */
function callerOf(graph: ProgramGraph, system: System, name: string): Site | null {
  for (const addresses of system.addresses.values()) {
    const calling = addresses.find(({ address }) => address.host === name);
    if (calling !== undefined) return calling.site;
  }
  for (const { file, directives } of system.proxies) {
    for (const { directive } of directivesWithin(directives)) {
      const word = directive.words.find(({ value }) => mentions(value, name) > 0);
      if (word !== undefined) return { file, span: word.span };
    }
  }
  for (const [file, { deployment }] of graph.facts) {
    const command = deployment?.shell?.commands.find(({ words }) => words.some((word) => mentions(word, name) > 0));
    if (command !== undefined) return { file, span: command.span };
  }
  for (const { file, manifest } of graph.packages) {
    const script = manifest.scripts.find(({ command }) => mentions(command, name) > 0);
    if (script !== undefined) return { file, span: script.span };
  }
  return null;
}

/** How often a name stands in a text as a word of its own. */
function mentions(text: string, name: string): number {
  const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return [...text.matchAll(new RegExp(`(?<![\\w.-])${word}(?![\\w.-])`, 'g'))].length;
}
