import { describe, expect, it } from 'vitest';
import { runsAt } from '../../src/link/reach.ts';
import { cellNamed, chainText, linked } from './linked.ts';

/** One container, reached from a request across a barrel, an injected class, a plugin closure and a callback. */
function shop(registration: string): Readonly<Record<string, string>> {
  return {
    'package.json': '{ "name": "shop", "dependencies": { "fastify": "^5.0.0" } }',
    'src/main.ts': `
      import Fastify from 'fastify';
      import { CartService, CartStore } from './carts';
      import { cartsPlugin } from './plugin';
      const app = Fastify();
      const service = new CartService(new CartStore());
      app.register(cartsPlugin(service));
      app.listen({ port: 3000 });
    `,
    'src/carts/index.ts': `export * from './store.js';\nexport { CartService } from './service.js';`,
    'src/carts/store.ts': `
      export class CartStore {
        readonly carts = new Map<string, string[]>();
        add(user: string, sku: string) {
          this.carts.set(user, [...(this.carts.get(user) ?? []), sku]);
        }
      }
    `,
    'src/carts/service.ts': `
      import type { CartStore } from './store.js';
      export class CartService {
        constructor(private readonly store: CartStore) {}
        addAll(user: string, skus: readonly string[]) {
          skus.forEach((sku) => this.store.add(user, sku));
        }
      }
    `,
    'src/plugin.ts': `
      import type { FastifyInstance } from 'fastify';
      import type { CartService } from './carts';
      export function cartsPlugin(service: CartService) {
        return async (app: FastifyInstance) => {
          ${registration}
        };
      }
    `,
  };
}

describe('one container across files', () => {
  it('is changed by a request, proved step by step', () => {
    const graph = linked(
      shop(`app.post('/carts/:user', async (request) => service.addAll(request.params.user, request.body));`),
    );
    const cell = cellNamed(graph, 'src/carts/store.ts#CartStore.carts');
    const writes = cell.accesses.filter((access) => access.kind === 'write');
    expect(writes).toHaveLength(1);
    const reach = runsAt(graph, writes[0]?.function ?? '', ['request', 'socket', 'queue', 'timer']);
    expect(reach?.certainty).toBe('proved');
    expect(reach === null ? '' : chainText(graph, reach)).toBe(
      'the handler of POST /carts/:user → CartService.addAll → a function in CartService.addAll → CartStore.add',
    );
  });

  it('is silent when only the start of the program changes it', () => {
    const graph = linked(shop(`service.addAll('welcome', ['mug']);`));
    const cell = cellNamed(graph, 'src/carts/store.ts#CartStore.carts');
    const write = cell.accesses.find((access) => access.kind === 'write');
    expect(runsAt(graph, write?.function ?? '', ['request', 'socket', 'queue', 'timer'])).toBeNull();
    expect(runsAt(graph, write?.function ?? '', ['boot'])?.certainty).toBe('proved');
  });
});
