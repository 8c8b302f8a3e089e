import type { SnippetTemplate } from '../../template.ts';

export const haproxy: SnippetTemplate = {
  id: 'haproxy',
  title: 'HAProxy in front of several instances',
  description: 'Asks each instance whether it is ready, and finds new ones by their name',
  prefix: 'scale-haproxy',
  pattern: 'load-balancing',
  problems: ['run more instances', 'load balancer', 'balancer sends requests to a dead instance'],
  tradeoffs:
    'One HAProxy is a single point of failure: run two behind one address, or use the platform’s own balancer where it has one.',
  languages: ['haproxy'],
  rules: ['lb-missing-for-replicas', 'lb-algorithm'],
  packages: {},
  placement: 'file',
  frameworks: [],
  files: ['**/haproxy*.cfg', '**/haproxy/**/*.cfg'],
  slots: [
    { name: 'name', initial: 'api' },
    { name: 'host', initial: 'api' },
    { name: 'port', initial: '3000' },
    { name: 'listen', initial: '8080' },
    { name: 'most', initial: '10' },
    { name: 'balance', initial: 'leastconn', choices: ['roundrobin'] },
    { name: 'ready', initial: '/ready' },
  ],
  text: `global
    maxconn 10000
    log stdout format raw local0

defaults
    mode http
    log global
    option httplog
    # A request whose instance is gone goes to another one.
    option redispatch
    retries 2
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    timeout http-request 10s
    timeout queue 5s

resolvers names
    # The name server of the container, which knows all instances behind one name.
    parse-resolv-conf
    hold valid 5s

frontend in
    bind :«listen»
    option forwardfor
    http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]
    default_backend «name»

backend «name»
    balance «balance»
    option httpchk
    http-check send meth GET uri «ready»
    http-check expect status 200
    # An instance is asked every 2 s; a new one gets its full share after 15 s.
    default-server check inter 2s fall 3 rise 2 slowstart 15s
    server-template «name» «most» «host»:«port» resolvers names init-addr none
`,
};
