/**
 * What SARIF 2.1.0 (OASIS, section 3) asks of the objects that we write, and nothing else allowed: a property that the
 * standard does not know, or that stands at the wrong object, fails here as it would at a code scanner's door.
 */
const text = { type: 'string', minLength: 1 };
const message = strict({ text }, ['text']);
const artifactLocation = strict({ uri: text, uriBaseId: text }, ['uri']);
const position = { type: 'integer', minimum: 1 };
const region = strict({ startLine: position, startColumn: position, endLine: position, endColumn: position }, [
  'startLine',
]);
const physicalLocation = strict({ artifactLocation, region }, ['artifactLocation']);
const location = strict({ id: { type: 'integer', minimum: 0 }, physicalLocation, message }, ['physicalLocation']);
const level = { enum: ['none', 'note', 'warning', 'error'] };
const properties = { type: 'object' };

const reportingDescriptor = strict(
  {
    id: text,
    shortDescription: message,
    fullDescription: message,
    helpUri: text,
    defaultConfiguration: strict({ level }, []),
    properties,
  },
  ['id'],
);

const result = strict(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message,
    locations: list(location),
    relatedLocations: list(location),
    partialFingerprints: { type: 'object', additionalProperties: text },
    suppressions: list(strict({ kind: { enum: ['inSource', 'external'] }, justification: text }, ['kind'])),
    baselineState: { enum: ['new', 'unchanged', 'updated', 'absent'] },
    properties,
  },
  ['message'],
);

const notification = strict({ level, message, locations: list(location) }, ['message']);

const run = strict(
  {
    tool: strict(
      {
        driver: strict(
          {
            name: text,
            version: text,
            semanticVersion: text,
            informationUri: text,
            rules: list(reportingDescriptor),
          },
          ['name'],
        ),
      },
      ['driver'],
    ),
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    originalUriBaseIds: {
      type: 'object',
      // A base must be a folder, so it ends in a slash.
      additionalProperties: strict({ uri: { type: 'string', pattern: '^file:///.*/$' } }, ['uri']),
    },
    invocations: list(
      strict({ executionSuccessful: { type: 'boolean' }, toolExecutionNotifications: list(notification) }, [
        'executionSuccessful',
      ]),
    ),
    results: list(result),
  },
  ['tool'],
);

export const sarifSchema = strict({ $schema: text, version: { const: '2.1.0' }, runs: list(run) }, ['version', 'runs']);

function strict(members: Readonly<Record<string, object>>, required: readonly string[]) {
  return { type: 'object', properties: members, required, additionalProperties: false };
}

function list(items: object) {
  return { type: 'array', items };
}
