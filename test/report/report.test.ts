import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/catalog/catalog.ts';
import { emptyConfiguration } from '../../src/config/configuration.ts';
import { finish, settleFindings } from '../../src/findings/finish.ts';
import { suppressionsOf } from '../../src/findings/suppression.ts';
import type { Finding } from '../../src/findings/types.ts';
import { agentReport } from '../../src/report/agent.ts';
import { checkedOf } from '../../src/report/checked.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import type { Report } from '../../src/report/report.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { textReport } from '../../src/report/text.ts';
import { found, fourInstances, limiterRule, shopContext, shopSystem, siteOf } from '../findings/shop.ts';
import { sarifSchema } from './sarif-schema.ts';

function report(overrides: Partial<Report> = {}): Report {
  const context = shopContext();
  const facts = context.graph.facts;
  const ignored = { rule: limiterRule.id, files: ['compose.yaml'], because: 'counted by hand', until: null };
  const configuration = { ...emptyConfiguration, ignore: [ignored] };
  const suppressions = suppressionsOf({
    facts,
    configuration,
    today: '2026-11-23',
    ruleIds: new Set([limiterRule.id]),
  });
  const verdicts = [
    found(),
    found({
      site: siteOf('src/limit.ts', "'express-rate-limit'"),
      judgement: { ...fourInstances, severity: 'note' },
      sentences: ['A *bold* limiter.'],
      symbol: 'limit',
    }),
    found({ site: siteOf('compose.yaml', 'api'), symbol: 'api' }),
  ];
  const { findings, suppressed } = finish({ context, configuration, suppressions, homepage }, [
    { info: limiterRule, verdicts },
  ]);
  const checked = checkedOf({
    findings: settleFindings(findings).findings.map(withFix),
    suppressed,
    problems: [{ file: 'src/prices.ts', message: 'It is larger than 1024 KiB and was not read.' }],
    system: shopSystem,
    overlay: { components: [], connections: [] },
    facts,
    catalog,
    rules: [limiterRule],
  });
  return {
    ...checked,
    version: '0.1.0',
    root: '/home/mira/shop',
    homepage,
    known: null,
    stats: { files: 3, parsed: 1, cached: 0, milliseconds: 12 },
    ...overrides,
  };
}

const homepage = 'https://example.org/second-instance';

function withFix(finding: Finding): Finding {
  if (finding.severity !== 'error') return finding;
  return { ...finding, fixes: [{ id: 'share-the-limiter', title: 'Count in Redis', safety: 'needs-review' }] };
}

function baselineOf({ findings }: Report): ReadonlySet<string> {
  return new Set(findings.slice(0, 1).map((finding) => finding.fingerprint));
}

describe('text', () => {
  test('starts each finding with its place, for people and problem matchers', () => {
    expect(textReport(report())).toMatchInlineSnapshot(`
      "src/limit.ts:1:19: note ratelimit-memory-store: A *bold* limiter.
          compose.yaml:4:17: api runs as 4 instances, by this line.
      src/limit.ts:3:23: error ratelimit-memory-store: 5 sign-in tries a minute are really up to 20. Give the limiter a store they share.
          compose.yaml:4:17: api runs as 4 instances, by this line.
          fix (needs-review): Count in Redis

      src/prices.ts: problem: It is larger than 1024 KiB and was not read.

      not seen: No reader knows Ruby; scripts/seed.rb was not read.

      1 error, 1 note in 1 file. 1 silenced with a reason. 3 files, 1 parsed, 0 from the cache, 12 ms.
      "
    `);
  });

  test.each([
    [1, 'No findings. 1 not shown, because the configuration switches its rule off. 3 files'],
    [2, 'No findings. 2 not shown, because the configuration switches their rules off. 3 files'],
  ])('says of rules that are off no more than that: %i', (count, said) => {
    const suppressed = report().suppressed.map((each) => ({ ...each, by: 'off' as const }));
    const off = Array.from({ length: count }, () => suppressed).flat();
    const text = textReport(report({ findings: [], suppressed: off, problems: [], blind: [] }));
    expect(text).toContain(said);
    expect(text).not.toContain('reason');
  });

  test('tells rules that are off from what was silenced with a reason', () => {
    const all = report().suppressed;
    const suppressed = [...all, ...all.map((each) => ({ ...each, by: 'off' as const }))];
    expect(textReport(report({ suppressed }))).toContain(
      '1 silenced with a reason. 1 not shown, because the configuration switches its rule off. 3 files',
    );
  });

  test('of nothing says so', () => {
    const empty = report({ findings: [], suppressed: [], problems: [], blind: [] });
    expect(textReport(empty)).toBe('No findings. 3 files, 1 parsed, 0 from the cache, 12 ms.\n');
  });

  test('leaves out what the baseline knows and counts it', () => {
    const text = textReport(report({ known: baselineOf(report()) }));
    expect(text).not.toContain('A *bold* limiter.');
    expect(text).toContain('1 finding of the baseline not shown.');
  });
});

