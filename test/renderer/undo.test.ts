import { beforeEach, describe, expect, it } from 'vitest';
import { didReversibly, doReversibly, forgetHistory, redo, undo, useUndoHistory } from '../../src/renderer/ui/undo.ts';

let value = 0;
const set = (from: number, to: number) => ({
  label: `Set to ${to}`,
  undo: () => void (value = from),
  redo: () => void (value = to),
});
const labels = () => useUndoHistory.getState().past.map((one) => one.label);

beforeEach(() => {
  forgetHistory();
  value = 0;
});

describe('undo', () => {
  it('takes back the newest first and does it again', async () => {
    await doReversibly(set(0, 1));
    await doReversibly(set(1, 2));
    expect(await undo()).toBe(true);
    expect(value).toBe(1);
    expect(await undo()).toBe(true);
    expect(value).toBe(0);
    expect(await undo()).toBe(false);
    expect(await redo()).toBe(true);
    expect(value).toBe(1);
    expect(labels()).toEqual(['Set to 1']);
  });
  it('a message may take back its own action out of turn', async () => {
    const first = set(0, 1);
    didReversibly(first);
    didReversibly({ label: 'other', undo: () => undefined, redo: () => undefined });
    expect(await undo(first)).toBe(true);
    expect(labels()).toEqual(['other']);
    // Its message may be pressed twice.
    expect(await undo(first)).toBe(false);
  });
  it('something new ends what could be done again', async () => {
    await doReversibly(set(0, 1));
    await undo();
    await doReversibly(set(0, 5));
    expect(await redo()).toBe(false);
    expect(value).toBe(5);
  });
  it('what cannot be undone stays where it was', async () => {
    didReversibly({ label: 'stuck', undo: () => Promise.reject(new Error('engine away')), redo: () => undefined });
    expect(await undo()).toBe(false);
    expect(labels()).toEqual(['stuck']);
    expect(useUndoHistory.getState().busy).toBe(false);
  });
  it('what cannot be done at all is not kept, and its failure is the caller’s', async () => {
    await expect(
      doReversibly({ label: 'no', undo: () => undefined, redo: () => Promise.reject(new Error('refused')) }),
    ).rejects.toThrow('refused');
    expect(labels()).toEqual([]);
  });
});
