import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ANNOTATION_KINDS, type Annotation } from '../../../contract/annotations.ts';
import { client, sentenceOf } from '../../bridge.ts';
import { Button, didReversibly, TextField, useFormats } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { Section } from './inspector-section.tsx';
import { m } from './messages.ts';
import type { EntitiesInput } from './use-tree.ts';

/** What was written about the client's days of the period, and a field for more. */
export const NotesOfRange = ({ input, notes }: { input: EntitiesInput; notes: readonly Annotation[] }) => {
  const f = useFormats();
  const [text, setText] = useState('');
  const [day, setDay] = useState(input.range.to);
  const [problem, setProblem] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: () => client.annotations.add({ clientId: input.clientId, day, text, kind: 'note' }),
    onSuccess: ({ id }) => {
      setText('');
      didReversibly({
        label: t(m.noteAdded),
        undo: () => client.annotations.remove({ id }),
        redo: () => client.annotations.restore({ id }),
      });
    },
    onError: (error) => setProblem(sentenceOf(error)),
  });
  return (
    <Section title={t(m.notes)}>
      {notes.length === 0 ? (
        <p className="text-text-2">{t(m.notesEmpty)}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {notes.map((note) => (
            <li key={note.id}>
              <RichText
                message={m.note}
                values={{
                  when: (words) => <span className="text-text-3">{words}</span>,
                  day: f.day(note.day),
                  kind: t(ANNOTATION_KINDS[note.kind].label),
                  note: <bdi>{note.text}</bdi>,
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        noValidate
        className="mt-2 flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const wrong = text.trim() === '' ? t(m.noteWhatMissing) : day === '' ? t(m.noteDayMissing) : null;
          setProblem(wrong);
          if (wrong === null) add.mutate();
        }}
      >
        <TextField
          label={t(m.noteWhat)}
          value={text}
          maxLength={500}
          dir="auto"
          error={problem}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="flex items-end gap-2">
          <TextField label={t(m.noteDay)} type="date" value={day} onChange={(event) => setDay(event.target.value)} />
          <Button type="submit" disabled={add.isPending} className="mb-1">
            {t(m.noteAdd)}
          </Button>
        </div>
      </form>
    </Section>
  );
};
