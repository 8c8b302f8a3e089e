import type { Judgement } from '../../../findings/judge.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../../findings/wording.ts';
import type { OpenedFile } from '../../../gates/databases/settled.ts';
import type { Mount } from '../../../gates/files/mounts.ts';

interface Told {
  readonly opened: OpenedFile;
  readonly judgement: Judgement;
  readonly mount: Mount | null;
  /** Whether something carries the file's changes elsewhere. */
  readonly isCarried: boolean;
}

export function sentencesOf(context: RuleContext, told: Told): readonly string[] {
  const { opened, judgement, mount } = told;
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const opens = mount === null ? `opens ${own(opened)}` : `opens the file in what it mounts at ${mount.path}`;
  const isSaid = mount === null && judgement.situation === 'assumed';
  return [
    firstSentence(wordingsOf(told)),
    isSaid ? `Each ${opens}.` : numbersSentence(judgement, opens, names),
    adviceOf(told),
  ];
}

/** The path as a person reads it: without marks for the folder of the repository and for what nobody knows. */
function pathOf({ path }: OpenedFile): string | null {
  if (path === null) return null;
  const known = path.replace(/^@\//, '');
  return /[*<>]/.test(known) ? known.slice(known.lastIndexOf('/') + 1) : known;
}

function own(opened: OpenedFile): string {
  const path = pathOf(opened);
  if (path !== null) return `its own \`${path}\``;
  return opened.named === null ? 'a file of its own' : `the file of its own that \`${opened.named}\` names`;
}

function wordingsOf({ opened, judgement, mount, isCarried }: Told): readonly string[] {
  const path = pathOf(opened);
  const file = path === null ? 'a file on its disk' : `the file \`${path}\``;
  const [unless] = opened.unless;
  if (unless !== undefined) {
    return [
      `Unless \`${unless}\` is set, what one instance stores another does not know: it goes to ${file}.`,
      `Unless \`${unless}\` is set, each instance stores its data in a file of its own.`,
    ];
  }
  if (mount !== null) {
    return [
      `The database is ${path === null ? 'a file' : file} on a volume, and one only for instances that mount the same volume.`,
      'The database is a file on a volume, and one only for instances that mount the same volume.',
    ];
  }
  if (isCarried) return ['What one instance stores another does not know: the copy of its file follows one writer.'];
  switch (judgement.situation) {
    case 'one-at-deploy':
      return [
        `A deploy or restart loses the database, because ${file} goes with the instance.`,
        'A deploy or restart loses the database, because its file goes with the instance.',
      ];
    case 'one':
      return [
        `A second instance would not know what the first one stores: the database is ${file}.`,
        'A second instance would not know what the first one stores: the database is a file on its disk.',
      ];
    case 'assumed':
      return [
        `${withInstances(judgement)}, what one stores another does not know: the database is ${file}.`,
        `${withInstances(judgement)}, what one stores another does not know: the database is a file.`,
      ];
    default:
      return [
        `What one instance stores another does not know: the database is ${file}.`,
        'What one instance stores another does not know: the database is a file on its disk.',
      ];
  }
}

function adviceOf({ opened, mount, isCarried }: Told): string {
  const [unless] = opened.unless;
  if (unless !== undefined) {
    return `Set \`${unless}\` to a database server, such as PostgreSQL, wherever more than one instance runs.`;
  }
  if (mount !== null) {
    return 'A file that several write is no database server either; keep the data in one, such as PostgreSQL.';
  }
  const keep = 'Keep the data in a database server that all instances share, such as PostgreSQL';
  return isCarried
    ? `${keep}, before a second instance writes.`
    : `${keep}; what is in the file stays there until you move it.`;
}