describe('JSON', () => {
  test('has the shape that is promised', () => {
    expect(jsonReport(report())).toMatchInlineSnapshot(`
      "{
        "version": 1,
        "root": "/home/mira/shop",
        "findings": [
          {
            "ruleId": "ratelimit-memory-store",
            "tier": "breaks",
            "severity": "note",
            "confidence": "high",
            "message": "A *bold* limiter.",
            "file": "src/limit.ts",
            "range": {
              "start": {
                "line": 0,
                "character": 18
              },
              "end": {
                "line": 0,
                "character": 38
              }
            },
            "related": [
              {
                "file": "compose.yaml",
                "range": {
                  "start": {
                    "line": 3,
                    "character": 16
                  },
                  "end": {
                    "line": 3,
                    "character": 17
                  }
                },
                "message": "api runs as 4 instances, by this line."
              }
            ],
            "programs": [
              "api"
            ],
            "evidence": {
              "instances": 4,
              "source": {
                "file": "compose.yaml",
                "line": 3
              },
              "limit": 5,
              "effective": 20,
              "formula": "5 × 4"
            },
            "fixes": [],
            "docs": "https://example.org/second-instance/docs/rules/ratelimit-memory-store.md",
            "fingerprint": "f0d55c37266cdb2f"
          },
          {
            "ruleId": "ratelimit-memory-store",
            "tier": "breaks",
            "severity": "error",
            "confidence": "high",
            "message": "5 sign-in tries a minute are really up to 20. Give the limiter a store they share.",
            "file": "src/limit.ts",
            "range": {
              "start": {
                "line": 2,
                "character": 22
              },
              "end": {
                "line": 2,
                "character": 29
              }
            },
            "related": [
              {
                "file": "compose.yaml",
                "range": {
                  "start": {
                    "line": 3,
                    "character": 16
                  },
                  "end": {
                    "line": 3,
                    "character": 17
                  }
                },
                "message": "api runs as 4 instances, by this line."
              }
            ],
            "programs": [
              "api"
            ],
            "evidence": {
              "instances": 4,
              "source": {
                "file": "compose.yaml",
                "line": 3
              },
              "limit": 5,
              "effective": 20,
              "formula": "5 × 4"
            },
            "fixes": [
              {
                "id": "share-the-limiter",
                "title": "Count in Redis",
                "safety": "needs-review"
              }
            ],
            "docs": "https://example.org/second-instance/docs/rules/ratelimit-memory-store.md",
            "fingerprint": "fdd0ffec6121d7e8"
          }
        ],
        "problems": [
          {
            "file": "src/prices.ts",
            "message": "It is larger than 1024 KiB and was not read."
          }
        ],
        "blind": [
          "No reader knows Ruby; scripts/seed.rb was not read."
        ],
        "programs": [
          {
            "name": "api",
            "hosts": {
              "min": 4,
              "max": 4
            },
            "processesPerHost": 1,
            "overlap": null,
            "disk": null,
            "lifetime": null,
            "source": {
              "file": "compose.yaml",
              "line": 3
            }
          }
        ],
        "system": {
          "components": [],
          "connections": []
        },
        "stats": {
          "files": 3,
          "parsed": 1,
          "cached": 0,
          "milliseconds": 12
        }
      }
      "
    `);
  });
});

