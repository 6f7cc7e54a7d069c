import { create } from 'zustand';
import { widthFromText } from './inspector-width.ts';

const KEY = 'tidemark.inspector';

// Its figures are also drawn without a page, by tests and for files, where nothing is kept.
const kept = (): string | null => ('localStorage' in globalThis ? localStorage.getItem(KEY) : null);

/** How wide the inspector is: as the person left it, on this computer. */
export const useInspectorWidth = create<{ width: number }>(() => ({ width: widthFromText(kept()) }));

export const setInspectorWidth = (width: number): void => {
  useInspectorWidth.setState({ width });
  localStorage.setItem(KEY, String(width));
};
