import type { Library } from '../types.ts';
import { argument, effect, made, method } from './wording.ts';

const modules = ['stripe'];

const makers = ['default', 'Stripe'].map((name) => made(modules, name));

const client = (...names: string[]) => method('stripe.client', ...names);

const moving = client(
  'charges.create',
  'charges.capture',
  'paymentIntents.create',
  'paymentIntents.confirm',
  'paymentIntents.capture',
  'refunds.create',
  'transfers.create',
  'payouts.create',
  'invoices.pay',
);

/** Calls by which a customer is to pay later, or perhaps nothing: a subscription may be to a plan that is free. */
const preparing: readonly (readonly [string, ReturnType<typeof client>])[] = [
  ['subscription', client('subscriptions.create')],
  ['change of a subscription', client('subscriptions.update', 'subscriptions.cancel')],
  ['invoice', client('invoices.create', 'invoices.finalizeInvoice', 'invoiceItems.create')],
  ['checkout', client('checkout.sessions.create')],
];

export const stripe: Library = {
  id: 'stripe',
  title: 'Stripe',
  packages: modules,
  types: [
    {
      type: 'stripe.client',
      madeBy: makers,
      declaredAs: [
        { modules, name: 'default' },
        { modules, name: 'Stripe' },
      ],
    },
  ],
  uses: makers.map((call) => ({ call, role: 'payment', options: argument(1) })),
  effects: [effect('payment', moving), ...preparing.map(([thing, call]) => ({ ...effect('payment', call), thing }))],
  citation: { title: 'Stripe: Node.js library', url: 'https://docs.stripe.com/api?lang=node' },
};