describe('Markdown', () => {
  test('begins with the worst and escapes what comes from the workspace', () => {
    expect(markdownReport(report())).toMatchInlineSnapshot(`
      "## Second Instance: 1 error, 1 note

      ### Errors

      **src/limit.ts**

      - line 3: 5 sign-in tries a minute are really up to 20. Give the limiter a store they share. _Fix: Count in Redis._ ([ratelimit-memory-store](https://example.org/second-instance/docs/rules/ratelimit-memory-store.md))
        - \`compose.yaml:4\` api runs as 4 instances, by this line.

      ### Notes

      **src/limit.ts**

      - line 1: A \\*bold\\* limiter. ([ratelimit-memory-store](https://example.org/second-instance/docs/rules/ratelimit-memory-store.md))
        - \`compose.yaml:4\` api runs as 4 instances, by this line.

      ### How many instances run

      - api: 4 hosts (compose.yaml:4), one process on each.

      ### What was not seen

      - No reader knows Ruby; scripts/seed.rb was not read.

      ### What could not be read

      - src/prices.ts: It is larger than 1024 KiB and was not read.
      "
    `);
  });
});

describe('for agents', () => {
  test('is a block a finding', () => {
    expect(agentReport(report())).toMatchInlineSnapshot(`
      "1 error, 1 note in 1 file.

      1. src/limit.ts:1:19 note ratelimit-memory-store
         A *bold* limiter.
         see compose.yaml:4 api runs as 4 instances, by this line.
         page: https://example.org/second-instance/docs/rules/ratelimit-memory-store.md

      2. src/limit.ts:3:23 error ratelimit-memory-store
         5 sign-in tries a minute are really up to 20. Give the limiter a store they share.
         see compose.yaml:4 api runs as 4 instances, by this line.
         fix needs-review: Count in Redis → second-instance fix --rule ratelimit-memory-store --all --write
         page: https://example.org/second-instance/docs/rules/ratelimit-memory-store.md

      Check again with: second-instance check --format agent
      "
    `);
  });
});

