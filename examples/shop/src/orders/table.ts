/** Orders are spread over four tables by customer. */
export function ordersTableOf(customer: number): string {
  return `orders_${customer % 4}`;
}
