import { describe, expect, it } from 'vitest';
import { analyse } from '../rules/analyse.ts';

describe('names that lead back to themselves', () => {
  it('are followed to an end where a parameter begins as itself', () => {
    const code = [
      "import express from 'express';",
      'function wait(retries = retries) { return retries; }',
      "express().get('/orders', (req, res) => res.json(wait()));",
    ].join('\n');
    const { graph } = analyse(new Map([['src/app.ts', code]]));
    expect(graph.entries).toHaveLength(1);
  });

  it('are followed to an end where a function is given what it holds', () => {
    const code = [
      "import express from 'express';",
      'function place() {}',
      'place.retries = place.retries || 3;',
      "express().get('/orders', (req, res) => res.json(place.retries));",
    ].join('\n');
    const { graph } = analyse(new Map([['src/app.ts', code]]));
    expect(graph.entries).toHaveLength(1);
  });

  it('are followed to an end where a table is given what it holds', () => {
    const code = [
      "import express from 'express';",
      'const steps = {};',
      'function copy(last, next) { steps[next] = steps[last]; }',
      "express().get('/steps/:id', (req, res) => { copy(1, 2); res.json(steps[req.params.id].name); });",
    ].join('\n');
    const { graph } = analyse(new Map([['src/app.ts', code]]));
    expect(graph.entries).toHaveLength(1);
  });

  it('are followed to an end where a parameter has the name of the namespace of its type', () => {
    const code = [
      "import express from 'express';",
      "import * as stripe from './stripe';",
      'function charge(stripe: stripe.Charge) { return stripe.capture(); }',
      "express().post('/charges', (req, res) => res.json(charge(req.body)));",
    ].join('\n');
    const { graph } = analyse(new Map([['src/app.ts', code]]));
    expect(graph.entries).toHaveLength(1);
  });
});
