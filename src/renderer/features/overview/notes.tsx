import { useMutation } from '@tanstack/react-query';
import { Pencil, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { ANNOTATION_KINDS, type Annotation, type AnnotationKind } from '../../../contract/annotations.ts';
import { client, sentenceOf } from '../../bridge.ts';
import { FormDialog, Button, Card, IconButton, notify, Select, TextField, useFormats } from '../../ui/index.ts';
import { didReversibly, doReversibly } from '../../ui/undo.ts';

/** A note that is being written: a new one for a day, or one to change. */
export type NoteDraft = { note: Annotation } | { day: string };

const KINDS = (Object.keys(ANNOTATION_KINDS) as AnnotationKind[]).map((value) => ({
  value,
  label: ANNOTATION_KINDS[value].label,
}));

/** What was written about days of the period, newest first. */
export const Notes = ({
  notes,
  onWrite,
  newDay,
}: {
  notes: readonly Annotation[];
  onWrite: (draft: NoteDraft) => void;
  /** The day a new note is for unless another is chosen. */
  newDay: string;
}) => {
  const f = useFormats();
  const remove = (note: Annotation): void =>
    void doReversibly({
      label: 'Note removed',
      redo: () => client.annotations.remove({ id: note.id }),
      undo: () => client.annotations.restore({ id: note.id }),
    }).catch((error: unknown) =>
      notify({ title: 'The note was not removed', body: sentenceOf(error), tone: 'failed' }),
    );
  const newest = notes.toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  return (
    <Card
      title={notes.length > 0 ? `Notes · ${notes.length}` : 'Notes'}
      tight
      actions={
        <Button
          small
          variant="quiet"
          icon={Plus}
          title="Add a note (A on a point of the chart)"
          onClick={() => onWrite({ day: newDay })}
        >
          Add note
        </Button>
      }
    >
      {newest.length === 0 ? (
        <p className="text-text-2">
          What changed and when: a new creative, a budget, a sale. It shows as a flag on the chart.
        </p>
      ) : (
        <ul className="max-h-[78px] overflow-auto" tabIndex={newest.length > 3 ? 0 : undefined} aria-label="Notes">
          {newest.map((note) => (
            <li key={note.id} className="group flex h-6 items-center gap-2">
              <span className="w-[52px] shrink-0 text-text-3">{f.day(note.day)}</span>
              <bdi className="min-w-0 flex-1 truncate" title={`${ANNOTATION_KINDS[note.kind].label}: ${note.text}`}>
                {note.text}
              </bdi>
              <IconButton
                icon={Pencil}
                label={`Change the note of ${f.day(note.day)}`}
                className="size-6!"
                onClick={() => onWrite({ note })}
              />
              <IconButton
                icon={X}
                label={`Remove the note of ${f.day(note.day)}`}
                className="size-6!"
                onClick={() => remove(note)}
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};

/** Writes a note on a day of the client's own calendar. */
export const NoteDialog = ({
  clientId,
  draft,
  today,
  onClose,
}: {
  clientId: string;
  draft: NoteDraft;
  today: string;
  onClose: () => void;
}) => {
  const old = 'note' in draft ? draft.note : null;
  const [day, setDay] = useState('note' in draft ? draft.note.day : draft.day);
  const [text, setText] = useState(old?.text ?? '');
  const [kind, setKind] = useState<AnnotationKind>(old?.kind ?? 'note');
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: async () => {
      if (old !== null) {
        const { id } = old;
        const before = { day: old.day, text: old.text, kind: old.kind };
        await doReversibly({
          label: 'Note changed',
          redo: () => client.annotations.edit({ id, change: { day, text, kind } }),
          undo: () => client.annotations.edit({ id, change: before }),
        });
        return;
      }
      const { id } = await client.annotations.add({ clientId, day, text, kind });
      didReversibly({
        label: 'Note added',
        undo: () => client.annotations.remove({ id }),
        redo: () => client.annotations.restore({ id }),
      });
    },
    onSuccess: onClose,
  });
  const noDay = !/^\d{4}-\d{2}-\d{2}$/.test(day);
  return (
    <FormDialog
      title={old === null ? 'Add a note' : 'Change the note'}
      onClose={onClose}
      submit={old === null ? 'Add note' : 'Save'}
      disabled={save.isPending}
      onSubmit={() => {
        setTried(true);
        if (text.trim() !== '' && !noDay) save.mutate();
      }}
    >
      <TextField
        label="What happened"
        value={text}
        maxLength={500}
        dir="auto"
        autoFocus
        onChange={(event) => setText(event.target.value)}
        error={
          save.isError
            ? sentenceOf(save.error)
            : tried && text.trim() === ''
              ? 'Write what happened, like New creative.'
              : null
        }
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Day"
          type="date"
          value={day}
          max={today}
          onChange={(event) => setDay(event.target.value)}
          error={tried && noDay ? 'Choose a day.' : null}
        />
        <div className="flex flex-col gap-1">
          <span className="font-semibold">Kind</span>
          <Select<AnnotationKind> label="Kind" value={kind} onChange={setKind} options={KINDS} />
        </div>
      </div>
    </FormDialog>
  );
};
