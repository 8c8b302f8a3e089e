import { chainRelated } from '../../findings/chain.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { guardStop } from '../../gates/guard.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import type { Stop } from '../../gates/stop.ts';
import { type Destination, destinationOf } from './upload/destination.ts';
import { isOneOfSeveral } from './upload/drivers.ts';
import { chainsOf, handlersOf } from './upload/handlers.ts';
import { mountAt } from './upload/mounts.ts';
import { receivedUploads } from './upload/received.ts';
import { sentencesOf } from './upload/sentences.ts';
import { isSpool, leavesTheDisk } from './upload/traffic.ts';
import type { Upload } from './upload/upload.ts';

/** Uploads that are written to the disk of the instance that happened to answer. */
export const rule: Rule = {
  info: {
    id: 'upload-local-disk',
    title: 'Uploads kept on local disk',
    tier: 'breaks',
    pattern: 'storage',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'host',
    breaksAt: ['lost-disk'],
    gates: ['scope', 'guard', 'lifetime', 'shared', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, VI. Processes',
      url: 'https://12factor.net/processes',
      quote:
        'The memory space or filesystem of the process can be used as a brief, single-transaction cache. Any data that needs to persist must be stored in a stateful backing service.',
    },
    summary: 'Uploads are written to the disk of one instance, so the others do not find them.',
  },
  check: (context) => uploadsOf(context).flatMap((upload) => verdictOf(context, upload)),
};

function uploadsOf(context: RuleContext): readonly Upload[] {
  const { graph } = context;
  const uses = graph.uses.filter((use) => use.pattern.role === 'upload');
  const byOption = uses.flatMap((use): readonly Upload[] => {
    const destination = destinationOf(graph, use);
    if (destination === null) return [];
    const site = { file: use.file, span: use.fact.calleeSpan };
    return [{ use, site, destination, handlers: handlersOf(graph, use), reach: null }];
  });
  return [...byOption, ...uses.flatMap((use) => receivedUploads(context, use))];
}

function verdictOf(context: RuleContext, upload: Upload): readonly Verdict[] {
  const { use, site, destination } = upload;
  const stop = scopeStop(context, site.file) ?? guardStop(context.graph, use) ?? stopOf(context, upload);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const programs = servingPrograms(context, site.file);
  const mount = mountAt(context, programs, destination);
  if (mount?.everyHost === true) {
    return [
      {
        kind: 'silent',
        site,
        gate: 'shared',
        reason: `All instances mount the same volume at ${mount.path}.`,
      },
    ];
  }
  const isDriver = isOneOfSeveral(context.graph, upload, programs);
  const judged = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: upload.reach?.certainty ?? 'proved',
    // A folder that the environment names, or one that a volume holds, may be shared; a driver may not be the chosen one.
    weak: destination.kind === 'environment' || mount !== null || isDriver,
    assumedInstances: context.assumedInstances,
  });
  if (judged === null) return [];
  // A volume outlives the instance, so a deploy loses nothing that lies on it.
  const judgement =
    mount !== null && judged.situation === 'one-at-deploy' ? { ...judged, situation: 'one' as const } : judged;
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: destination.kind === 'literal' ? 'high' : 'medium',
      sentences: sentencesOf(context, { destination, judgement, mount, isDriver }),
      related: [
        ...(mount === null ? [] : [{ site: mount.site, message: `A volume is mounted here, at ${mount.path}.` }]),
        ...(upload.reach === null ? [] : chainRelated(context.graph, upload.reach)),
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'uploads',
      symbol: destination.path ?? `${use.library.id} upload`,
    },
  ];
}

function stopOf(context: RuleContext, { use, destination, handlers, reach }: Upload): Stop | null {
  const traffic = leavesTheDisk(context.graph, handlers);
  if (traffic === 'moved') {
    return { gate: 'shared', reason: 'The handler puts the upload into object storage and keeps no file.' };
  }
  if (traffic === 'removed' && isPassing(destination)) {
    return { gate: 'lifetime', reason: 'The file stands in a temporary folder and the handler removes it.' };
  }
  if (reach === null && isSpool(context.graph, chainsOf(context.graph, use))) {
    return { gate: 'lifetime', reason: 'Every route removes the file that it received before it is done.' };
  }
  return null;
}

function isPassing(destination: Destination): boolean {
  return destination.temporary;
}
