import { describe, expect, it } from 'vitest';
import { addressOf, environmentValueOf, isEnvironmentName } from '../../src/facts/environment.ts';

describe('addresses', () => {
  it.each([
    [
      'postgres://shop:secret@orders-db:5432/shop?connection_limit=5&sslpassword=secret',
      'postgres orders-db:5432 shop {"connection_limit":"5"}',
    ],
    ['postgres://shop:sec@ret@orders-db:5432/shop', 'postgres orders-db:5432 shop {}'],
    ['postgres://shop:sec/ret@orders-db/shop', 'postgres orders-db:null shop {}'],
    ['mongodb://shop:secret@carts-1:27017,carts-2:27017/carts', 'mongodb carts-1:27017 carts {}'],
    ['mongodb+srv://shop:secret@carts.example.net', 'mongodb+srv carts.example.net:null null {}'],
    ['https://example.net/@acme/token-in-path', 'https example.net:null null {}'],
    ['https://key@example.net/1', 'https example.net:null null {}'],
    ['redis://:secret@carts:6379/0', 'redis carts:6379 0 {}'],
    ['postgres://shop:sec?ret@orders-db/shop', 'postgres orders-db:null shop {}'],
    ['neo4j://shop:sec/ret@graph:7687', 'neo4j graph:7687 null {}'],
    ['sqlserver://orders:1433;database=shop;user=sa;password=secret', 'sqlserver orders:1433 null {}'],
  ])('keeps of %s what is no secret', (text, expected) => {
    const address = addressOf(text);
    expect(address).not.toBeNull();
    expect(JSON.stringify(address)).not.toMatch(/sec|ret@|key|token|acme/);
    expect(
      `${address?.scheme} ${address?.host}:${address?.port} ${address?.database} ${JSON.stringify(address?.parameters)}`,
    ).toBe(expected);
  });

  it('takes a bare host only where the name says that it is one', () => {
    expect(environmentValueOf('orders-db', 'DB_HOST')).toEqual({
      kind: 'address',
      address: { scheme: '', host: 'orders-db', port: null, database: null, parameters: {} },
    });
    expect(environmentValueOf('kafka-1:9092,kafka-2:9092', 'KAFKA_BROKERS')).toMatchObject({
      address: { host: 'kafka-1', port: 9092 },
    });
    expect(environmentValueOf('orders-db', 'DB_PASSWORD')).toBeNull();
    expect(environmentValueOf('orders-db')).toBeNull();
  });

  it('keeps a module of code only where the name says that it is one of settings', () => {
    const word = { kind: 'word', value: 'shop.settings.live' };
    expect(environmentValueOf('shop.settings.live', 'DJANGO_SETTINGS_MODULE')).toEqual(word);
    expect(environmentValueOf('shop.settings.live', 'DJANGO_SECRET')).toBeNull();
    expect(environmentValueOf('k3y with/blanks', 'DJANGO_SETTINGS_MODULE')).toBeNull();
  });
});

describe('names of the environment', () => {
  it('are told from names', () => {
    expect(['DATABASE_URL', 'spring.datasource.url', '_A'].map(isEnvironmentName)).toEqual([true, true, true]);
    expect(['postgres://shop:hush@db', 'A B', '', '9A', '"A'].map(isEnvironmentName)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
