import type { CommandFact, UnitFact } from '../facts/deployment.ts';
import type { Fix } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { Site } from '../link/program-graph.ts';
import { offsetAt } from '../text/lines.ts';
import { isOwnPlace } from './own-place.ts';
import { refusal, refusalAt } from './refusal.ts';

/** The policy as it is written behind its flag, be it in one line, in a list, or in quotes. */
const policy = /--maxmemory-policy["']?(?:=|[\s,-]+)["']?((?:allkeys|volatile)-[a-z]+)/gi;

/**
 * Lets the Redis of a queue refuse what is new when it is full, instead of throwing jobs away. Whatever else is kept
 * there is refused as well, so it asks for a review.
 */
export const redisRefusesWhenFull: Fix = {
  id: 'redis-refuses-when-full',
  rules: ['bullmq-redis-evicts'],
  safety: 'needs-review',
  offer: (finding, context) => {
    const started = startedAt(context, finding);
    if (started === null) return refusal('The command is not here any more; check the file again.');
    const { units, unit, command } = started;
    const commandsOf = (each: UnitFact) => each.containers.flatMap((container) => container.command?.span[0] ?? []);
    if (!isOwnPlace(units, unit, command.span[0], commandsOf)) {
      return refusal('The command comes from an anchor or another service, so only you can change it.');
    }
    const other = otherUserOf(context, finding.file, unit);
    if (other !== null) {
      const reason =
        'Something else than the queue is kept there, and would fill it for good; give that a Redis of its own first.';
      return refusalAt(context.graph, reason, other);
    }
    return { kind: 'offer', title: `Let ${unit.name} refuse new jobs when it is full, and throw none away` };
  },
  build: async (finding, context, { read }) => {
    const started = startedAt(context, finding);
    const text = await read(finding.file);
    if (started === null || text === null) {
      throw new Error(`${finding.file} has changed since it was checked; check it again.`);
    }
    const [start, end] = started.command.span;
    const [match, another] = [...text.slice(start, end).matchAll(policy)];
    const written = match?.[1];
    if (match === undefined || written === undefined || another !== undefined) {
      throw new Error(`The policy does not stand in the command in ${finding.file} itself; change it where it does.`);
    }
    const last = start + match.index + match[0].length;
    const edit = { span: [last - written.length, last], text: 'noeviction' } as const;
    return {
      files: [{ kind: 'change', file: finding.file, edits: [edit] }],
      next: `Watch how much memory ${started.unit.name} uses: when it is full it refuses new jobs with an error.`,
    };
  },
};

interface Started {
  readonly units: readonly UnitFact[];
  readonly unit: UnitFact;
  readonly command: CommandFact;
}

function startedAt({ graph }: RuleContext, { file, range }: Finding): Started | null {
  const facts = graph.facts.get(file);
  const units = facts?.deployment?.units ?? [];
  const at = facts === undefined ? -1 : offsetAt(facts.lineStarts, range.start);
  for (const unit of units) {
    const command = unit.containers.find((container) => container.command?.span[0] === at)?.command;
    if (command != null) return { units, unit, command };
  }
  return null;
}

/** A program that has no queue there and uses it all the same, as a cache does. */
function otherUserOf({ system }: RuleContext, file: string, unit: UnitFact): Site | null {
  const component = system.components.find(({ evidence }) =>
    evidence.some((site) => site.file === file && site.span[0] === unit.span[0]),
  );
  const here = system.connections.filter(({ to }) => to === component?.id);
  const queueing = here.filter(({ kind }) => kind === 'publish' || kind === 'consume').map(({ from }) => from);
  return here.find(({ from }) => !queueing.includes(from))?.evidence[0] ?? null;
}
