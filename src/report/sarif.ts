import type { SuppressedFinding } from '../findings/finish.ts';
import type { Finding, RuleInfo } from '../findings/types.ts';
import type { Range } from '../text/range.ts';
import type { Report } from './report.ts';

/** Code scanning shows no more results of one run than this. */
export const mostResults = 5000;

/** SARIF 2.1.0, one run. What a team silenced or accepted is marked, not dropped, so that alerts do not open again. */
export function sarifReport(report: Report, limit = mostResults): string {
  const active = report.findings.map((finding): Result => ({ finding, silencer: null }));
  const silenced = report.suppressed.map((silencer): Result => ({ finding: silencer.finding, silencer }));
  const all = [...active, ...silenced];
  const kept = all.slice(0, limit);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driver(report) },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [base]: { uri: rootUri(report.root) } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notifications(report, all.length - kept.length, limit),
          },
        ],
        results: kept.map((each) => result(each, report)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const base = 'SRCROOT';

function driver(report: Report): object {
  return {
    name: 'Second Instance',
    version: report.version,
    semanticVersion: report.version,
    informationUri: report.homepage,
    rules: report.rules.map((info) => ruleDescriptor(info, report.homepage)),
  };
}

function ruleDescriptor(info: RuleInfo, homepage: string): object {
  return {
    id: info.id,
    shortDescription: { text: info.title },
    fullDescription: { text: info.summary },
    helpUri: `${homepage}/docs/rules/${info.id}.md`,
    defaultConfiguration: { level: info.base },
    properties: { tags: [info.pattern, info.tier], citation: info.citation.url },
  };
}

interface Result {
  readonly finding: Finding;
  readonly silencer: SuppressedFinding | null;
}

function result({ finding, silencer }: Result, report: Report): object {
  const index = report.rules.findIndex((info) => info.id === finding.ruleId);
  return {
    ruleId: finding.ruleId,
    ...(index >= 0 && { ruleIndex: index }),
    level: finding.severity,
    message: { text: finding.message },
    locations: [{ physicalLocation: location(finding.file, finding.range) }],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map((place, id) => ({
        id,
        physicalLocation: location(place.file, place.range),
        message: { text: place.message },
      })),
    }),
    partialFingerprints: { 'secondInstance/v1': finding.fingerprint },
    ...(silencer !== null && {
      suppressions: [{ kind: silencer.by === 'comment' ? 'inSource' : 'external', justification: silencer.reason }],
    }),
    ...(report.known !== null && { baselineState: report.known.has(finding.fingerprint) ? 'unchanged' : 'new' }),
    properties: { confidence: finding.confidence, programs: finding.programs },
  };
}

/** SARIF counts lines and columns from 1, and `endColumn` stands behind the last character. */
function location(file: string, range: Range): object {
  return {
    artifactLocation: { uri: uriOf(file), uriBaseId: base },
    region: {
      startLine: range.start.line + 1,
      startColumn: range.start.character + 1,
      endLine: range.end.line + 1,
      endColumn: range.end.character + 1,
    },
  };
}

function notifications(report: Report, cut: number, limit: number): readonly object[] {
  const problems = report.problems.map(({ file, message }) => ({
    level: 'note',
    message: { text: message },
    ...(file !== '' && {
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file), uriBaseId: base } } }],
    }),
  }));
  if (cut === 0) return problems;
  const text = `${cut} results were left out, because a run holds ${limit} at the most.`;
  return [{ level: 'warning', message: { text } }, ...problems];
}

function rootUri(root: string): string {
  const path = root.startsWith('/') ? root : `/${root}`;
  return `file://${uriOf(path)}${path.endsWith('/') ? '' : '/'}`;
}

/** A path as a URI: `#` and `?` in names are names there too, and no marks. */
function uriOf(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent);
}
