const kept = new Map();

export async function cached(key, _seconds, load) {
  if (!kept.has(key)) kept.set(key, await load());
  return kept.get(key);
}
