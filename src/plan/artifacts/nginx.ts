import type { Site } from '../../link/program-graph.ts';
import { nginxUpstream } from '../../patterns/nginx-upstream.ts';
import type { Program } from '../../system/types.ts';
import { fromSite } from '../provenance.ts';
import type { Artifact, Assumption, PlanInput } from '../types.ts';
import { edgePort } from './edge-port.ts';
import { portOf } from './port.ts';
import { type RunningUnit, unitsOf } from './units.ts';

export type ArtifactAnswer =
  | { readonly kind: 'written'; readonly artifact: Artifact }
  | { readonly kind: 'withheld'; readonly reason: string };

/**
 * An nginx configuration for a program that compose runs several times. Null where that does not fit; withheld, with
 * the reason, where a number that it needs has no source.
 */
export function nginxFor(program: Program, input: PlanInput, open: number): ArtifactAnswer | null {
  const running = unitsOf(program, input).find(({ unit }) => unit.kind === 'compose-service');
  const { hosts } = program.topology;
  if (program.role !== 'server' || running === undefined || hosts.known === 'assumed' || hosts.maximum < 2) return null;
  const { unit } = running;
  const port = portOf(running, program, input.graph);
  if (port === null) {
    const reason = `No nginx configuration is written for ${program.name}: neither ${running.file} nor the code says which one port it listens on. Set PORT for the service.`;
    return { kind: 'withheld', reason };
  }
  if (!/^[a-z0-9][a-z0-9_.-]*$/i.test(unit.name)) {
    const reason = `No nginx configuration is written for ${program.name}: the service name "${unit.name}" cannot stand in one.`;
    return { kind: 'withheld', reason };
  }
  const sockets = socketsOf(program, input);
  const listen = edgePort(running, program, input);
  if (listen.kind === 'withheld') return listen;
  const assumptions: readonly Assumption[] = [
    ...(listen.from === null
      ? [
          {
            text: 'nginx listens on port 80, as nothing in the compose file says where clients come in',
            settle: 'publish the port of an nginx service in the compose file',
          },
        ]
      : []),
    {
      text: '32 kept connections a worker, which nginx itself keeps since 1.29.7',
      settle: 'look at the open upstream connections under load',
    },
    {
      text: 'the instances are Node servers that leave server.keepAliveTimeout at its default of 5 s',
      settle: 'keep `keepalive_timeout` below what the server really waits',
    },
  ];
  const text = nginxUpstream({
    head: [
      `nginx for ${unit.name}: ${instancesOf(program, running)} instances by ${fromSite(siteOf(program, running), input).text}, port ${port.port} by ${fromSite(port.site, input).text}.`,
      ...(listen.from === null
        ? []
        : [`Clients come in at port ${listen.port}, by ${fromSite(listen.from, input).text}.`]),
      'Valid on nginx 1.22 and later. Written by Second Instance from the files of this workspace.',
      ...assumptions.map(({ text }) => `assumption: ${text}`),
    ],
    name: unit.name.replace(/[^a-z0-9_-]/gi, '_'),
    host: unit.name,
    port: port.port,
    listen: listen.port,
    method: sockets === 'polling' ? 'sticky' : 'least',
    upgrades: sockets === 'none' ? 'none' : 'websocket',
    bodies: takesUploads(program, input) ? 'uploads' : 'small',
  });
  return {
    kind: 'written',
    artifact: {
      path: `nginx/${unit.name}.conf`,
      title: `nginx in front of ${program.name}`,
      language: 'nginx',
      text,
      before: open === 0 ? [] : [`Put it in service when the blockers of ${program.name} are closed.`],
      assumptions,
    },
  };
}

/** Where several services run the program, only this one answers to the name that nginx calls. */
function instancesOf(program: Program, { unit }: RunningUnit): number {
  const { hosts } = program.topology;
  const isSum = hosts.source.kind === 'place' && hosts.source.others !== undefined;
  return isSum && unit.replicas !== null ? unit.replicas.value : hosts.maximum;
}

function siteOf(program: Program, { file, unit }: RunningUnit): Site {
  const { source } = program.topology.hosts;
  if (source.kind === 'place' && source.others === undefined) return source.site;
  return { file, span: unit.replicas?.span ?? unit.span };
}

/** socket.io begins with long polling, whose requests must reach one instance; plain WebSockets keep one connection. */
function socketsOf(program: Program, { graph }: PlanInput): 'none' | 'websocket' | 'polling' {
  const frameworks = graph.entries
    .filter((entry) => entry.moment === 'socket' && program.files.has(fileOf(entry.function)))
    .map(({ framework }) => framework);
  if (frameworks.length === 0) return 'none';
  return frameworks.some((framework) => /socket\.?io/i.test(framework)) ? 'polling' : 'websocket';
}

function takesUploads(program: Program, { graph }: PlanInput): boolean {
  return graph.uses.some((use) => use.pattern.role === 'upload' && program.files.has(use.file));
}

function fileOf(functionKey: string): string {
  return functionKey.slice(0, functionKey.lastIndexOf('#'));
}
