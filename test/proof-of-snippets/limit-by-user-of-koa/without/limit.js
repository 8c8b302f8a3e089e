const counts = new Map();

export async function limitOrders(context, next) {
  const { userId } = context.state;
  counts.set(userId, (counts.get(userId) ?? 0) + 1);
  if (counts.get(userId) > 5) context.throw(429);
  await next();
}
