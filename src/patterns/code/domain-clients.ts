import type { SnippetTemplate } from '../template.ts';

export const domainClients: SnippetTemplate = {
  id: 'domain-clients',
  title: 'Vertical partition: one client per domain (pg)',
  description: 'Users, orders and payments each in a database of their own',
  prefix: 'scale-domains',
  pattern: 'partitioning',
  problems: ['one database is too small', 'one domain slows all others', 'split the monolith'],
  tradeoffs:
    'No join and no transaction spans two domains: what belongs together goes by a queue or an outbox. Begin with one server and a user for each domain, and move a domain when it must.',
  languages: ['typescript', 'javascript'],
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  packages: { pg: '^8.16.0' },
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'one', initial: 'users' },
    { name: 'two', initial: 'orders' },
    { name: 'three', initial: 'payments' },
    { name: 'maximum', initial: '5' },
  ],
  text: `import { Pool } from 'pg';

// Each domain connects as a user who sees its own tables alone, so that a query across two of them fails today, and not
// on the day when one of them moves to another server.
export const «one» = open('«one»');
export const «two» = open('«two»');
export const «three» = open('«three»');

/** One pool for the process and domain. As long as domains share a server, their pools share its connections too. */
function open(domain‹: string›)‹: Pool› {
  const variable = \`\${domain.toUpperCase()}_DATABASE_URL\`;
  const url = process.env[variable];
  if (!url) throw new Error(\`Set \${variable}, to the database of \${domain}.\`);
  const pool = new Pool({
    connectionString: url,
    max: Number(process.env.DATABASE_POOL_MAX ?? «maximum»),
    connectionTimeoutMillis: 5000,
    application_name: domain,
  });
  pool.on('error', (error) => console.error(\`An idle connection of \${domain} broke:\`, error));
  return pool;
}
`,
};
