import type { Library, StartTaskCommand, UsePattern } from '../types.ts';
import { argument, called, made, method } from './wording.ts';

const run = (call: UsePattern['call'], locks = false): UsePattern => ({
  call,
  role: 'start-task',
  options: null,
  startTask: { what: 'migrations', locks },
});

/** https://alembic.sqlalchemy.org/en/latest/tutorial.html#the-migration-environment: `env.py` runs with each command. */
const environment = { module: 'alembic', call: 'run_migrations' };

/** The same by way of that file. */
const runIn = (call: UsePattern['call']): UsePattern => ({
  ...run(call),
  startTask: { what: 'migrations', locks: false, environment },
});

const migrators = ['node-postgres', 'postgres-js', 'mysql2', 'neon-serverless', 'vercel-postgres'];

const command = (locks: boolean, ...words: readonly string[]): StartTaskCommand => ({
  what: 'migrations',
  locks,
  words,
});

/**
 * Tools that change the tables of a database step by step. Prisma waits for an advisory lock (https://pris.ly/d/migrate-advisory-locking),
 * knex for a row of a table of its own (https://github.com/knex/knex/issues/1677); of TypeORM (issue 4588), Drizzle (issue 874),
 * umzug, Alembic and Django none takes a lock.
 */
export const migrations: Library = {
  id: 'migrations',
  title: 'Migrations',
  packages: ['umzug', 'alembic', 'flask_migrate'],
  types: [{ type: 'migrations.umzug', madeBy: [made(['umzug'], 'Umzug'), made(['umzug'], 'default')], declaredAs: [] }],
  uses: [
    run(method('knex.client', 'migrate.latest', 'migrate.up'), true),
    run(method('typeorm.source', 'runMigrations')),
    run(method('migrations.umzug', 'up')),
    ...migrators.map((name) => run(called([`drizzle-orm/${name}/migrator`], 'migrate'))),
    runIn(called(['alembic'], 'command.upgrade')),
    runIn(called(['alembic.command'], 'upgrade')),
    runIn(called(['flask_migrate'], 'upgrade')),
    {
      ...run(called(['django.core.management'], 'call_command')),
      options: argument(0),
      startTask: { what: 'migrations', locks: false, only: ['migrate'] },
    },
  ],
  effects: [],
  startCommands: [
    command(true, 'prisma', 'migrate', 'deploy'),
    command(true, 'knex', 'migrate:latest'),
    command(false, 'typeorm', 'migration:run'),
    command(false, 'typeorm-ts-node-commonjs', 'migration:run'),
    command(false, 'typeorm-ts-node-esm', 'migration:run'),
    command(false, 'sequelize', 'db:migrate'),
    command(false, 'sequelize-cli', 'db:migrate'),
    command(false, 'drizzle-kit', 'migrate'),
    { ...command(false, 'alembic', 'upgrade'), environment },
    { ...command(false, 'flask', 'db', 'upgrade'), environment },
    command(false, 'manage.py', 'migrate'),
    command(false, 'django-admin', 'migrate'),
  ],
  citation: {
    title: 'FastAPI: deployments concepts, previous steps before starting',
    url: 'https://fastapi.tiangolo.com/deployment/concepts/#previous-steps-before-starting',
  },
};
