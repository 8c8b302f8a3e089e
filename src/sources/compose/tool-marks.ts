import type { DeploymentFacts, ToolMarkFact } from '../../facts/deployment.ts';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlEntry, type YamlValue } from '../yaml/tree.ts';

/** Keys of `deploy` that mean something to a swarm alone. */
const ofSwarm: Readonly<Record<string, boolean>> = {
  placement: true,
  endpoint_mode: true,
  // These stand in many files that `docker compose` reads, and it passes over them or takes them as well.
  mode: false,
  update_config: false,
  rollback_config: false,
  restart_policy: false,
  labels: false,
};

/** What tells whether a compose file is read by `docker compose` or, by `docker stack deploy`, by a swarm. */
export function toolMarksOf(root: YamlValue | null): Pick<DeploymentFacts, 'toolMarks'> {
  const marks = [
    ...entriesOf(at(root, 'services')).flatMap(marksOfService),
    ...entriesOf(at(root, 'networks')).flatMap(({ value, keySpan }) =>
      textOf(at(value, 'driver')) === 'overlay' ? [mark('swarm', 'overlay', true, keySpan)] : [],
    ),
    ...keyMark(root, 'include', 'compose'),
  ];
  return marks.length === 0 ? {} : { toolMarks: marks };
}

function marksOfService({ value }: YamlEntry): readonly ToolMarkFact[] {
  const build = entryOf(value, 'build');
  const dependsOn = entryOf(value, 'depends_on');
  return [
    ...keyMark(value, 'scale', 'compose'),
    ...keyMark(value, 'extends', 'compose'),
    ...keyMark(value, 'profiles', 'compose'),
    // A swarm builds nothing, so that it has nothing to run without an image.
    ...(build !== null && at(value, 'image') === null ? [mark('compose', 'build', true, build.keySpan)] : []),
    ...(dependsOn?.value?.kind === 'map' ? [mark('compose', 'depends_on', true, dependsOn.keySpan)] : []),
    ...entriesOf(at(value, 'deploy')).flatMap(({ key, keySpan }) => {
      const sure = ofSwarm[key];
      return sure === undefined ? [] : [mark('swarm', key, sure, keySpan)];
    }),
    // Only a swarm has ports of its own beside those of one host.
    ...itemsOf(at(value, 'ports')).flatMap((item) => keyMark(item, 'mode', 'swarm')),
  ];
}

function keyMark(value: YamlValue | null, key: string, tool: ToolMarkFact['tool']): readonly ToolMarkFact[] {
  const entry = entryOf(value, key);
  return entry === null ? [] : [mark(tool, key, true, entry.keySpan)];
}

function mark(tool: ToolMarkFact['tool'], word: string, sure: boolean, span: ToolMarkFact['span']): ToolMarkFact {
  return { tool, word, sure, span };
}
