import { createElement, Suspense } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { lazyPart } from '../../src/renderer/ui/lazy-part.tsx';

const Hello = ({ name }: { name: string }) => `Hello ${name}`;
const drawn = (Part: typeof Hello | ReturnType<typeof lazyPart<{ name: string }>>): string =>
  renderToString(createElement(Suspense, { fallback: 'waiting' }, createElement(Part, { name: 'Anna' })));

describe('a part in a chunk of its own', () => {
  it('is waited for when it was not fetched, and drawn at once when it was', async () => {
    let fetches = 0;
    const Part = lazyPart(async () => {
      fetches += 1;
      return Hello;
    });
    expect(drawn(Part)).toContain('waiting');
    await Part.fetch();
    expect(drawn(Part)).toContain('Hello Anna');
    expect(fetches).toBe(2);
  });
});
