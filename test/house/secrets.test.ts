import { describe, expect, it } from 'vitest';
import { commandTextOf, commandWordsOf, partsWithoutSecrets, withoutSecrets } from '../../src/facts/secrets.ts';

describe('texts without what an address must not tell', () => {
  it.each([
    ['postgres://shop:hush@db:5432/shop?max=5&sslpassword=hush', 'postgres://db:5432/shop?max=5&sslpassword='],
    ['mongodb://shop:hu@sh/x@a:27017,b:27017/carts?authSource=hush', 'mongodb://a:27017,b:27017/carts?authSource='],
    ['neo4j://shop:hu/sh@graph', 'neo4j://graph'],
    ['redis://:hush@cache/0', 'redis://cache/0'],
    ['sqlserver://db:1433;user=sa;password=hush', 'sqlserver://db:1433;user=;password='],
    ['jdbc:postgresql://db/shop?user=sa&password=hush', 'jdbc:postgresql://db/shop?user=&password='],
    ['https://hooks.example.net/services/hush?key=hush#hush', 'https://hooks.example.net/?key=#'],
    ['https://hush@example.net', 'https://example.net'],
    ['prisma://accelerate.net/?api_key=hush', 'prisma://accelerate.net/?api_key='],
    ['amqp://guest:hush', 'amqp://guest:'],
    ['https://a.net/?hush', 'https://a.net/?'],
    ['MY_postgres://shop:hush@db/shop', 'MY_postgres://db/shop'],
    ['Server=db,1433;Database=shop;User Id=hush;Password=hush;', 'Server=db,1433;Database=shop;User Id=;Password=;'],
    ["host=db dbname=shop user=hush password='hush hush'", 'host=db dbname=shop user= password='],
    ['see "https://a.net/hush" and redis://x:hush@b/1 there', 'see "https://a.net/" and redis://b/1 there'],
  ])('%s', (text, expected) => {
    expect(withoutSecrets(text)).toBe(expected);
    expect(withoutSecrets(expected)).toBe(expected);
  });

  it.each([
    'http://localhost:3000',
    'http://[::1]:3000/',
    'redis://cache:6379/1',
    'mongodb://a:27017,b:27017/carts?maxPoolSize=50',
    'sqlite://:memory:',
    'file:///data/@shop/orders.db',
    'postgres://db/shop?connection_limit=5&pgbouncer=true',
    'orders/:id?page=2',
    'a@b.net',
    'update users set password = $1 where id = $2',
    'select * from hosts where password=$1',
  ])('leaves %s as it is', (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });

  it.each([
    [
      ['postgres://shop:', null, '@db:5432/shop'],
      ['postgres://', null, '@db:5432/shop'],
    ],
    [
      ['postgres://', null, ':hush@', null, '/shop?password=hush'],
      ['postgres://', null, '@', null, '/shop?password='],
    ],
    [
      ['redis://cache:', null],
      ['redis://cache:', null],
    ],
    [
      ['http://', null, ':', null, '/services/', null],
      ['http://', null, ':', null, '/', null],
    ],
  ])('in parts: %j', (parts, expected) => {
    expect(partsWithoutSecrets(parts)).toEqual(expected);
  });

  it('takes linear time', () => {
    const before = process.cpuUsage();
    withoutSecrets('postgres://a:'.repeat(80_000));
    withoutSecrets(`https://${'a:'.repeat(400_000)}`);
    withoutSecrets(`redis://${'?a='.repeat(300_000)}`);
    withoutSecrets(`${'a'.repeat(900_000)}://${'://'.repeat(30_000)}`);
    withoutSecrets(`host=a ${'password='.repeat(90_000)}`);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });
});

describe('words of a command', () => {
  it.each([
    [['redis-server', '--requirepass', 'hush', '--port', '6379'], 'redis-server --requirepass *** --port 6379'],
    [['node', 'server.js', '--password=hush'], 'node server.js --password=***'],
    [['sh', '-c', 'API_KEY=hush node server.js --token hush'], 'sh -c API_KEY=*** node server.js --token ***'],
    [['node', 'server.js', 'postgres://shop:hush@orders-db/shop'], 'node server.js postgres://orders-db/shop'],
    [['postgres', '-c', 'max_connections=200'], 'postgres -c max_connections=200'],
    [['node', '--env-file=.env', 'keys.js'], 'node --env-file=.env keys.js'],
  ])('%j', (words, expected) => {
    expect(commandWordsOf(words).join(' ')).toBe(expected);
  });

  it.each([
    ['DB_PASSWORD="hush now" node server.js', 'DB_PASSWORD=*** node server.js'],
    ['PGPASSWORD=hush psql && node a.js --port 3000', 'PGPASSWORD=*** psql && node a.js --port 3000'],
    ['DATABASE_URL=postgres://shop:hu/sh@db/shop node a.js', 'DATABASE_URL=postgres://db/shop node a.js'],
  ])('in one text: %s', (text, expected) => {
    expect(commandTextOf(text)).toBe(expected);
  });
});
