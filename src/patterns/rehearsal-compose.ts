/** What a compose file needs to know that lets a service run twice behind a balancer, over the service's own file. */
export interface RehearsalCompose {
  /** Lines for the head of the file, without the comment sign. */
  readonly head: readonly string[];
  readonly service: string;
  /** The whole configuration of nginx. */
  readonly nginx: string;
  /** Port of this machine that the balancer answers at. */
  readonly publish: number;
  readonly listen: number;
  /** What only one container can have, and the service's own file gives it. */
  readonly drops: { readonly name: boolean; readonly ports: boolean };
}

/** A compose file to be laid over another: two copies, and nginx before them with its configuration inside. */
export function rehearsalCompose({ head, service, nginx, publish, listen, drops }: RehearsalCompose): string {
  const content = nginx
    .trimEnd()
    .split('\n')
    // Compose reads a dollar sign as the begin of a variable.
    .map((line) => (line === '' ? '' : `      ${line.replaceAll('$', '$$$$')}`));
  return [
    ...head.map((line) => `# ${line.replace(/\s+/g, ' ')}`),
    'services:',
    `  ${service}:`,
    ...(drops.name ? ['    # Two containers cannot have one name.', '    container_name: !reset null'] : []),
    ...(drops.ports ? ['    # Two containers cannot take one port of this machine.', '    ports: !reset []'] : []),
    '    deploy:',
    '      replicas: 2',
    '',
    '  rehearsal-balancer:',
    '    image: nginx:stable',
    `    depends_on: [${service}]`,
    '    ports:',
    `      - "127.0.0.1:${publish}:${listen}"`,
    '    configs:',
    '      - source: rehearsal-nginx',
    '        target: /etc/nginx/nginx.conf',
    '',
    'configs:',
    '  rehearsal-nginx:',
    '    content: |',
    ...content,
    '',
  ].join('\n');
}
