import { pool } from '../database.js';

const prices = new Map<number, number>();

/** Prices hardly ever change, so they are read once. */
export async function priceOf(product: number): Promise<number | undefined> {
  const known = prices.get(product);
  if (known !== undefined) return known;
  const found = await pool.query<{ cents: number }>('SELECT cents FROM products WHERE id = $1', [product]);
  const cents = found.rows[0]?.cents;
  if (cents !== undefined) prices.set(product, cents);
  return cents;
}

export async function changePrice(product: number, cents: number): Promise<void> {
  await pool.query('UPDATE products SET cents = $2 WHERE id = $1', [product, cents]);
  prices.delete(product);
}
