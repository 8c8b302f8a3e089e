import { type CodeAction, CodeActionKind, type Diagnostic, type Range } from 'vscode-languageserver';
import type { Analysis, Engine } from '../engine/types.ts';
import type { Finding } from '../findings/types.ts';
import { commands, fixAllKind } from '../protocol/commands.ts';
import { comparePositions } from '../text/range.ts';
import { isSquiggled } from './diagnostics.ts';
import type { Settings } from './settings.ts';
import { suppressComments } from './suppress.ts';
import { type FileNow, suppressEdit } from './workspace-edits.ts';

/** What an unresolved action carries, enough to build its edits again after the server was restarted. */
export interface ActionData {
  readonly folder: string;
  readonly file: string;
  readonly fixId: string;
  readonly fingerprint: string;
  /** 0-based line of the finding, for two findings of one fingerprint. */
  readonly line: number;
  readonly title: string;
}

export interface ActionRequest {
  readonly folder: string;
  readonly file: FileNow;
  readonly path: string;
  readonly range: Range;
  readonly only: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly settings: Settings;
  /** The user asked for the menu; refusals with their reasons are told only then. */
  readonly invoked: boolean;
  readonly client: { readonly snippets: boolean; readonly commands: boolean };
}

/** The actions at a place, without their edits: those are built for the one action that is chosen. */
export function codeActionsAt(engine: Engine, analysis: Analysis, request: ActionRequest): CodeAction[] {
  const findings = analysis.findings.filter(
    (finding) => finding.file === request.path && isSquiggled(finding, request.settings),
  );
  if (request.only.length > 0 && !wants(request.only, CodeActionKind.QuickFix)) return [];
  return findings
    .filter((finding) => touches(finding.range, request.range))
    .flatMap((finding) => [
      ...fixActions(engine, finding, request),
      ...instanceAction(analysis, finding, request),
      ...suppressActions(finding, request),
    ]);
}

export function wants(only: readonly string[], kind: string): boolean {
  return only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
}

/** Whether the request names the kind that fixes everything safe in a file; it is never offered unasked. */
export function wantsFixAll(only: readonly string[]): boolean {
  return wants(only, fixAllKind);
}

/** The finding that an action was made for; null when an edit since took it away. */
export function findingOf(analysis: Analysis, data: ActionData): Finding | null {
  const same = analysis.findings.filter(
    (finding) => finding.file === data.file && finding.fingerprint === data.fingerprint,
  );
  return same.find((finding) => finding.range.start.line === data.line) ?? same[0] ?? null;
}

function fixActions(engine: Engine, finding: Finding, request: ActionRequest): CodeAction[] {
  const answers = engine.fixes(finding);
  const preferred = answers.find((answer) => answer.kind === 'offer');
  const shown = request.invoked ? answers : answers.filter((answer) => answer.kind === 'offer');
  return shown.map((answer) => {
    const title = answer.kind === 'offer' ? answer.title : `No automatic fix: ${answer.reason}`;
    const action: CodeAction = {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: shownFor(finding, request),
    };
    if (answer.kind === 'refusal') return { ...action, disabled: { reason: answer.reason } };
    const data: ActionData = {
      folder: request.folder,
      file: finding.file,
      fixId: answer.fixId,
      fingerprint: finding.fingerprint,
      line: finding.range.start.line,
      title,
    };
    return { ...action, isPreferred: answer === preferred, data };
  });
}

/** Where nothing declares the number, the user can; the finding is judged anew by it. */
function instanceAction(analysis: Analysis, finding: Finding, request: ActionRequest): CodeAction[] {
  const program = finding.programs.find((name) =>
    analysis.system.programs.some((each) => each.name === name && each.topology.hosts.known === 'assumed'),
  );
  if (program === undefined || !request.client.commands) return [];
  const title = `How many instances of ${program} run?`;
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: shownFor(finding, request),
      command: { title, command: commands.howManyInstancesRun, arguments: [request.folder, program] },
    },
  ];
}

function suppressActions(finding: Finding, request: ActionRequest): CodeAction[] {
  return suppressComments(finding, request.file.text).map((comment) => ({
    title: comment.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: shownFor(finding, request),
    edit: suppressEdit(request.file, comment, request.client.snippets),
  }));
}

function shownFor(finding: Finding, request: ActionRequest): Diagnostic[] {
  return request.diagnostics.filter((shown) => shown.data === finding.fingerprint && shown.code === finding.ruleId);
}

function touches(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}
