import type { ProxyBuild, ProxyDirective } from '../proxies.ts';

/** Builds of nginx by their images; the first row that matches decides. */
export const nginxBuilds: readonly ProxyBuild[] = [
  { image: /nginx-plus/, build: 'other', title: 'NGINX Plus' },
  { image: /(?:^|\/)tengine/, build: 'other', title: 'Tengine' },
  { image: /(?:^|\/)angie/, build: 'other', title: 'Angie' },
  { image: /(?:^|\/)openresty(?:\/openresty)?$/, build: 'open', title: 'OpenResty' },
  { image: /(?:^|\/)nginx(?:-unprivileged|-proxy)?$/, build: 'open', title: 'nginx' },
];

type Row = readonly [
  name: string,
  word: string | null,
  within: string,
  since: readonly number[] | null,
  /** Builds that have it whatever their version is; null for none. */
  others: string | null,
  module: string | null,
  instead: string,
  anchor: string,
  /** Absent where nothing that every nginx has does the same. */
  replaced?: ProxyDirective['replaced'],
];

const plus = 'NGINX Plus';
const upstream = 'ngx_http_upstream_module.html';
const passive =
  'Open-source nginx takes a server out by itself after failed requests: write `max_fails=3 fail_timeout=10s` behind each `server`.';
const takeOut = 'Take it out, or run a build that has it.';
const newer = 'Run a newer nginx, or take it out.';

const rows: readonly Row[] = [
  [
    'check',
    null,
    'upstream',
    null,
    'Tengine and builds with nginx_upstream_check_module',
    'check',
    passive,
    `${upstream}#server`,
    'passive-checks',
  ],
  [
    'health_check',
    null,
    'location',
    null,
    plus,
    null,
    passive,
    'ngx_http_upstream_hc_module.html#health_check',
    'passive-checks',
  ],
  ['server', 'slow_start=', 'upstream', null, plus, null, takeOut, `${upstream}#slow_start`],
  ['queue', null, 'upstream', null, plus, null, takeOut, `${upstream}#queue`],
  ['state', null, 'upstream', null, plus, null, takeOut, `${upstream}#state`],
  ['ntlm', null, 'upstream', null, plus, 'ntlm', takeOut, `${upstream}#ntlm`],
  [
    'status_zone',
    null,
    'server location',
    null,
    plus,
    null,
    takeOut,
    'ngx_http_api_module.html#status_zone',
    'nothing',
  ],
  [
    'random',
    'least_time',
    'upstream',
    null,
    plus,
    null,
    'Write `random two least_conn`.',
    `${upstream}#random`,
    { word: 'least_conn' },
  ],
  ['sticky', null, 'upstream', [1, 29, 6], plus, 'sticky', newer, `${upstream}#sticky`],
  ['server', 'route=', 'upstream', [1, 29, 6], plus, 'sticky', newer, `${upstream}#route`],
  ['server', 'drain', 'upstream', [1, 29, 6], plus, null, newer, `${upstream}#drain`],
  ['server', 'resolve', 'upstream', [1, 27, 3], plus, null, newer, `${upstream}#resolve`],
  ['server', 'service=', 'upstream', [1, 27, 3], plus, null, newer, `${upstream}#service`],
  ['resolver', null, 'upstream', [1, 27, 3], plus, null, newer, `${upstream}#resolver`],
  ['keepalive', 'local', 'upstream', [1, 29, 7], null, null, newer, `${upstream}#keepalive`, 'nothing'],
  [
    'least_time',
    null,
    'upstream',
    [1, 31, 0],
    plus,
    null,
    'Write `least_conn`, or run a newer nginx.',
    `${upstream}#least_time`,
    { word: 'least_conn' },
  ],
];

/** "nginx from 1.29.6 on and NGINX Plus". */
function holdersOf(since: readonly number[] | null, others: string | null): string {
  return [...(since === null ? [] : [`nginx from ${since.join('.')} on`]), ...(others === null ? [] : [others])].join(
    ' and ',
  );
}

/** What not every nginx has. Checked against nginx.org, October 2026. */
export const nginxDirectives: readonly ProxyDirective[] = rows.map(
  ([name, word, within, since, others, module, instead, anchor, replaced]) => ({
    name,
    word,
    within: within.split(' '),
    since,
    holders: holdersOf(since, others),
    module,
    instead,
    replaced: replaced ?? null,
    citation: { title: 'nginx documentation', url: `https://nginx.org/en/docs/http/${anchor}` },
  }),
);

/**
 * From here on nginx speaks HTTP/1.1 to what it passes requests on to, sends no `Connection: close`, and keeps
 * connections without being told (nginx.org, ngx_http_upstream_module and ngx_http_proxy_module, October 2026).
 */
export const keepsConnectionsSince: readonly number[] = [1, 29, 7];

/**
 * After how many seconds nginx closes a connection to an upstream that it keeps and does not use, unless `keepalive_timeout`
 * of the upstream says otherwise (nginx.org, ngx_http_upstream_module, October 2026).
 */
export const idleUpstreamSeconds = 60;
