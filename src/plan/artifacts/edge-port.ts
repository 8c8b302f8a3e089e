import type { ContainerFact, PortFact, UnitFact } from '../../facts/deployment.ts';
import type { Site } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import type { PlanInput } from '../types.ts';
import type { RunningUnit } from './units.ts';

/** The port at which clients come in, with the line that says so; `from` is null where it is assumed. */
export type EdgePort =
  | { readonly kind: 'port'; readonly port: number; readonly from: Site | null }
  | { readonly kind: 'withheld'; readonly reason: string };

/** Ports where clients expect TLS, which needs certificates that no file of a plan can hold. */
const tlsPorts: readonly number[] = [443, 8443];
const plainPort = 80;

/**
 * Where clients reach a program today: at the nginx service of its compose file that stands before it, at the port
 * that it publishes itself, or, where it is the only server there and nothing says more, at port 80. A service that
 * only others of the file call has no clients at the edge.
 */
export function edgePort(running: RunningUnit, program: Program, input: PlanInput): EdgePort {
  const { file, unit, container } = running;
  const units = input.graph.facts.get(file)?.deployment?.units ?? [];
  const isOnly = serversOf(file, input) < 2;
  const edges = units.filter((each) => isNginx(each.containers[0]) && (isOnly || stands(each, unit)));
  const published = edges.flatMap(({ containers }) => containers[0]?.ports ?? []);
  if (published.length > 0) {
    return open(file, published, (port) => port.container, `the nginx service of ${file}`, program);
  }
  const own = container.ports.filter(({ host }) => host !== null);
  if (own.length > 0) return open(file, own, (port) => port.host ?? port.container, unit.name, program);
  if (isOnly) return { kind: 'port', port: plainPort, from: null };
  return {
    kind: 'withheld',
    reason: `Services of ${file} that publish no port and that no nginx service depends on get no nginx configuration of their own, as only other services call them.`,
  };
}

/** The plain port first, then any that is not for TLS. */
function open(
  file: string,
  ports: readonly PortFact[],
  numberOf: (port: PortFact) => number,
  who: string,
  program: Program,
): EdgePort {
  const plain = ports.filter((port) => !tlsPorts.includes(numberOf(port)) && !tlsPorts.includes(port.host ?? 0));
  const chosen = plain.find((port) => numberOf(port) === plainPort) ?? plain[0];
  if (chosen !== undefined) return { kind: 'port', port: numberOf(chosen), from: { file, span: chosen.span } };
  return {
    kind: 'withheld',
    reason: `No nginx configuration is written for ${program.name}: ${who} publishes ports for TLS alone, and its certificates stand in no file here.`,
  };
}

function isNginx(container: ContainerFact | undefined): boolean {
  return /(?:^|\/)nginx(?:[:@]|$)/.test(container?.image?.value ?? '');
}

/** Which of several services a balancer leads to is told by what it waits for. */
function stands(edge: UnitFact, before: UnitFact): boolean {
  return edge.dependsOn.some(({ value }) => value === before.name);
}

/** Servers that a compose file runs. */
function serversOf(file: string, { system }: PlanInput): number {
  return system.programs.filter(({ role, units }) => role === 'server' && units.some((each) => each.file === file))
    .length;
}
