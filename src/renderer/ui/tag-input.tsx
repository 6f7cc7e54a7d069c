import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from './button.tsx';
import { fold } from '../../contract/fold.ts';
import { m } from './messages.ts';
import { t } from './text.ts';

/**
 * Words on a thing: chips to take away, a field to add with Enter or a comma, and the words in use to choose from. Words that differ
 * only in case are one.
 */
export const TagInput = ({
  label,
  values,
  onChange,
  suggestions,
  most = 30,
  longest = 40,
}: {
  label: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
  suggestions: readonly string[];
  most?: number;
  longest?: number;
}) => {
  const id = useId();
  const [text, setText] = useState('');
  const has = (word: string): boolean => values.some((one) => fold(one) === fold(word));
  const add = (typed: readonly string[]): void => {
    const words = typed
      .map((word) => word.replace(/\s+/gu, ' ').trim().slice(0, longest))
      .filter((word) => word !== '' && !has(word));
    if (words.length > 0)
      onChange([...values, ...new Map(words.map((word) => [fold(word), word])).values()].slice(0, most));
    setText('');
  };
  const offered = suggestions.filter((word) => !has(word) && fold(word).includes(fold(text.trim()))).slice(0, 12);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {values.length > 0 && (
        <ul aria-label={t(m.tagsChosen, { label })} className="flex flex-wrap gap-1.5">
          {values.map((word) => (
            <li
              key={word}
              className="inline-flex h-7 max-w-full items-center gap-1 rounded-control bg-sunken ps-2 text-text"
            >
              <bdi className="truncate">{word}</bdi>
              <button
                type="button"
                aria-label={t(m.tagRemove, { tag: word })}
                title={t(m.tagRemove, { tag: word })}
                onClick={() => onChange(values.filter((one) => one !== word))}
                className="inline-flex size-6 items-center justify-center rounded-control text-text-3 hover:text-text"
              >
                <X aria-hidden size={12} strokeWidth={2} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        value={text}
        maxLength={longest * 4}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Backspace' && text === '' && values.length > 0) onChange(values.slice(0, -1));
          if ((event.key !== 'Enter' && event.key !== ',') || text.trim() === '') return;
          event.preventDefault();
          add(text.split(','));
        }}
        // What stands in the field when the person goes on was meant.
        onBlur={() => add(text.split(','))}
        placeholder={t(m.tagAdd)}
        className="h-8 rounded-control border border-control bg-surface px-2.5 text-text"
      />
      {offered.length > 0 && (
        <div role="group" aria-label={t(m.tagsInUse, { label })} className="flex flex-wrap gap-1.5">
          {offered.map((word) => (
            // Before the field loses the focus, which would add the half-typed word.
            <Button
              key={word}
              small
              variant="quiet"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => add([word])}
            >
              + <bdi>{word}</bdi>
            </Button>
          ))}
        </div>
      )}
    </div>
  );
};
