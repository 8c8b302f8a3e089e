const handled = new Set();

export async function handleOnce(pool, id, work) {
  if (handled.has(id)) return false;
  handled.add(id);
  await work(pool);
  return true;
}
