setInterval(() => fetch(`${process.env.OUTSIDE}/mail`, { method: 'POST' }), 1000);
