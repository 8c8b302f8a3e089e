import { readShare } from '../../capacity/replicas.ts';
import { movedByDoubling, movedByOneMore } from '../../capacity/resharding.ts';
import { answerNumber } from '../answers.ts';
import { findingPlaces, said, saidAt, sitePlaces } from '../said.ts';
import type { Choice } from '../types.ts';
import { choice, type Looking } from './looking.ts';

export function caching({ by, seen, there }: Looking): Choice {
  const hot = by('read-hot-uncached');
  const caches = seen(({ kind }) => kind === 'cache');
  if (hot.length > 0)
    return choice(
      'Caching',
      'chosen',
      saidAt('The same joined or counted rows are read for everybody', findingPlaces(hot)),
    );
  if (caches.length > 0) {
    const why = there('No hot read without a cache was found, and a store that could be one is there', caches);
    return choice('Caching', 'rejected', why);
  }
  return choice(
    'Caching',
    'rejected',
    said('No public route was found that asks the database for the same joined or counted rows each time.'),
  );
}

export function replicas({ input, by, seen, there }: Looking): Choice {
  const unused = by('read-replica-unused');
  const late = by('replica-read-after-write');
  const ratio = answerNumber(input, 'readWriteRatio');
  const present = seen(({ kind, role }) => kind === 'database' && role === 'replica');
  const databases = seen(({ kind }) => kind === 'database');
  if (unused.length > 0)
    return choice('Read replicas', 'chosen', saidAt('One runs and nothing reads from it', findingPlaces(unused)));
  if (late.length > 0)
    return choice(
      'Read replicas',
      'in use',
      saidAt('But reads come back before the write they follow', findingPlaces(late)),
    );
  if (present.length > 0) return choice('Read replicas', 'in use', there('There already', present));
  if (databases.length === 0) return choice('Read replicas', 'rejected', said('No database server was found.'));
  if (ratio === null)
    return choice(
      'Read replicas',
      'open',
      said(
        'How many reads there are for each write is not known (`readWriteRatio`), and without reads a replica takes nothing away.',
      ),
    );
  const share = Math.round(readShare(ratio) * 100);
  return ratio >= 4
    ? choice(
        'Read replicas',
        'later',
        said(
          `With ${ratio} reads for each write, replicas can take at most ${ratio} ÷ (${ratio} + 1) = ${share} % off the primary (F16); a cache and indexes first.`,
        ),
      )
    : choice(
        'Read replicas',
        'rejected',
        said(
          `With ${ratio} reads for each write, replicas can take at most ${ratio} ÷ (${ratio} + 1) = ${share} % off the primary (F16).`,
        ),
      );
}

export function sharding({ by }: Looking): Choice {
  const modulo = by('shard-modulo').find(({ subject }) => subject.kind === 'shards' && subject.count !== null);
  if (modulo?.subject.kind === 'shards' && modulo.subject.count !== null) {
    const { count } = modulo.subject;
    const moved = Math.round(movedByOneMore(count) * 100);
    return choice(
      'Sharding',
      'in use',
      saidAt(
        `By remainder over ${count}: one shard more moves ${count} ÷ (${count} + 1) = ${moved} % of the rows, doubling moves ${movedByDoubling * 100} % (F17); so grow by doubling, or by logical shards`,
        findingPlaces([modulo]),
      ),
    );
  }
  return choice(
    'Sharding',
    'rejected',
    said(
      'Nothing shows data or writes that one primary does not hold; it is the last thing to do, because no query crosses shards.',
    ),
  );
}

export function partitioning({ input }: Looking): Choice {
  const shared = input.system.budgets.filter(({ demands }) => new Set(demands.map(({ program }) => program)).size > 1);
  return shared.length > 0
    ? choice(
        'Vertical partitioning',
        'later',
        saidAt(
          `${shared.map(({ database }) => database).join(', ')} is shared by several programs; give each its own database when one of them fills it`,
          sitePlaces(
            shared.flatMap(({ demands }) => demands.map(({ use }) => ({ file: use.file, span: use.fact.calleeSpan }))),
            input,
          ),
        ),
      )
    : choice('Vertical partitioning', 'rejected', said('No database is seen to be shared by several programs.'));
}
