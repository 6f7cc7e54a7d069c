import { create } from 'zustand';
import { widthFromText } from './inspector-width.ts';

const KEY = 'tidemark.inspector';

/** How wide the inspector is: as the person left it, on this computer. */
export const useInspectorWidth = create<{ width: number }>(() => ({ width: widthFromText(localStorage.getItem(KEY)) }));

export const setInspectorWidth = (width: number): void => {
  useInspectorWidth.setState({ width });
  localStorage.setItem(KEY, String(width));
};
