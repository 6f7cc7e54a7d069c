import { describe, expect, it } from 'vitest';
import { movedTo, neighbour, pickerList, withColumn } from '../../src/renderer/ui/columns-model.ts';

const all = [
  { id: 'name', name: 'Name', always: true },
  { id: 'spend', name: 'Spend', group: 'Delivery' },
  { id: 'clicks', name: 'Clicks', group: 'Clicks' },
  { id: 'ctr', name: 'CTR', group: 'Clicks' },
];

describe('the column picker', () => {
  it('lists shown columns in their order, then the others', () => {
    expect(pickerList(all, ['name', 'ctr', 'gone']).map((one) => [one.column.id, one.shown])).toEqual([
      ['name', true],
      ['ctr', true],
      ['spend', false],
      ['clicks', false],
    ]);
  });
  it('shows at the end, hides from anywhere', () => {
    expect(withColumn(['name', 'spend'], 'ctr', true)).toEqual(['name', 'spend', 'ctr']);
    expect(withColumn(['name', 'spend', 'ctr'], 'spend', false)).toEqual(['name', 'ctr']);
  });
  it('moves by buttons and by dragging to the same effect', () => {
    const shown = ['name', 'spend', 'clicks', 'ctr'];
    expect(neighbour(all, shown, 'clicks', -1)).toBe('spend');
    expect(movedTo(all, shown, 'clicks', 'spend')).toEqual(['name', 'clicks', 'spend', 'ctr']);
    expect(movedTo(all, shown, 'spend', 'ctr')).toEqual(['name', 'clicks', 'ctr', 'spend']);
  });
  it('nothing passes what is always there, and the ends are ends', () => {
    const shown = ['name', 'spend', 'clicks'];
    expect(neighbour(all, shown, 'spend', -1)).toBeNull();
    expect(neighbour(all, shown, 'clicks', 1)).toBeNull();
    expect(movedTo(all, shown, 'spend', 'name')).toEqual(shown);
    expect(movedTo(all, shown, 'name', 'clicks')).toEqual(shown);
  });
});
