import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 300;

/**
 * The text of a filter that also lives in the address: the field answers at once, the address follows when the typing pauses, and where a link
 * or the way back brings another filter, the field follows the address. `tell` must keep its identity.
 */
export const useFilterText = (
  told: string | undefined,
  tell: (filter: string | undefined) => void,
): [text: string, setText: (text: string) => void] => {
  const address = told ?? '';
  const [text, setText] = useState(address);
  const [seen, setSeen] = useState(address);
  // What this field last sent there itself: its coming back must not undo what was typed meanwhile.
  const sent = useRef<string | null>(null);
  if (seen !== address) {
    setSeen(address);
    if (sent.current === address) sent.current = null;
    else setText(address);
  }
  useEffect(() => {
    if (address === text) return;
    const timer = setTimeout(() => {
      sent.current = text;
      tell(text || undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, address, tell]);
  return [text, setText];
};
