export function stopInOrder(_server, close) {
  process.once('SIGTERM', async () => {
    await close();
    process.exit(0);
  });
}
