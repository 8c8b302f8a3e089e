import type { Program } from '../../system/types.ts';
import { provenanceOf } from '../provenance.ts';
import type { PlanInput, Wall } from '../types.ts';
import type { ArtifactAnswer } from './nginx.ts';
import { unitsOf } from './units.ts';

/** The `formation` of an app.json, where a program runs as a process of Heroku and nothing bars two; null elsewhere. */
export function formationFor(program: Program, input: PlanInput, walls: readonly Wall[]): ArtifactAnswer | null {
  const running = unitsOf(program, input).find(({ unit }) => unit.kind === 'heroku-process');
  const { hosts } = program.topology;
  if (running === undefined || hosts.known !== 'declared' || hosts.maximum < 2) return null;
  const wall = walls.find((each) => each.program === program.name);
  const quantity = wall === undefined ? hosts.maximum : Math.min(hosts.maximum, Math.max(1, wall.at - 1));
  const from = provenanceOf(hosts.source, input, hosts.known).text;
  const why =
    quantity === hosts.maximum
      ? `${quantity} are declared by ${from}`
      : `${hosts.maximum} are declared by ${from}, and it is safe to ${quantity}`;
  return {
    kind: 'written',
    artifact: {
      path: `heroku/${running.unit.name}.app.json`,
      title: `The formation to put into app.json: ${quantity} of ${running.unit.name}, as ${why}`,
      language: 'json',
      text: `${JSON.stringify({ formation: { [running.unit.name]: { quantity } } }, null, 2)}\n`,
      before: [],
      assumptions: [],
    },
  };
}
