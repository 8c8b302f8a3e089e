import type { Grouping } from '../diagram/collapse.ts';
import { diagramOf } from '../diagram/diagram.ts';
import { type Scene, sceneOfTarget } from '../diagram/scene.ts';
import { annotationsOf } from '../findings/annotations-of.ts';
import { sharedThings } from '../findings/shared-things.ts';
import { targetOf } from '../plan/target.ts';
import { overlayIn } from './overlay-in.ts';
import { planInputOf } from './plan-input.ts';
import type { Analysis, DiagramView, DrawnSystem } from './types.ts';

/** The picture of what was found, in every form. */
export function drawSystem(analysis: Analysis, view: DiagramView, grouping?: Grouping): DrawnSystem {
  const scene = view === 'target' || view === 'difference' ? plannedScene(analysis, view) : foundScene(analysis);
  const { overlay, annotations } = scene;
  return { overlay, annotations, ...diagramOf(scene, view, grouping) };
}

function foundScene(analysis: Analysis): Scene {
  const { system, findings, graph, silences } = analysis;
  const annotations = annotationsOf(system, findings, graph.facts);
  return { overlay: overlayIn(analysis), annotations, shared: sharedThings(silences, system.programs) };
}

function plannedScene(analysis: Analysis, view: 'target' | 'difference'): Scene {
  const { system, graph } = analysis;
  const target = targetOf(planInputOf(analysis, { unreadable: [], homepage: '', today: '' }));
  // What stays says of itself what it says today, but for what the plan ends.
  return sceneOfTarget(overlayIn(analysis), annotationsOf(system, [], graph.facts), target, view);
}
