import type { Grouping } from './collapse.ts';
import { type Drawing, drawingOf } from './drawing.ts';
import { instancesDrawing } from './instances.ts';
import type { Scene } from './scene.ts';
import type { DiagramView } from './view.ts';

/** What a view draws of a scene. */
export function drawingIn(scene: Scene, view: DiagramView, grouping?: Grouping): Drawing {
  return view === 'instances' ? instancesDrawing(scene) : { ...drawingOf(scene, grouping), title: titles[view] };
}

const titles: Readonly<Record<Exclude<DiagramView, 'instances'>, string>> = {
  now: 'Architecture now',
  target: 'Architecture after the plan',
  difference: 'What the plan changes',
};
