/** Holds the last pieces of a product while a customer pays. */
export class Reservations {
  private readonly held = new Map<number, number>();

  reserve(product: number, count: number, stock: number): boolean {
    const taken = this.held.get(product) ?? 0;
    if (taken + count > stock) return false;
    this.held.set(product, taken + count);
    return true;
  }

  release(product: number, count: number): void {
    this.held.set(product, Math.max(0, (this.held.get(product) ?? 0) - count));
  }
}

export const reservations = new Reservations();
