import type { Annotation, Annotations, SharedThing } from '../findings/annotations.ts';
import { connectionName, type Overlay } from '../findings/overlay.ts';

/** What there is to draw: the System with its findings counted on it, and what is written beside. */
export interface Scene {
  readonly overlay: Overlay;
  readonly annotations: Annotations;
  /** What instances share already of what each might keep for itself. */
  readonly shared?: readonly SharedThing[];
  /** How it differs from what runs, by a component's id and a connection's name; absent where nothing is compared. */
  readonly changes?: {
    readonly components: ReadonlyMap<string, SceneChange>;
    readonly connections: ReadonlyMap<string, SceneChange>;
  };
}

export interface SceneChange {
  readonly change: Change;
  /** Short: `was 1 instance`. */
  readonly why: string;
}

/** How a part of a planned system differs from the one that runs. */
export type Change = 'added' | 'changed' | 'removed';

export const noAnnotation: Annotation = { drawn: [], facts: [] };

/** A System of which nothing is known but names and counts, as where it comes from a file. */
export function plainScene(overlay: Overlay): Scene {
  return { overlay, annotations: { components: [], connections: [], findings: [] } };
}

/** What a plan leads to, beside what runs: what stays keeps what is written beside it, what is new says why. */
export function sceneOfTarget(
  now: Overlay,
  annotations: Annotations,
  target: Required<Scene>['changes'] & { readonly overlay: Overlay; readonly difference: Overlay },
  view: 'target' | 'difference',
): Scene {
  const overlay = view === 'target' ? target.overlay : target.difference;
  const components = new Map(now.components.map(({ id }, index) => [id, annotations.components[index]]));
  const connections = new Map(
    now.connections.map((each, index) => [connectionName(each), annotations.connections[index]]),
  );
  const told = (known: Annotation | undefined, change: SceneChange | undefined): Annotation => ({
    // A sum that changes is no longer made of the numbers of today.
    drawn: change === undefined ? (known?.drawn ?? []) : [],
    facts: change === undefined ? (known?.facts ?? []) : [{ text: change.why, source: null }],
  });
  return {
    overlay,
    annotations: {
      components: overlay.components.map(({ id }) => told(components.get(id), target.components.get(id))),
      connections: overlay.connections.map((each) => {
        const name = connectionName(each);
        return told(connections.get(name), target.connections.get(name));
      }),
      findings: [],
    },
    ...(view === 'difference' && { changes: { components: target.components, connections: target.connections } }),
  };
}