describe('SARIF', () => {
  const valid = new Ajv({ strict: true, allErrors: true }).compile(sarifSchema);
  const parse = (text: string) => JSON.parse(text);

  test('is what the standard says', () => {
    const log = parse(sarifReport(report()));
    expect(valid(log) ? [] : valid.errors).toEqual([]);
    expect(log).toMatchInlineSnapshot(`
      {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [
          {
            "columnKind": "utf16CodeUnits",
            "invocations": [
              {
                "executionSuccessful": true,
                "toolExecutionNotifications": [
                  {
                    "level": "note",
                    "locations": [
                      {
                        "physicalLocation": {
                          "artifactLocation": {
                            "uri": "src/prices.ts",
                            "uriBaseId": "SRCROOT",
                          },
                        },
                      },
                    ],
                    "message": {
                      "text": "It is larger than 1024 KiB and was not read.",
                    },
                  },
                ],
              },
            ],
            "originalUriBaseIds": {
              "SRCROOT": {
                "uri": "file:///home/mira/shop/",
              },
            },
            "results": [
              {
                "level": "note",
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "src/limit.ts",
                        "uriBaseId": "SRCROOT",
                      },
                      "region": {
                        "endColumn": 39,
                        "endLine": 1,
                        "startColumn": 19,
                        "startLine": 1,
                      },
                    },
                  },
                ],
                "message": {
                  "text": "A *bold* limiter.",
                },
                "partialFingerprints": {
                  "secondInstance/v1": "f0d55c37266cdb2f",
                },
                "properties": {
                  "confidence": "high",
                  "programs": [
                    "api",
                  ],
                },
                "relatedLocations": [
                  {
                    "id": 0,
                    "message": {
                      "text": "api runs as 4 instances, by this line.",
                    },
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "compose.yaml",
                        "uriBaseId": "SRCROOT",
                      },
                      "region": {
                        "endColumn": 18,
                        "endLine": 4,
                        "startColumn": 17,
                        "startLine": 4,
                      },
                    },
                  },
                ],
                "ruleId": "ratelimit-memory-store",
                "ruleIndex": 0,
              },
              {
                "level": "error",
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "src/limit.ts",
                        "uriBaseId": "SRCROOT",
                      },
                      "region": {
                        "endColumn": 30,
                        "endLine": 3,
                        "startColumn": 23,
                        "startLine": 3,
                      },
                    },
                  },
                ],
                "message": {
                  "text": "5 sign-in tries a minute are really up to 20. Give the limiter a store they share.",
                },
                "partialFingerprints": {
                  "secondInstance/v1": "fdd0ffec6121d7e8",
                },
                "properties": {
                  "confidence": "high",
                  "programs": [
                    "api",
                  ],
                },
                "relatedLocations": [
                  {
                    "id": 0,
                    "message": {
                      "text": "api runs as 4 instances, by this line.",
                    },
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "compose.yaml",
                        "uriBaseId": "SRCROOT",
                      },
                      "region": {
                        "endColumn": 18,
                        "endLine": 4,
                        "startColumn": 17,
                        "startLine": 4,
                      },
                    },
                  },
                ],
                "ruleId": "ratelimit-memory-store",
                "ruleIndex": 0,
              },
              {
                "level": "error",
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "compose.yaml",
                        "uriBaseId": "SRCROOT",
                      },
                      "region": {
                        "endColumn": 6,
                        "endLine": 2,
                        "startColumn": 3,
                        "startLine": 2,
                      },
                    },
                  },
                ],
                "message": {
                  "text": "5 sign-in tries a minute are really up to 20. Give the limiter a store they share.",
                },
                "partialFingerprints": {
                  "secondInstance/v1": "fd0cf2d69ba50423",
                },
                "properties": {
                  "confidence": "high",
                  "programs": [
                    "api",
                  ],
                },
                "relatedLocations": [
                  {
                    "id": 0,
                    "message": {
                      "text": "api runs as 4 instances, by this line.",
                    },
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "compose.yaml",
                        "uriBaseId": "SRCROOT",
                      },
                      "region": {
                        "endColumn": 18,
                        "endLine": 4,
                        "startColumn": 17,
                        "startLine": 4,
                      },
                    },
                  },
                ],
                "ruleId": "ratelimit-memory-store",
                "ruleIndex": 0,
                "suppressions": [
                  {
                    "justification": "The configuration ignores it: counted by hand",
                    "kind": "external",
                  },
                ],
              },
            ],
            "tool": {
              "driver": {
                "informationUri": "https://example.org/second-instance",
                "name": "Second Instance",
                "rules": [
                  {
                    "defaultConfiguration": {
                      "level": "warning",
                    },
                    "fullDescription": {
                      "text": "The limit is multiplied by the number of instances.",
                    },
                    "helpUri": "https://example.org/second-instance/docs/rules/ratelimit-memory-store.md",
                    "id": "ratelimit-memory-store",
                    "properties": {
                      "citation": "https://express-rate-limit.mintlify.app/reference/stores",
                      "tags": [
                        "rate-limiting",
                        "breaks",
                      ],
                    },
                    "shortDescription": {
                      "text": "A rate limiter that counts in its own memory",
                    },
                  },
                ],
                "semanticVersion": "0.1.0",
                "version": "0.1.0",
              },
            },
          },
        ],
        "version": "2.1.0",
      }
    `);
  });

  test('counts lines and columns from 1', () => {
    const [, result] = parse(sarifReport(report())).runs[0].results;
    expect(result.locations[0].physicalLocation.region).toEqual({
      startLine: 3,
      startColumn: 23,
      endLine: 3,
      endColumn: 30,
    });
  });

  test('marks what is silenced and what the baseline knows', () => {
    const log = parse(sarifReport(report({ known: baselineOf(report()) })));
    expect(valid(log) ? [] : valid.errors).toEqual([]);
    const results: { baselineState: string; suppressions?: { kind: string; justification: string }[] }[] =
      log.runs[0].results;
    expect(results.map((each) => [each.baselineState, each.suppressions?.[0]?.kind])).toEqual([
      ['unchanged', undefined],
      ['new', undefined],
      ['new', 'external'],
    ]);
    expect(results[2]?.suppressions?.[0]?.justification).toBe('The configuration ignores it: counted by hand');
  });

  test('says when it cuts', () => {
    const log = parse(sarifReport(report(), 1));
    expect(valid(log) ? [] : valid.errors).toEqual([]);
    expect(log.runs[0].results).toHaveLength(1);
    expect(log.runs[0].invocations[0].toolExecutionNotifications[0].message.text).toBe(
      '2 results were left out, because a run holds 1 at the most.',
    );
  });

  test('names places in the way of a URI', () => {
    const spaced = report({ root: 'C:/shops/night market', problems: [{ file: 'src/ä b.ts', message: 'Not read.' }] });
    const log = parse(sarifReport(spaced));
    expect(log.runs[0].originalUriBaseIds.SRCROOT.uri).toBe('file:///C:/shops/night%20market/');
    expect(JSON.stringify(log)).toContain('"uri":"src/%C3%A4%20b.ts"');
  });
});
