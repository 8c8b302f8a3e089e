import { componentName, connectionName, type Overlay } from '../findings/overlay.ts';

/** Each part of an architecture as a sentence-like name, with what a change of it is judged by. */
export type Snapshot = ReadonlyMap<string, string>;

/** Reads what `diagram --format json` printed; null when it is something else. */
export function readSnapshot(text: string): Snapshot | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isOverlay(parsed) ? partsOf(parsed) : null;
  } catch {
    return null;
  }
}

/** What is new, gone or different, a line each; lines of code that moved and findings that came or went do not count. */
export function architectureChanges(before: Snapshot, overlay: Overlay): readonly string[] {
  const now = partsOf(overlay);
  const lines = [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((name) => {
    const was = before.get(name);
    const is = now.get(name);
    if (was === is) return [];
    if (was === undefined) return [`new: ${name}${told(is)}`];
    if (is === undefined) return [`gone: ${name}${told(was)}`];
    return [`changed: ${name}: ${was || 'nothing said'} → ${is || 'nothing said'}`];
  });
  return lines;
}

function told(facts: string | undefined): string {
  return facts === undefined || facts === '' ? '' : ` (${facts})`;
}

function partsOf(overlay: Overlay): Snapshot {
  const components = overlay.components.map((component) => {
    const { role, instances, details } = component;
    const copies = instances === undefined ? [] : [`${instances.min} to ${instances.max} instances`];
    const others = Object.entries(details ?? {}).map(([name, value]) => `${name} ${value}`);
    return [
      componentName(component),
      [...(role === undefined ? [] : [role]), ...copies, ...others.sort()].join(', '),
    ] as const;
  });
  const connections = overlay.connections.map((connection) => {
    const { budget } = connection;
    const load = budget === undefined ? '' : `${budget.demand} of ${budget.supply} connections`;
    return [connectionName(connection), load] as const;
  });
  return new Map([...components, ...connections]);
}

function isOverlay(value: unknown): value is Overlay {
  return (
    typeof value === 'object' &&
    value !== null &&
    'components' in value &&
    Array.isArray(value.components) &&
    'connections' in value &&
    Array.isArray(value.connections)
  );
}
