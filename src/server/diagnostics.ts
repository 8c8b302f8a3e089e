import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Finding, Severity } from '../findings/types.ts';
import { diagnosticSource } from '../protocol/commands.ts';
import type { Settings } from './settings.ts';
import { uriOf } from './uris.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

/** A finding in the editor's words; nothing is added to it. */
export function diagnosticOf(finding: Finding, root: string): Diagnostic {
  return {
    range: finding.range,
    severity: severities[finding.severity],
    code: finding.ruleId,
    codeDescription: { href: finding.docs },
    source: diagnosticSource,
    message: finding.message,
    relatedInformation: finding.related.map((place) => ({
      location: { uri: uriOf(root, place.file), range: place.range },
      message: place.message,
    })),
    data: finding.fingerprint,
  };
}

/** Capacity rules speak in the editor only when the user asked for them; plan and command line show them always. */
export function isSquiggled(finding: Finding, settings: Settings): boolean {
  return finding.tier === 'breaks' || settings.capacityRules;
}

/** Whether a finding belongs into the list of problems: open files show all of theirs, the others only errors. */
export function isListed(finding: Finding, settings: Settings, open: boolean): boolean {
  if (settings.problems === 'off' || !isSquiggled(finding, settings)) return false;
  return settings.problems === 'workspace' || open || finding.severity === 'error';
}
