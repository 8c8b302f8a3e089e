import { findingPlaces, said, saidAt, sitePlaces } from '../said.ts';
import type { Choice } from '../types.ts';
import { choice, type Looking, usePlaces } from './looking.ts';

export function queues({ input, by, seen, there }: Looking): Choice {
  const needed = by('queue-in-memory', 'work-after-response', 'long-work-in-handler', 'sync-block-in-handler');
  const present = seen(({ kind }) => kind === 'queue');
  const workers = input.graph.uses.filter(({ pattern }) => pattern.role === 'queue-worker');
  if (needed.length > 0)
    return choice(
      'Queue and worker',
      'chosen',
      saidAt(
        `${needed.length === 1 ? 'A piece of work outlives or delays' : `${needed.length} pieces of work outlive or delay`} the answer of a request`,
        findingPlaces(needed),
      ),
    );
  if (present.length > 0) return choice('Queue and worker', 'in use', there('There already', present));
  if (workers.length > 0)
    return choice(
      'Queue and worker',
      'in use',
      saidAt('Workers take from queues already', sitePlaces(usePlaces(workers), input)),
    );
  return choice(
    'Queue and worker',
    'rejected',
    said('No request was found that waits for long work or leaves work behind its answer.'),
  );
}

export function balancing({ by, seen, there }: Looking): Choice {
  const sticky = by('lb-sticky-hides-state', 'lb-algorithm', 'socketio-no-sticky');
  const balancers = seen(({ kind }) => kind === 'loadbalancer');
  if (sticky.length > 0)
    return choice(
      'Balancing: fewest open requests',
      'chosen',
      saidAt(
        'Once state is shared, any instance can answer anybody; affinity stays only where clients poll',
        findingPlaces(sticky),
      ),
    );
  if (balancers.length > 0)
    return choice(
      'Balancing: fewest open requests',
      'chosen',
      there('Requests of unequal length pile up where they are dealt out in turn. Before it stands', balancers),
    );
  return choice(
    'Balancing: fewest open requests',
    'open',
    said('No balancer was found; where the platform brings one, its algorithm is the platform’s.'),
  );
}

export function limits({ input, by }: Looking): Choice {
  const absent = by('ratelimit-absent-credential-route');
  const local = by('ratelimit-memory-store', 'ratelimit-handrolled', 'ratelimit-ip-behind-proxy');
  const uses = input.graph.uses.filter(({ pattern }) => pattern.role === 'rate-limiter');
  if (local.length > 0)
    return choice(
      'Rate limits',
      'chosen',
      saidAt('They are there and are counted by each instance alone', findingPlaces(local)),
    );
  if (absent.length > 0)
    return choice(
      'Rate limits',
      'chosen',
      saidAt('Nothing counts tries before credentials are looked at', findingPlaces(absent)),
    );
  if (uses.length > 0)
    return choice(
      'Rate limits',
      'in use',
      saidAt(
        'There already',
        sitePlaces(
          uses.map(({ file, fact }) => ({ file, span: fact.calleeSpan })),
          input,
        ),
      ),
    );
  return choice('Rate limits', 'open', said('None was found in the code; the edge may have some.'));
}

export function staticFiles({ input }: Looking): Choice {
  const files = input.graph.uses.filter(
    ({ pattern, file }) =>
      pattern.role === 'file-server' &&
      input.system.programs.some((program) => program.role === 'server' && program.files.has(file)),
  );
  return files.length > 0
    ? choice(
        'A CDN for static files',
        'chosen',
        saidAt(
          'The program gives files out itself; a cache at the edge takes that off every instance',
          sitePlaces(usePlaces(files), input),
        ),
      )
    : choice('A CDN for static files', 'rejected', said('No program was found that gives static files out itself.'));
}
