import type { Library } from '../types.ts';
import { argument, effect, made, method } from './wording.ts';

const modules = ['stripe'];

const makers = ['default', 'Stripe'].map((name) => made(modules, name));

const charging = [
  'charges.create',
  'charges.capture',
  'paymentIntents.create',
  'paymentIntents.confirm',
  'paymentIntents.capture',
  'refunds.create',
  'transfers.create',
  'payouts.create',
  'subscriptions.create',
  'subscriptions.update',
  'subscriptions.cancel',
  'invoices.create',
  'invoices.pay',
  'invoices.finalizeInvoice',
  'invoiceItems.create',
  'checkout.sessions.create',
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
  effects: [effect('payment', method('stripe.client', ...charging))],
  citation: { title: 'Stripe: Node.js library', url: 'https://docs.stripe.com/api?lang=node' },
};
