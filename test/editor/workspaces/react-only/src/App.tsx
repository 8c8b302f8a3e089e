import { useState } from 'react';

const seen = new Map<string, number>();

export function App() {
  const [product, show] = useState('tea');
  seen.set(product, (seen.get(product) ?? 0) + 1);
  return (
    <button type="button" onClick={() => show('coffee')}>
      {product}
    </button>
  );
}
