import { expect, test } from 'vitest';
import { addAnnotationInput } from '../../../src/contract/annotations.ts';
import { createAnnotations } from '../../../src/main/features/annotations/annotations.ts';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { findOrCreateClient } from '../../../src/main/store/writes/clients.ts';
import { newStore, NOW } from '../../store/helpers.ts';

function open() {
  const { db } = newStore();
  let [ids, now] = [0, NOW];
  const notes = createAnnotations(db, {
    now: () => (now += 1),
    newId: () => `note-${(ids += 1)}`,
    changed: () => undefined,
  });
  const client = findOrCreateClient(db, { name: 'Epoca', now: NOW });
  return { db, notes, client };
}

test('notes are listed by day, changed, removed and put back', () => {
  const { notes, client } = open();
  const late = notes.add({ clientId: client, day: '2026-11-10', text: 'New landing page', kind: 'creative' });
  const early = notes.add({ clientId: client, day: '2026-11-01', text: 'Budget up', kind: 'budget' });
  expect(notes.list(client, null).map((note) => note.id)).toEqual([early.id, late.id]);
  expect(notes.list(client, { from: '2026-11-02', to: '2026-11-30' }).map((note) => note.id)).toEqual([late.id]);

  const { annotation, before } = notes.edit(late.id, { text: 'Newer landing page' });
  expect(annotation).toMatchObject({ text: 'Newer landing page', kind: 'creative', day: '2026-11-10' });
  expect(annotation.updatedAt > annotation.createdAt).toBe(true);
  expect(notes.edit(late.id, before).annotation.text).toBe('New landing page');

  notes.remove(late.id);
  expect(notes.list(client, null)).toHaveLength(1);
  expect(() => notes.edit(late.id, { text: 'x' })).toThrow(Refusal);
  expect(() => notes.remove(late.id)).toThrow(/not there any more/);
  expect(notes.restore(late.id).text).toBe('New landing page');
  expect(notes.list(client, null)).toHaveLength(2);
});

test('notes of clients that are not there, and empty or endless ones, are refused', () => {
  const { notes, client } = open();
  expect(() => notes.add({ clientId: '99', day: '2026-11-10', text: 'x', kind: 'note' })).toThrow(/client/);
  expect(() => notes.list('abc', null)).toThrow(Refusal);
  expect(() => notes.restore('nothing')).toThrow(/note/);
  const asked = { clientId: client, day: '2026-11-10' };
  expect(addAnnotationInput.safeParse({ ...asked, text: ' \n ' }).success).toBe(false);
  expect(addAnnotationInput.safeParse({ ...asked, text: 'x'.repeat(501) }).success).toBe(false);
  expect(addAnnotationInput.parse({ ...asked, text: ' ok ' })).toMatchObject({ text: 'ok', kind: 'note' });
  expect(addAnnotationInput.safeParse({ ...asked, day: '2026-02-30', text: 'ok' }).success).toBe(false);
});

test('a client does not collect notes without end', () => {
  const { db, notes, client } = open();
  db.transaction(() => {
    for (let index = 0; index < 2_000; index += 1)
      notes.add({ clientId: client, day: '2026-11-10', text: 'x', kind: 'note' });
  })();
  expect(() => notes.add({ clientId: client, day: '2026-11-10', text: 'x', kind: 'note' })).toThrow(/2000 notes/);
});
