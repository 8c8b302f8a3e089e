import { entryTitle } from '../../../findings/chain.ts';
import type { Judgement } from '../../../findings/judge.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { firstSentence, numbersSentence } from '../../../findings/wording.ts';
import type { Mount } from '../../../gates/files/mounts.ts';
import type { PathShape } from '../../../link/paths/path-shape.ts';
import type { Reach } from '../../../link/program-graph.ts';
import type { Reader } from './readers.ts';
import { toldPath } from './told-path.ts';

export interface Told {
  readonly shape: PathShape;
  readonly writer: Reach;
  readonly reader: Reader;
  readonly isData: boolean;
  readonly isDriver: boolean;
  readonly mount: Mount | null;
  readonly judgement: Judgement;
}

export function sentencesOf(context: RuleContext, told: Told): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  return [
    firstSentence(harmWordings(context, told)),
    numbersSentence(
      told.judgement,
      told.mount === null ? 'has a disk of its own' : `writes to what it mounts at ${told.mount.path}`,
      names,
    ),
    adviceOf(told),
  ];
}

function harmWordings(
  { graph }: RuleContext,
  { shape, writer, reader, isData, mount, judgement }: Told,
): readonly string[] {
  const told = toldPath(graph, shape);
  const file = told ?? (isData ? 'a file' : 'disk');
  // A setting alone names a folder, which every instance has.
  const hasName = told !== null && !/^<[^<>]+>(?:\/\*)*$/.test(shape);
  const asks = reader.way?.entry == null ? 'its address' : entryTitle(graph, reader.way.entry);
  const writes = writer.entry === null ? 'one request' : entryTitle(graph, writer.entry);
  if (judgement.situation === 'one-at-deploy') {
    return [
      `A deploy or restart loses what ${writes} writes to ${file}, because that disk goes with the instance.`,
      `A deploy or restart loses what is written to ${file}, because that disk goes with the instance.`,
      'A deploy or restart loses what is written here, because that disk goes with the instance.',
    ];
  }
  if (reader.kept === true) {
    return [
      `Running instances miss what ${writes} writes to ${file}: each reads it only when it starts.`,
      `Running instances miss what is written to ${file}: each reads it only when it starts.`,
      'Running instances miss what is written here: each reads it only when it starts.',
    ];
  }
  if (mount !== null) {
    return [
      `What is written to ${file} is found only by instances that mount the same volume.`,
      'What is written here is found only by instances that mount the same volume.',
    ];
  }
  if (isData) {
    return [
      `Data is kept in ${file} on one instance's disk, so the others read other data.`,
      "Data is kept in a file on one instance's disk, so the others read other data.",
    ];
  }
  return [
    ...(reader.loose
      ? []
      : [
          `What ${writes} writes to ${file} is missing where another instance answers ${asks}.`,
          `What is written to ${file} is missing where another instance answers ${asks}.`,
          ...(hasName ? [`Another instance has no ${told} when it answers ${asks}.`] : []),
        ]),
    ...(hasName && !reader.loose ? [`Another instance has no ${told} when it is asked for it.`] : []),
    `What is written to ${file} is missing where another instance answers the request for it.`,
    'What is written here is missing where another instance answers the request for it.',
  ];
}

function adviceOf({ reader, isData, isDriver, mount }: Told): string {
  if (reader.kept === true) return 'Keep it in a store that all instances share, and ask there rather than in memory.';
  if (mount !== null)
    return `Make sure that all instances mount the same volume at ${mount.path}, or keep it in a shared store.`;
  if (isDriver) return 'Choose the object storage that stands beside it wherever more than one instance runs.';
  return isData
    ? 'Keep it in a database, or in another store that all instances share.'
    : 'Put the file into object storage, such as S3, and answer with it from there.';
}
