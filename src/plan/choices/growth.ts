import { findingPlaces, said, saidAt, sitePlaces } from '../said.ts';
import type { Choice } from '../types.ts';
import { choice, type Looking } from './looking.ts';

export function instances({ walls }: Looking): Choice {
  const blocked = walls.filter(({ kind }) => kind !== 'connections');
  return blocked.length > 0
    ? choice(
        'More instances',
        'later',
        said(
          `${blocked.length} ${blocked.length === 1 ? 'wall stands' : 'walls stand'} at the second instance or host; close the blockers first.`,
        ),
      )
    : choice('More instances', 'chosen', said('Nothing that was found breaks with a second one.'));
}

export function machine({ broken }: Looking): Choice {
  return broken.length > 0
    ? choice(
        'A larger machine',
        'for now',
        said(
          'It is what helps until the blockers are closed; it ends at the largest machine, and does not outlive its loss.',
        ),
      )
    : choice(
        'A larger machine',
        'rejected',
        said('A second instance adds as much and outlives the loss of the first; nothing found stands against one.'),
      );
}

export function split({ input, by }: Looking): Choice {
  const programs = input.system.programs.filter(({ role }) => role !== 'other');
  const long = by('long-work-in-handler', 'sync-block-in-handler');
  if (long.length > 0)
    return choice(
      'Split into services',
      'rejected',
      saidAt(
        'A worker of the same code base takes the long work off requests; a service with data of its own is not shown to be needed',
        findingPlaces(long),
      ),
    );
  return choice(
    'Split into services',
    'rejected',
    said(
      `${programs.length} ${programs.length === 1 ? 'program runs' : 'programs run'} already; nothing shows a part with data of its own that has to grow apart from the rest.`,
    ),
  );
}

export function autoscaling({ input, broken, budgets }: Looking): Choice {
  const { steerings, programs } = input.system;
  const elastic = programs.filter(
    ({ topology }) => topology.hosts.known !== 'assumed' && topology.hosts.minimum < topology.hosts.maximum,
  );
  if (steerings.length > 0)
    return choice(
      'Autoscaling',
      'in use',
      saidAt(
        'There already',
        sitePlaces(
          steerings.map(({ file, autoscaler }) => ({ file, span: autoscaler.span })),
          input,
        ),
      ),
    );
  if (elastic.length > 0)
    return choice(
      'Autoscaling',
      'in use',
      said(
        `${elastic
          .map(({ name }) => `\`${name}\``)
          .slice(0, 3)
          .join(', ')}: a range is declared or the platform’s own.`,
      ),
    );
  if (broken.length > 0)
    return choice('Autoscaling', 'later', said('It starts second instances by itself, so not before they are safe.'));
  const over = budgets.some((table) => table.demand > table.planned && !table.pooled);
  if (over)
    return choice('Autoscaling', 'later', said('Its maximum must stay within the connection budget, which is spent.'));
  return choice(
    'Autoscaling',
    'open',
    said('How far load moves in a day is not known; a fixed number is simpler while it does not.'),
  );
}
