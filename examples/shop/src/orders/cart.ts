export interface CartLine {
  product: number;
  count: number;
}

const carts = new Map<number, CartLine[]>();

export function cartOf(customer: number): CartLine[] {
  return carts.get(customer) ?? [];
}

export function addToCart(customer: number, line: CartLine): CartLine[] {
  const lines = [...cartOf(customer), line];
  carts.set(customer, lines);
  return lines;
}

export function emptyCart(customer: number): void {
  carts.delete(customer);
}
