import type { TextEdit } from '../../text/edits.ts';
import { appendTo, isWrittenIn, type NewMap, ownEntries, removeFrom, replaceScalar } from '../yaml/insert.ts';
import { parseYaml } from '../yaml/parse.ts';
import { at, itemsOf, textOf, type YamlMap, type YamlValue } from '../yaml/tree.ts';

/** An object of a manifest: its kind, as `Deployment` or `deployment`, and its name. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
  /** Where the name stands, for files with several objects of one name; absent for the first of them. */
  readonly at?: number;
}

/** Edits that set `spec.replicas` of a workload. Null where the file has no such object. */
export function setReplicas(text: string, object: ObjectName, count: number): readonly TextEdit[] | null {
  return setInSpec(text, object, { replicas: count });
}

/** Edits that set the least and the most copies of an autoscaler; what is left out stays as it is. */
export function setBounds(
  text: string,
  object: ObjectName,
  bounds: { readonly minimum?: number; readonly maximum?: number },
): readonly TextEdit[] | null {
  const keda = object.kind.toLowerCase() === 'scaledobject' || object.kind === 'keda';
  const ending = keda ? 'ReplicaCount' : 'Replicas';
  return setInSpec(
    text,
    { ...object, kind: keda ? 'ScaledObject' : 'HorizontalPodAutoscaler' },
    {
      ...(bounds.minimum === undefined ? {} : { [`min${ending}`]: bounds.minimum }),
      ...(bounds.maximum === undefined ? {} : { [`max${ending}`]: bounds.maximum }),
    },
  );
}

/**
 * Edits that give a container of a workload requests, without which an autoscaler has nothing to measure by. What is
 * requested already stays. Null where there is no such container, or nothing is missing.
 */
export function addRequests(
  text: string,
  object: ObjectName & { readonly container: string },
  requests: Readonly<Record<string, string>>,
): readonly TextEdit[] | null {
  const workload = objectOf(text, object);
  const template = at(workload, 'spec', 'jobTemplate', 'spec', 'template') ?? at(workload, 'spec', 'template');
  const container = itemsOf(at(template, 'spec', 'containers')).find(
    (each) => textOf(at(each, 'name')) === object.container,
  );
  if (container?.kind !== 'map') return null;
  const resources = at(container, 'resources');
  const present = at(resources, 'requests');
  const missing = Object.fromEntries(Object.entries(requests).filter(([key]) => at(present, key) === null));
  if (Object.keys(missing).length === 0) return null;
  if (present?.kind === 'map') return only(appendTo(text, present, missing));
  if (resources?.kind === 'map') return only(appendTo(text, resources, { requests: missing }));
  return resources === null ? only(appendTo(text, container, { resources: { requests: missing } })) : null;
}

/**
 * Takes the number of copies out of a workload. Null where it does not stand there, or where others take it over from
 * there.
 */
export function removeReplicas(text: string, object: ObjectName): readonly TextEdit[] | null {
  const spec = at(objectOf(text, object), 'spec');
  const entry = spec?.kind === 'map' ? ownEntries(spec).find(({ key }) => key === 'replicas') : undefined;
  if (spec?.kind !== 'map' || entry?.value == null || ownEntries(spec).length === 1) return null;
  const isAnchor = isWrittenIn(entry) && text.slice(entry.keySpan[1], entry.value.span[0]).includes('&');
  return isAnchor ? null : [removeFrom(text, spec, entry)];
}

function setInSpec(
  text: string,
  object: ObjectName,
  values: Readonly<Record<string, number>>,
): readonly TextEdit[] | null {
  const spec = at(objectOf(text, object), 'spec');
  if (spec?.kind !== 'map') return null;
  const edits: TextEdit[] = [];
  const missing: Record<string, number> = {};
  for (const [key, value] of Object.entries(values)) {
    const entry = ownEntries(spec).find((each) => each.key === key);
    if (entry?.value == null) missing[key] = value;
    else if (isWrittenIn(entry)) edits.push(replaceScalar(entry.value, value));
    else return null;
  }
  const added = Object.keys(missing).length === 0 ? null : appendTo(text, spec, missing satisfies NewMap);
  if (Object.keys(missing).length > 0 && added === null) return null;
  return added === null ? edits : [...edits, added];
}

function objectOf(text: string, { kind, name, at: place }: ObjectName): YamlMap | null {
  const isMeant = (value: YamlValue) =>
    textOf(at(value, 'kind'))?.toLowerCase() === kind.toLowerCase() &&
    textOf(at(value, 'metadata', 'name')) === name &&
    (place === undefined || at(value, 'metadata', 'name')?.span[0] === place);
  const objects = parseYaml(text).documents.flatMap((document) =>
    textOf(at(document, 'kind')) === 'List' ? itemsOf(at(document, 'items')) : [document],
  );
  const found = objects.find(isMeant);
  return found?.kind === 'map' ? found : null;
}

function only(edit: TextEdit | null): readonly TextEdit[] | null {
  return edit === null ? null : [edit];
}
