import type { Reference } from '../../facts/values.ts';
import { chainRelated } from '../../findings/chain.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { contentUploads } from '../../gates/files/content.ts';
import { type Destination, destinationOf } from '../../gates/files/destination.ts';
import { isOneOfSeveral, standsInForObjects } from '../../gates/files/drivers.ts';
import { fieldUploads } from '../../gates/files/field-uploads.ts';
import { chainsOf, handlersOf } from '../../gates/files/handlers.ts';
import { asDeployed, mountAt, mountRelated, sharedStop } from '../../gates/files/mounts.ts';
import { receivedUploads } from '../../gates/files/received.ts';
import { isPassing as isPassingFile } from '../../gates/files/removed-again.ts';
import { isPlaceOfRequest } from '../../gates/files/requested-place.ts';
import { storeObjectOf } from '../../gates/files/store-objects.ts';
import type { Upload } from '../../gates/files/upload.ts';
import { guardStop } from '../../gates/guard.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { judgedAt } from '../../gates/settings-scope.ts';
import type { Stop } from '../../gates/stop.ts';
import { isAmong } from '../../link/guards-at.ts';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { isForgotten, isServed, isUnread } from './upload/forgotten.ts';
import { isHandedOver } from './upload/handed-over.ts';
import { sentencesOf } from './upload/sentences.ts';
import { isSpent } from './upload/spent.ts';
import { isTakenOut } from './upload/taken-out.ts';
import { isSpool, leavesTheDisk } from './upload/traffic.ts';
import { usedUpStop } from './upload/used-up.ts';

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
    gates: ['scope', 'role', 'guard', 'lifetime', 'shared', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, VI. Processes',
      url: 'https://12factor.net/processes',
      quote:
        'The memory space or filesystem of the process can be used as a brief, single-transaction cache. Any data that needs to persist must be stored in a stateful backing service.',
    },
    summary: 'Uploads are written to the disk of one instance, so the others do not find them.',
  },
  check: (context) => oncePerStore(uploadsOf(context).flatMap((upload) => verdictOf(context, upload))),
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
  return oncePerFile([
    ...byOption,
    ...uses.flatMap((use) => [
      ...receivedUploads(context, use),
      ...contentUploads(context, use),
      ...fieldUploads(context, use),
    ]),
  ]);
}

/**
 * One upload a place, whichever of several applications and routes leads there, and one a path where a function writes
 * the same path in several branches. A way that begins in the writing function itself is told rather than a longer one.
 */
function oncePerFile(uploads: readonly Upload[]): readonly Upload[] {
  const found = new Map<string, Upload>();
  for (const upload of uploads) {
    const { site, written } = upload;
    const name = written?.subject?.kind === 'reference' ? mentionOf(written.subject.reference) : null;
    const key = name === null ? `${site.file}:${site.span.join()}` : `${written?.function} ${name}`;
    const known = found.get(key);
    if (known === undefined || lengthOf(upload) < lengthOf(known)) found.set(key, upload);
  }
  const each = [...found.values()];
  return each.filter((upload) => !each.some((other) => isKeptAgain(upload, other)));
}

/** Whether a function writes the upload down once more further on, under the same conditions and maybe others: that is what it keeps. */
function isKeptAgain({ site, written }: Upload, { site: later, written: again }: Upload): boolean {
  if (written === undefined || again === undefined || written.function !== again.function) return false;
  const isLater = site.file === later.file && site.span[1] <= later.span[0];
  return isLater && written.operation.guards.every((guard) => isAmong(again.operation.guards, guard));
}

function mentionOf({ root, path }: Reference): string | null {
  return root.kind === 'declared' ? [root.declaration, ...path].join('.') : null;
}

function lengthOf({ reach }: Upload): number {
  return reach?.chain.length ?? 0;
}

/** A function that makes the middleware and that nothing calls, though its file hands it out. */
function uncalledStop(graph: ProgramGraph, { function: key }: LibraryUse): Stop | null {
  const isModule = graph.functions.get(key)?.fact.kind === 'module';
  return isModule || (graph.moments.get(key) ?? []).length > 0
    ? null
    : { gate: 'scope', reason: 'Nothing calls the function that sets these uploads up.' };
}

