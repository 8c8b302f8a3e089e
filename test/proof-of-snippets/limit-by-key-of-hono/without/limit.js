const counts = new Map();

export async function limitKeys(context, next) {
  const key = context.req.header('x-api-key');
  counts.set(key, (counts.get(key) ?? 0) + 1);
  if (counts.get(key) > 5) return context.json({}, 429);
  await next();
}
