import { useMutation } from '@tanstack/react-query';
import { Pencil, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { ANNOTATION_KINDS, type Annotation, type AnnotationKind } from '../../../contract/annotations.ts';
import { client, sentenceOf } from '../../bridge.ts';
import { FormDialog, Button, Card, IconButton, notify, Select, TextField, useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { didReversibly, doReversibly } from '../../ui/undo.ts';
import { m } from './messages.ts';

/** A note that is being written: a new one for a day, or one to change. */
export type NoteDraft = { note: Annotation } | { day: string };

const kinds = (): { value: AnnotationKind; label: string }[] =>
  (Object.keys(ANNOTATION_KINDS) as AnnotationKind[]).map((value) => ({
    value,
    label: t(ANNOTATION_KINDS[value].label),
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
      label: t(m.noteRemoved),
      redo: () => client.annotations.remove({ id: note.id }),
      undo: () => client.annotations.restore({ id: note.id }),
    }).catch((error: unknown) => notify({ title: t(m.noteNotRemoved), body: sentenceOf(error), tone: 'failed' }));
  const newest = notes.toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  return (
    <Card
      title={notes.length > 0 ? t(m.notesCounted, { count: f.count(notes.length) }) : t(m.notes)}
      tight
      actions={
        <Button small variant="quiet" icon={Plus} title={t(m.addNoteTip)} onClick={() => onWrite({ day: newDay })}>
          {t(m.addNote)}
        </Button>
      }
    >
      {newest.length === 0 ? (
        <p className="text-text-2">{t(m.notesEmpty)}</p>
      ) : (
        <ul className="max-h-[78px] overflow-auto" tabIndex={newest.length > 3 ? 0 : undefined} aria-label={t(m.notes)}>
          {newest.map((note) => (
            <li key={note.id} className="group flex h-6 items-center gap-2">
              <span className="w-[52px] shrink-0 text-text-3">{f.day(note.day)}</span>
              <bdi
                className="min-w-0 flex-1 truncate"
                title={t(m.noteTip, { kind: t(ANNOTATION_KINDS[note.kind].label), note: note.text })}
              >
                {note.text}
              </bdi>
              <IconButton
                icon={Pencil}
                label={t(m.changeNoteOf, { day: f.day(note.day) })}
                className="size-6!"
                onClick={() => onWrite({ note })}
              />
              <IconButton
                icon={X}
                label={t(m.removeNoteOf, { day: f.day(note.day) })}
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
          label: t(m.noteChanged),
          redo: () => client.annotations.edit({ id, change: { day, text, kind } }),
          undo: () => client.annotations.edit({ id, change: before }),
        });
        return;
      }
      const { id } = await client.annotations.add({ clientId, day, text, kind });
      didReversibly({
        label: t(m.noteAdded),
        undo: () => client.annotations.remove({ id }),
        redo: () => client.annotations.restore({ id }),
      });
    },
    onSuccess: onClose,
  });
  const noDay = !/^\d{4}-\d{2}-\d{2}$/.test(day);
  return (
    <FormDialog
      title={t(old === null ? m.addNoteTitle : m.changeNoteTitle)}
      onClose={onClose}
      submit={t(old === null ? m.addNote : m.save)}
      disabled={save.isPending}
      onSubmit={() => {
        setTried(true);
        if (text.trim() !== '' && !noDay) save.mutate();
      }}
    >
      <TextField
        label={t(m.noteText)}
        value={text}
        maxLength={500}
        dir="auto"
        onChange={(event) => setText(event.target.value)}
        error={save.isError ? sentenceOf(save.error) : tried && text.trim() === '' ? t(m.noteTextMissing) : null}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t(m.noteDay)}
          type="date"
          value={day}
          max={today}
          onChange={(event) => setDay(event.target.value)}
          error={tried && noDay ? t(m.noteDayMissing) : null}
        />
        <div className="flex flex-col gap-1">
          <span className="font-semibold">{t(m.noteKind)}</span>
          <Select<AnnotationKind> label={t(m.noteKind)} value={kind} onChange={setKind} options={kinds()} />
        </div>
      </div>
    </FormDialog>
  );
};
