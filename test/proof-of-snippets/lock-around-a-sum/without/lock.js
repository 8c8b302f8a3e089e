const taken = new Set();

export async function withLock(name, work) {
  if (taken.has(name)) return false;
  taken.add(name);
  try {
    await work();
    return true;
  } finally {
    taken.delete(name);
  }
}
