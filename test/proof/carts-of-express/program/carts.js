const carts = new Map();

export function putInto(customer, item) {
  carts.set(customer, { item, at: Date.now() });
}

export function cartOf(customer) {
  return carts.get(customer);
}

export function customers() {
  return Array.from(carts.keys());
}
