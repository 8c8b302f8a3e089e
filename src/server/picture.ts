import type { Analysis } from '../engine/types.ts';
import type { SupposedProgram } from '../protocol/panel.ts';
import type { DiagramParams, DiagramResult } from '../protocol/requests.ts';
import type { CurrentFolder } from './folder.ts';

/** The picture that somebody wishes of a folder as it is now, or as it would be with other numbers of hosts. */
export async function pictureOf(
  { engine, analysis }: Pick<CurrentFolder, 'engine' | 'analysis'>,
  wish: Omit<DiagramParams, 'folder'>,
  signal?: AbortSignal,
): Promise<DiagramResult> {
  const grouping = { collapsed: wish.collapsed ?? [], expanded: wish.expanded ?? [] };
  const programs = programsOf(analysis);
  // A program that is gone since can no longer run on any number of hosts.
  const hosts = Object.fromEntries(
    Object.entries(wish.hosts ?? {}).filter(([name]) => programs.some((program) => program.name === name)),
  );
  const isNow = Object.keys(hosts).length === 0;
  const of = isNow ? analysis : wish.figures === true ? engine.figuresAt(hosts) : await engine.supposed(hosts, signal);
  const view = wish.view ?? engine.suitingView();
  return { ...engine.diagram(view, grouping, of), view, programs, hosts, stale: false };
}

/** What answers or works; of the rest nobody asks how many run. */
function programsOf({ system }: Analysis): readonly SupposedProgram[] {
  return system.programs.flatMap(({ name, role, topology: { hosts } }) =>
    role === 'other' ? [] : [{ name, hosts: hosts.maximum, known: hosts.known !== 'assumed' }],
  );
}
