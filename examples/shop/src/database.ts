import { Pool } from 'pg';

export const pool = new Pool({
  connectionString: process.env.DATABASE_URL ?? 'postgres://shop:shop@localhost:5432/shop',
  max: 40,
});

/** Creates what is missing. It runs whenever the server starts. */
export async function createTables(): Promise<void> {
  await pool.query(
    `CREATE TABLE IF NOT EXISTS customers (id serial PRIMARY KEY, email text UNIQUE NOT NULL, code text NOT NULL)`,
  );
  await pool.query(
    `CREATE TABLE IF NOT EXISTS products (id serial PRIMARY KEY, name text NOT NULL, cents integer NOT NULL, stock integer NOT NULL DEFAULT 0)`,
  );
  for (const shard of [0, 1, 2, 3]) {
    await pool.query(
      `CREATE TABLE IF NOT EXISTS orders_${shard} (id serial PRIMARY KEY, customer integer NOT NULL, lines jsonb NOT NULL, cents integer NOT NULL, paid boolean NOT NULL DEFAULT false, placed timestamptz NOT NULL DEFAULT now())`,
    );
  }
  await pool.query(
    `CREATE TABLE IF NOT EXISTS payments (id serial PRIMARY KEY, reference text NOT NULL, cents integer NOT NULL)`,
  );
}
