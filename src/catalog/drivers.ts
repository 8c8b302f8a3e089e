import type { Engine } from './types.ts';

/** Packages by which libraries of many engines reach one of them. */
export const pythonDrivers: Readonly<Record<string, Engine>> = {
  psycopg: 'postgres',
  'psycopg-binary': 'postgres',
  'psycopg-pool': 'postgres',
  psycopg2: 'postgres',
  'psycopg2-binary': 'postgres',
  psycopg2cffi: 'postgres',
  asyncpg: 'postgres',
  pg8000: 'postgres',
  pymysql: 'mysql',
  mysqlclient: 'mysql',
  'mysql-connector-python': 'mysql',
  aiomysql: 'mysql',
  asyncmy: 'mysql',
  mariadb: 'mysql',
  pyodbc: 'mssql',
  pymssql: 'mssql',
  aioodbc: 'mssql',
  aiosqlite: 'sqlite',
};

export const scriptDrivers: Readonly<Record<string, Engine>> = {
  pg: 'postgres',
  'pg-native': 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mysql',
  tedious: 'mssql',
  mssql: 'mssql',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
};