function verdictOf(context: RuleContext, upload: Upload): readonly Verdict[] {
  const { use, site } = upload;
  const at = upload.field === undefined ? { file: site.file, key: use.function } : judgedAt(context, use);
  const stop =
    scopeStop(context, at.file, at.key) ??
    uncalledStop(context.graph, use) ??
    guardStop(context.graph, use) ??
    stopOf(context, upload);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const programs = servingPrograms(context, at.file, at.key);
  const destination = asDeployed(context, programs, upload.destination);
  const mount = mountAt(context, programs, upload.destination);
  const shared = sharedStop(mount);
  const over = shared ?? usedUpStop(context.graph, upload, programs);
  if (over !== null) return [{ kind: 'silent', site, ...over }];
  if (isOnTheWay(context, upload, programs)) {
    const reason = 'What comes of the files is done within the request, and nothing keeps their names for a later one.';
    return [{ kind: 'silent', site, gate: 'lifetime', reason }];
  }
  const store = upload.written === undefined ? null : storeObjectOf(context.graph, upload.written);
  const isDriver =
    upload.field?.storage === 'several' || store !== null || isOneOfSeveral(context.graph, use, programs);
  if (isDriver && upload.handlers.length === 0) {
    const reason = 'The disk is one of several storages here, and no route is seen to bring uploads to it.';
    return [{ kind: 'silent', site, gate: 'shared', reason }];
  }
  const forgotten = isForgotten(context.graph, upload, programs);
  const unread = upload.field === undefined && (forgotten || isUnread(context.graph, upload, programs));
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: upload.reach?.certainty ?? 'proved',
    // A folder that the environment names, or one that a volume holds, may be shared; a driver may not be the chosen one; nobody
    // misses a file that nothing asks for again.
    weak: destination.kind === 'environment' || mount !== null || isDriver || unread,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  if (mount !== null && (judgement.situation === 'one' || judgement.situation === 'one-at-deploy')) {
    const reason = `One instance is declared, and the volume at ${mount.path} outlives it, so nothing is lost or missed.`;
    return [{ kind: 'silent', site, gate: 'topology', reason }];
  }
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: destination.kind === 'literal' ? 'high' : 'medium',
      sentences: sentencesOf(context, {
        destination,
        judgement,
        mount,
        isDriver,
        isForgotten: forgotten,
        isUnread: unread,
        isOfFields: upload.field !== undefined,
      }),
      related: [
        ...mountRelated(context, programs, mount, [upload.destination]),
        ...(upload.field === undefined
          ? []
          : [{ site: upload.field.site, message: 'A field keeps what is uploaded.' }]),
        ...(upload.reach === null ? [] : chainRelated(context.graph, upload.reach)),
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'uploads',
      symbol: store === null ? (upload.destination.path ?? `${use.library.id} upload`) : `${storeMark}${store}`,
    },
  ];
}

const storeMark = 'store ';

/** One finding for each class that stores uploads: whichever route hands a file to it, the same place is chosen there. */
function oncePerStore(verdicts: readonly Verdict[]): readonly Verdict[] {
  const first = new Map<string, Verdict>();
  return verdicts.map((verdict) => {
    if (verdict.kind !== 'found' || !verdict.symbol.startsWith(storeMark)) return verdict;
    const known = first.get(verdict.symbol);
    if (known === undefined) {
      first.set(verdict.symbol, verdict);
      return verdict;
    }
    return {
      kind: 'silent',
      site: verdict.site,
      gate: 'role',
      reason: 'It is told where the same class first stores one.',
    };
  });
}

function stopOf(context: RuleContext, upload: Upload): Stop | null {
  const { use, destination, handlers, reach } = upload;
  if (standsInForObjects(context.graph, use)) {
    return { gate: 'guard', reason: 'The disk is used only where no object storage is set up, and otherwise that is.' };
  }
  const chains = chainsOf(context.graph, use);
  const traffic = leavesTheDisk(context.graph, reach === null ? chains : [handlers]);
  if (traffic === 'moved') {
    return { gate: 'shared', reason: 'The upload goes on into object storage, where every instance finds it.' };
  }
  if (traffic === 'removed' && isPassing(destination)) {
    return { gate: 'lifetime', reason: 'The file stands in a temporary folder and the handler removes it.' };
  }
  if (reach === null && (isSpool(context.graph, chains) || isTakenOut(context.graph, chains))) {
    return { gate: 'lifetime', reason: 'Every route removes the file that it received before it is done.' };
  }
  if (upload.written !== undefined && isPassingFile(context.graph, upload.written)) {
    return {
      gate: 'lifetime',
      reason: 'The file is for the request alone: it is taken away again, or nobody is told its name.',
    };
  }
  if (isPlaceOfRequest(context.graph, upload)) {
    return { gate: 'role', reason: 'The request says itself where on this host the file shall lie.' };
  }
  if (isHandedOver(context.graph, upload)) {
    return {
      gate: 'lifetime',
      reason: 'The folder is that of a program beside this one, which takes the files out again.',
    };
  }
  return null;
}

/** The disk is a place on the way: nothing serves the folder, and no later request could ask for what lies there. */
function isOnTheWay({ graph }: RuleContext, upload: Upload, programs: readonly Program[]): boolean {
  const { use, destination, handlers, reach } = upload;
  if (reach !== null) return false;
  // Where neither the folder nor what is done with the files can be read, nothing says that anybody misses them.
  if (handlers.length === 0) return destination.kind === 'unread';
  if (destination.path !== null && isServed(graph, destination.path, programs)) return false;
  return isSpent(graph, chainsOf(graph, use));
}

function isPassing(destination: Destination): boolean {
  return destination.temporary;
}
