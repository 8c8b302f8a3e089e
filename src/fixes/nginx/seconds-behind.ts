import { idleUpstreamSeconds } from '../../catalog/platforms/nginx.ts';
import type { DirectiveFact } from '../../facts/proxy.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { Program } from '../../system/types.ts';

/**
 * After how many seconds what answers behind an upstream closes an idle connection by itself; null where that is later
 * than nginx lets go of it, or nothing tells what answers there.
 */
export function secondsBehind(context: RuleContext, file: string, upstream: DirectiveFact): number | null {
  const { system } = context;
  const servers = (upstream.inside ?? []).filter(({ name }) => name === 'server');
  const led = system.connections.filter(({ evidence }) =>
    evidence.some((site) => site.file === file && servers.some(({ span }) => span[0] === site.span[0])),
  );
  const components = led.map(({ to }) => system.components.find(({ id }) => id === to)?.program);
  const programs = system.programs.filter(({ name }) => components.includes(name));
  const seconds = programs.flatMap((program) => secondsOf(context, program));
  const least = Math.min(...seconds);
  return seconds.length === 0 || least > idleUpstreamSeconds ? null : least;
}

/** The shortest time of the servers that may answer for a program: those of its framework, else any that a command starts. */
function secondsOf({ graph, catalog }: RuleContext, { files }: Program): readonly number[] {
  const frameworks = graph.listeners.flatMap(({ framework, file }) =>
    framework !== null && files.has(file) ? [framework.id] : [],
  );
  const own = catalog.answeringServers.filter((row) => row.frameworks.some((each) => frameworks.includes(each)));
  const rows = own.length > 0 ? own : catalog.answeringServers.filter(({ command }) => command !== undefined);
  return rows.map(({ idleSeconds }) => idleSeconds);
}
