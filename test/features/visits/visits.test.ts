import { expect, test } from 'vitest';
import { createVisits } from '../../../src/main/features/visits/visits.ts';
import { newStore } from '../../store/helpers.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-02T08:00:00Z');

function desk() {
  const { db } = newStore();
  let now = START;
  const visits = createVisits({ db, now: () => now, readonly: false });
  return {
    db,
    at: (hours: number, dismissed?: boolean, clientId = '1') => {
      now = START + hours * HOUR;
      const since = visits.look(clientId, dismissed);
      return since === null ? null : (since - START) / HOUR;
    },
  };
}

test('news are counted from the end of the visit before, however often one looks within a visit', () => {
  const { at } = desk();
  expect(at(0)).toBeNull();
  expect(at(1)).toBeNull();
  expect(at(24)).toBe(1);
  expect(at(25)).toBe(1);
  // Looking on and on is one visit, each look prolongs it.
  expect(at(28.5)).toBe(1);
  expect(at(48)).toBe(28.5);
  expect(at(48, undefined, '2')).toBeNull();
});

test('what was put away stays away, is taken back, and newer things are news again', () => {
  const { at } = desk();
  at(0);
  expect(at(24)).toBe(0);
  expect(at(25, true)).toBe(25);
  expect(at(26)).toBe(25);
  expect(at(26, false)).toBe(0);
  expect(at(26, true)).toBe(26);
  expect(at(72)).toBe(26);
  expect(at(96)).toBe(72);
});

test('a stored visit that cannot be read is none, and a process that only reads notes nothing', () => {
  const { db, at } = desk();
  db.prepare('INSERT INTO setting (key, value) VALUES (\'visit:9\', \'{"last":"soon"}\')').run();
  expect(at(0, undefined, '9')).toBeNull();
  const reading = createVisits({ db, now: () => START + 48 * HOUR, readonly: true });
  expect(reading.look('9')).toBe(START);
  expect(reading.look('9')).toBe(START);
});
