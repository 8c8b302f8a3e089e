import type { Judgement } from '../../../findings/judge.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../../findings/wording.ts';
import type { Destination } from '../../../gates/files/destination.ts';
import type { Mount } from '../../../gates/files/mounts.ts';

interface Told {
  readonly destination: Destination;
  readonly judgement: Judgement;
  readonly mount: Mount | null;
  /** Whether the disk is one of several storages to choose from. */
  readonly isDriver: boolean;
  /** Whether nothing in the program asks for the files again. */
  readonly isForgotten: boolean;
  /** Whether nothing in the program could give a file back, though its name may be kept. */
  readonly isUnread: boolean;
  /** Whether fields of records keep them, so that a setting moves them all. */
  readonly isOfFields: boolean;
}

export function sentencesOf(context: RuleContext, told: Told): readonly string[] {
  const { destination, judgement, mount } = told;
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const folder = destination.path === null ? 'its own upload folder' : `its own \`${destination.path}\``;
  const writes = mount === null ? `writes to ${folder}` : `writes to what it mounts at ${mount.path}`;
  return [
    firstSentence(mount === null ? harmWordings(destination, judgement) : mountWordings(destination)),
    mount === null && judgement.situation === 'assumed' ? `Each ${writes}.` : numbersSentence(judgement, writes, names),
    adviceOf(told),
  ];
}

function adviceOf({ mount, isDriver, isForgotten, isUnread, isOfFields }: Told): string {
  if (mount !== null) {
    return `The volume at ${mount.path} helps only as far as every instance mounts the same one; object storage always does.`;
  }
  if (isForgotten) {
    return 'Nothing here serves or reads them yet, so nobody misses them; keep them in object storage before something does.';
  }
  if (isUnread) {
    return 'Nothing in the code serves or reads them yet; keep them in object storage before something does.';
  }
  if (isOfFields && !isDriver) {
    return 'Choose a storage in the settings that all instances share, such as S3, and copy what lies here.';
  }
  return isDriver
    ? 'Choose the object storage that stands beside it wherever more than one instance runs.'
    : 'Put uploads into object storage, such as S3, and keep only their keys.';
}

function mountWordings({ path }: Destination): readonly string[] {
  return [
    `Uploads kept ${path === null ? 'on a volume' : `in \`${path}\``} are found only by instances that mount the same volume.`,
    'Uploads are found only by instances that mount the same volume.',
  ];
}

function harmWordings(destination: Destination, judgement: Judgement): readonly string[] {
  const where = destination.path === null ? 'on local disk' : `in \`${destination.path}\``;
  switch (judgement.situation) {
    case 'one-at-deploy':
      return [
        `A deploy or restart loses uploads kept ${where}, because that disk is thrown away with the instance.`,
        'A deploy or restart loses uploads, because their disk is thrown away with the instance.',
      ];
    case 'one':
      return [
        `A second instance would not find uploads kept ${where} of the first.`,
        'A second instance would not find uploads kept on the disk of the first.',
      ];
    case 'assumed':
      return [
        `${withInstances(judgement)} uploads kept ${where} exist on one only: the next request may reach another.`,
        `${withInstances(judgement)} uploads exist on the disk of one only: the next request may reach another.`,
      ];
    default:
      return [
        `Uploads kept ${where} exist on one instance only: the next request may reach another.`,
        'Uploads exist on the disk of one instance only: the next request may reach another.',
      ];
  }
}
