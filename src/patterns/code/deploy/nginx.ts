import { nginxUpstream } from '../../nginx-upstream.ts';
import type { SnippetTemplate } from '../../template.ts';

const shared = {
  pattern: 'load-balancing',
  languages: ['nginx'],
  packages: {},
  placement: 'file',
  frameworks: [],
  files: ['**/nginx*.conf', '**/nginx/**/*.conf'],
  slots: [
    { name: 'name', initial: 'api' },
    { name: 'host', initial: 'api' },
    { name: 'port', initial: '3000' },
    { name: 'listen', initial: '8080' },
  ],
} as const;

/** The configuration that plans write too, with slots for its numbers. */
function textWith(method: 'least' | 'sticky', upgrades: 'websocket' | 'none'): string {
  const [port, listen] = [11111, 22222];
  return nginxUpstream({ head: [], name: '«name»', host: '«host»', port, listen, method, upgrades, bodies: 'uploads' })
    .replaceAll(String(port), '«port»')
    .replaceAll(String(listen), '«listen»');
}

export const nginxLeastConnections: SnippetTemplate = {
  ...shared,
  id: 'nginx-upstream',
  title: 'nginx in front of several instances',
  description: 'The instance with the fewest open requests comes next; connections are kept',
  prefix: 'scale-nginx',
  problems: ['run more instances', 'load balancer', 'one instance gets all requests'],
  tradeoffs:
    'It notices a dead instance by a failed request alone, and new instances at a reload: nginx without a licence checks nothing by itself. HAProxy does both.',
  rules: ['lb-missing-for-replicas', 'lb-algorithm', 'nginx-upstream-keepalive', 'lb-keepalive-mismatch'],
  text: textWith('least', 'none'),
};

export const nginxSockets: SnippetTemplate = {
  ...shared,
  id: 'nginx-sockets',
  title: 'nginx in front of instances with WebSockets',
  description: 'Upgrades are passed on; a client comes back to the instance it began with',
  prefix: 'scale-nginx-sockets',
  problems: ['WebSocket does not connect behind nginx', 'Socket.IO 400 behind a balancer', 'sticky sessions'],
  tradeoffs:
    'Clients behind one address share one instance, and a deploy sends all of them elsewhere: what an instance knows of a client must still be shared.',
  rules: ['lb-websocket-proxy', 'socketio-no-sticky'],
  text: textWith('sticky', 'websocket'),
};
