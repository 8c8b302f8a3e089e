import { describe, expect, it } from 'vitest';
import { render } from './rendering.ts';

const cases: readonly (readonly [title: string, code: string, classes: readonly string[]])[] = [
  [
    'fields of the body',
    'class Cart { items = []; static all: Map<string, Cart> = new Map(); private readonly max = 10; #secret; declare shop: Shop; }',
    [
      'class Cart',
      '  items = []',
      '  static all: Map<string, Cart!> = map()',
      '  private readonly max = 10',
      '  private #secret',
      '  shop: Shop',
    ],
  ],
  [
    'fields that the constructor assigns',
    'class Cart { constructor(owner) { this.items = []; this.owner = owner; this.a.b = 1; } add() { this.later = 1; } }',
    ['class Cart', '  items = []', '  owner = owner from owner', '  add()'],
  ],
  [
    'fields written down first and assigned later',
    'class Cart { private readonly store: Store; constructor(store: Store) { this.store = store; } }',
    ['class Cart', '  private readonly store: Store = store from store'],
  ],
  [
    'parameters that are fields',
    "class Cart { constructor(private readonly store: Store, @Inject('CLOCK') public clock, count: number) {} }",
    ['class Cart', '  private readonly store: Store = store from store', '  @~Inject clock = clock from clock'],
  ],
  [
    'an injected parameter that is kept by hand',
    "class Cart { constructor(@Inject('STORE') store: Store) { this.store = store; } }",
    ['class Cart', '  @~Inject store: Store = store from store'],
  ],
  [
    'decorators',
    '@Injectable() class Cart { @Prop items: Item[]; @Cron("0 3 * * *") @Log night() {} }',
    ['class Cart', '  @~Prop items: Array<Item>', '  night()'],
  ],
  [
    'bases',
    'class Cart extends mixin(Base).of implements Shop<Item>, a.b.Closable {}',
    ['class Cart extends ~mixin(~Base).of implements Shop<Item> implements a.b.Closable'],
  ],
  ['a class that a variable names', 'const Cart = class { add() {} };', ['class Cart', '  add()']],
  [
    'members without a body',
    'abstract class Cart { abstract add(): void; total(): number; total() { return 1; } }',
    ['class Cart', '  total()'],
  ],
  ['computed names', "class Cart { [key] = 1; ['known']() {} }", ['class Cart', '  * = 1', '  known()']],
  [
    'functions in fields',
    'class Cart { add = async (item) => this.items.push(item); }',
    ['class Cart', '  add = ƒ add'],
  ],
];

describe('classes', () => {
  it.each(cases)('%s', (_title, code, expected) => {
    expect(render(code).classes).toEqual(expected);
  });

  it('run the initialisers of fields when an instance is made, and those of static fields where the class is written', () => {
    const { operations } = render(`
      class Cart {
        store = connect(process.env.REDIS_URL);
        static shared = warm(this.limit);
        static { register(this); }
        @Watch() [name()] = later(() => inner());
      }
    `);
    expect(operations('Cart')).toEqual(['call ~connect(env REDIS_URL)', 'call ~later(ƒ ƒ2)']);
    expect(operations('')).toEqual(['call ~warm(Cart.limit)', 'call ~register(Cart)', 'call ~name()', 'call ~Watch()']);
  });

  it('know which class this belongs to', () => {
    const { operations } = render(`
      class Outer {
        place() {
          this.a = 1;
          const arrow = () => { this.b = 1; };
          function plain() { this.c = 1; }
          const object = { method() { this.d = 1; } };
          class Inner { nested() { this.e = 1; } }
        }
      }
    `);
    expect(['place', 'arrow', 'plain', 'method', 'nested'].flatMap((name) => operations(name))).toEqual([
      'assign this.a = 1',
      'assign this.b = 1',
      'assign this?.c = 1',
      'assign this?.d = 1',
      'assign this.e = 1',
    ]);
  });

  it('hold decorators with their calls', () => {
    const { code } = render(
      "@Controller('orders') class Orders { @Get(':id') find(@Param('id') id) {} @Plain other() {} }",
    );
    const argumentsOf = (call: number | null): unknown => (call === null ? null : code.calls[call]?.arguments[0]);
    expect(code.classes[0]?.decorators.map(({ call }) => argumentsOf(call))).toMatchObject([{ value: 'orders' }]);
    expect(code.functions.map(({ decorators }) => decorators.map(({ call }) => argumentsOf(call)))).toMatchObject([
      [],
      [{ value: ':id' }],
      [null],
    ]);
  });

  it('stand with the name alone', () => {
    const text =
      'export class OrderService { private readonly carts = 1; constructor(readonly clock) { this.open = 1; } async place() {} }';
    const { code } = render(text);
    const at = ([start, end]: readonly [number, number]): string => text.slice(start, end);
    expect(code.classes.map(({ nameSpan }) => at(nameSpan))).toEqual(['OrderService']);
    expect(code.classes[0]?.fields.map(({ span }) => at(span))).toEqual(['carts', 'clock', 'open']);
    expect(code.functions.map(({ nameSpan }) => at(nameSpan))).toEqual(['', 'OrderService', 'constructor', 'place']);
  });
});
