import type { FactsByFile } from '../facts/store.ts';
import { type Setting, settingsOfFolder, settingsOfUnit } from './addresses.ts';
import type { RunningProgram } from './build-programs.ts';
import { deployedUnits } from './topology.ts';
import type { UnitNode } from './units.ts';
import type { SettingOf } from './written-address.ts';

/**
 * How a program's environment names are looked up: in the containers that run it, those for development last, then
 * in .env files beside it and above it.
 */
export function settingsFor(
  facts: FactsByFile,
  running: readonly RunningProgram[],
): (program: RunningProgram) => SettingOf {
  const tables = new Map<RunningProgram, ReadonlyMap<string, Setting>>();
  for (const program of running) {
    // Of several ways to deploy, the one that lies nearest to the root is the one that is meant.
    const depth = ({ file }: UnitNode) => file.split('/').length;
    const nodes = program.joins.map(({ node }) => node).sort((a, b) => depth(a) - depth(b));
    const ordered = [
      ...nodes.filter(({ environment }) => !environment.development),
      ...nodes.filter(({ environment }) => environment.development),
    ];
    const settings = [
      ...ordered.flatMap((node) => settingsOfUnit(facts, node)),
      ...settingsOfFolder(facts, program.program.folder),
    ];
    const table = new Map<string, Setting>();
    for (const setting of settings) if (!table.has(setting.name)) table.set(setting.name, setting);
    tables.set(program, table);
  }
  return (program) => (name) => tables.get(program)?.get(name) ?? null;
}

/**
 * Which names the manifests of a program take from elsewhere, such as a secret, so that no file of the workspace says
 * what they are.
 */
export function outsideNamesFor(
  running: readonly RunningProgram[],
  settingOf: (program: RunningProgram) => SettingOf,
): (program: RunningProgram) => ReadonlySet<string> {
  const tables = new Map<RunningProgram, ReadonlySet<string>>();
  for (const program of running) {
    const nodes = deployedUnits(program.joins.map(({ node }) => node));
    const names = nodes
      .flatMap(({ fact }) => fact?.environment ?? [])
      .flatMap(({ name, outside }) => (outside === true ? [name] : []));
    tables.set(program, new Set(names.filter((name) => settingOf(program)(name) === null)));
  }
  return (program) => tables.get(program) ?? new Set();
}
