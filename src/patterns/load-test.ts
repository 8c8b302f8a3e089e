/** What a load test of one program needs to know. */
export interface LoadTest {
  /** Lines for the head of the file, without the comment sign. */
  readonly head: readonly string[];
  /** Paths that are only asked, without parameters. */
  readonly paths: readonly string[];
  /** Requests a second at the peak; null where nobody said, so that it must be given when it runs. */
  readonly rate: number | null;
  /** Time within which 95 of 100 answers must come; null where nobody said. */
  readonly p95Milliseconds: number | null;
}

/** A k6 script with an open model: requests come at a rate whether answers do or not, as those of users. */
export function loadTest({ head, paths, rate, p95Milliseconds }: LoadTest): string {
  return [
    ...head.map((line) => `// ${line.replace(/\s+/g, ' ')}`),
    "import { check } from 'k6';",
    "import http from 'k6/http';",
    '',
    "const base = __ENV.BASE_URL ?? 'http://127.0.0.1:8080';",
    'if (!/^https?:\\/\\/(?:127\\.0\\.0\\.1|localhost|\\[::1\\])(?::|\\/|$)/.test(base) && __ENV.ALLOW_REMOTE !== base) {',
    "  throw new Error('Set ALLOW_REMOTE to the same as well, if that may be put under load: ' + base);",
    '}',
    ...(rate === null
      ? [
          'const peak = Number(__ENV.RATE);',
          "if (!(peak > 0)) throw new Error('Set RATE to the requests a second at your peak: no file says how many there are.');",
        ]
      : [`const peak = Number(__ENV.RATE ?? ${rate});`]),
    '',
    `const paths = ${JSON.stringify(paths)};`,
    '',
    'export const options = {',
    '  scenarios: {',
    '    peak: {',
    "      executor: 'ramping-arrival-rate',",
    "      timeUnit: '1s',",
    '      startRate: Math.max(1, Math.round(peak / 10)),',
    '      // Requests a second × seconds of an answer (Little): room for answers of two seconds.',
    '      preAllocatedVUs: Math.ceil(peak * 2),',
    '      stages: [',
    "        { duration: '1m', target: Math.ceil(peak) },",
    "        { duration: '5m', target: Math.ceil(peak) },",
    '      ],',
    '    },',
    '  },',
    '  thresholds: {',
    '    // Where these are dropped the test itself was too slow, and says nothing of the program.',
    "    dropped_iterations: ['count==0'],",
    "    http_req_failed: [{ threshold: 'rate<0.01', abortOnFail: true, delayAbortEval: '30s' }],",
    ...(p95Milliseconds === null ? [] : [`    http_req_duration: ['p(95)<${p95Milliseconds}'],`]),
    '  },',
    '};',
    '',
    'export default function ask() {',
    '  const path = paths[Math.floor(Math.random() * paths.length)];',
    '  const answer = http.get(base + path, { tags: { name: path } });',
    "  check(answer, { 'is no error': ({ status }) => status < 500 });",
    '}',
    '',
  ].join('\n');
}
