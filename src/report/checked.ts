import type { Catalog } from '../catalog/types.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { SuppressedFinding } from '../findings/finish.ts';
import type { Overlay, OverlaySource } from '../findings/overlay.ts';
import type { Finding, RuleInfo } from '../findings/types.ts';
import { placeOf } from '../link/places.ts';
import type { Program, Source, System } from '../system/types.ts';
import type { Checked, ProgramDocument } from './report.ts';
import { topologySentence } from './topology-sentence.ts';

/** What was found, as the engine has it. */
export interface CheckedWorkspace {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly problems: Checked['problems'];
  readonly system: System;
  readonly overlay: Overlay;
  readonly facts: FactsByFile;
  readonly catalog: Catalog;
  readonly rules: readonly RuleInfo[];
}

/** Tells what was found without the facts that it was found in. */
export function checkedOf(workspace: CheckedWorkspace): Checked {
  const { findings, suppressed, problems, system, overlay, facts, catalog, rules } = workspace;
  return {
    findings: findings.map((finding) => ({ ...finding, instancesFrom: instancesFrom(finding, facts) })),
    suppressed,
    problems,
    blind: system.blind,
    programs: system.programs.map((program) => programDocument(program, facts)),
    topology: system.programs
      .filter((program) => program.role !== 'other')
      .map((program) => topologySentence(program, facts, catalog)),
    overlay,
    rules,
  };
}

function instancesFrom({ evidence: { source } }: Finding, facts: FactsByFile): OverlaySource | null {
  return source === null ? null : sourceDocument(source, facts);
}

function programDocument(program: Program, facts: FactsByFile): ProgramDocument {
  const { hosts, processesPerHost, overlap, disk, lifetime } = program.topology;
  return {
    name: program.name,
    hosts: { min: hosts.minimum, max: hosts.maximum },
    processesPerHost: processesPerHost.maximum,
    overlap: overlap?.value ?? null,
    disk: disk?.value ?? null,
    lifetime: lifetime?.value ?? null,
    source: sourceDocument(hosts.source, facts),
  };
}

export function sourceDocument(source: Source, facts: FactsByFile): OverlaySource {
  switch (source.kind) {
    case 'place': {
      const { file, range } = placeOf(facts, source.site);
      return { file, line: range.start.line };
    }
    case 'platform':
      return `platform:${source.id}`;
    case 'command-line':
    case 'assumed':
      return source.kind;
  }
}
