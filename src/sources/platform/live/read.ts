import { isEcs, readEcs } from './ecs.ts';
import { isFly, readFly } from './fly.ts';
import { isKubectl, readKubectl } from './kubectl.ts';
import { readMaxConnections } from './max-connections.ts';
import { isJson, type LiveReading, nothingLive, objectsIn } from './reading.ts';
import { isTerraform, readTerraform } from './terraform.ts';

export type { LiveDatabase, LiveReading, LiveWorkload } from './reading.ts';

/** What can be pasted, for those who pasted something else. */
export const liveCommands: readonly string[] = [
  'kubectl get deploy,hpa -o json',
  'terraform show -json',
  'aws ecs describe-services',
  'fly scale show --json',
  'SHOW max_connections',
];

/** Reads what a platform's own command printed. Null when it is the output of none that is known. */
export function readLive(pasted: string): LiveReading | null {
  // Some shells put a mark of the byte order before what they redirect.
  const text = pasted.replace(/^\ufeff/, '');
  const document = parsed(text);
  if (Array.isArray(document)) {
    const groups = objectsIn(document);
    return isFly(groups) ? readFly(groups) : null;
  }
  if (isJson(document)) {
    if (isTerraform(document)) return readTerraform(document);
    if (isEcs(document)) return readEcs(document);
    return isKubectl(document) ? readKubectl(document) : null;
  }
  const database = readMaxConnections(text);
  return database === null ? null : { ...nothingLive, databases: [database] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
