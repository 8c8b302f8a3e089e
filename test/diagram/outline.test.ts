import { describe, expect, it } from 'vitest';
import { diagramOf } from '../../src/diagram/diagram.ts';
import { outlineOf } from '../../src/diagram/outline.ts';
import { plainScene } from '../../src/diagram/scene.ts';
import { component, shop } from './overlays.ts';

describe('the outline', () => {
  it('says in words all that the picture shows', () => {
    expect(outlineOf(plainScene(shop))).toMatchSnapshot();
  });

  it('has a line for every component and every connection', () => {
    const targets = diagramOf(plainScene(shop), 'now').lines.map((line) => line.target);
    expect(targets.filter((target) => target?.kind === 'component')).toHaveLength(shop.components.length);
    const indices = targets.flatMap((target) => (target?.kind === 'connection' ? [target.index] : []));
    expect(indices.sort((a, b) => a - b)).toEqual(shop.connections.map((_, index) => index));
  });

  it('keeps a name on its own line', () => {
    const text = outlineOf(
      plainScene({ components: [component('service', 'cart\n- admin: no findings')], connections: [] }),
    );
    expect(text.trim().split('\n')).toHaveLength(1);
  });

  it('says so when there is nothing', () => {
    expect(outlineOf(plainScene({ components: [], connections: [] }))).toBe(
      '- No service was found in this workspace.\n',
    );
  });
});
