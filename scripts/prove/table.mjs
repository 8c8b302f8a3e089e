/** The table that is kept in docs/proof.md: what each column means stands above it. Made of the proofs alone, as `prove` fails where one does not hold. */
export function page(rows) {
  const lines = rows
    .filter(({ proof }) => proof.snippets === undefined)
    .map(({ name, proof }) => {
      const { rule, fix, store, storeDown, checks } = proof;
      const isOptional = !['postgres', 'none'].includes(store.kind);
      const cells = [
        `[${rule}](rules/${rule}.md)`,
        `\`${fix}\``,
        name.replaceAll('-', ' '),
        checks.map(({ title }) => title).join('; '),
        'yes',
        'yes',
        isOptional ? 'yes' : '–',
        isOptional ? 'yes' : '–',
        storeDown?.says ?? '–',
      ];
      return `| ${cells.join(' | ')} |`;
    });
  const snippets = rows
    .filter(({ proof }) => proof.snippets !== undefined)
    .map(({ name, proof: { snippets, checks, store, storeDown } }) => {
      const ids = Object.values(snippets).map(({ id, language }) => `\`${id}\` (${language})`);
      const cells = [
        ids.join('<br>'),
        name.replaceAll('-', ' '),
        checks.map(({ title }) => title).join('; '),
        'yes',
        'yes',
        store.names.length === 0 ? '–' : 'yes',
        storeDown?.says ?? '–',
      ];
      return `| ${cells.join(' | ')} |`;
    });
  return `# What fixes are proved to do

<!-- Made by \`npm run prove -- --write\`. -->

Each row is a small program of \`test/proof\` that is started twice behind a balancer that gives each request to the next copy. It breaks as it stands. Then the product applies its fix, and the same requests are made again: on two copies with the store, on one copy without it in development, in production without the store's name (it must stop at its start and say the name), and on two copies whose store is killed. Nothing is imitated: Redis, PostgreSQL, the libraries and the programs are real. Uploads go to an S3 server that runs on Node.

| Rule | Fix | Program | What users may rely on | Fails before | Holds after | Holds alone | Stops without the store | When the store is killed |
|---|---|---|---|---|---|---|---|---|
${lines.join('\n')}

## What snippets are proved to do

Each row is a small program of \`test/proof-of-snippets\` on two copies behind the same balancer. With what somebody would write without the snippet, in the memory of the process, it breaks; with the snippet in the same place it holds. Without the name of its store in the environment it must stop at its start and say the name.

| Snippet | Program | What users may rely on | Fails without | Holds with | Stops without the store | When the store is killed |
|---|---|---|---|---|---|---|
${snippets.join('\n')}

Snippets of RabbitMQ run against a real one in \`test/patterns/rabbitmq.test.ts\`. Those of SQS run against no service here: they are compiled, those in Python byte-compiled, and loaded. Code for MongoDB is checked by its types alone: no server of it can be had from Debian or npm.
`;
}
