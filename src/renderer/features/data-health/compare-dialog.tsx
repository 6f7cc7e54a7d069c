import { useMutation, useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { api, client as engine, sentenceOf } from '../../bridge.ts';
import { Button, Combobox, cx, Dialog, ErrorState, type Choice } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { ComparisonResult } from './compare-result.tsx';
import { m } from './messages-compare.ts';
import { fileProblem, readBase64 } from './model.ts';

/** A file exported from an ad platform against what is stored: choose or drop it, say whose it is, read the verdict. */
export const CompareDialog = ({
  client,
  dropped,
  onClose,
}: {
  /** Id of the client it is about, when that is known. */
  client: string | null;
  dropped: File | null;
  onClose: () => void;
}) => {
  const form = useId();
  const picker = useRef<HTMLInputElement>(null);
  const names = useQuery(api.clients.names.queryOptions({ input: {} }));
  const [whose, setWhose] = useState<Choice | null>(null);
  const [file, setFile] = useState<File | null>(dropped);
  const [over, setOver] = useState(false);
  const [tried, setTried] = useState(false);
  const known = whose ?? names.data?.find((one) => one.id === client) ?? null;
  const problem = file === null ? null : fileProblem(file, window.tidemark !== undefined);
  const compare = useMutation({
    mutationFn: async ({ clientId, chosen }: { clientId: string; chosen: File }) =>
      engine.validation.compareCsv({ clientId, fileName: chosen.name, base64: await readBase64(chosen) }),
  });
  const choose = (chosen: File | undefined): void => {
    if (!chosen) return;
    compare.reset();
    setFile(chosen);
  };
  const result = compare.data;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      wide
      title={result ? t(m.resultTitle, { file: result.fileName }) : t(m.title)}
      description={t(m.description)}
      footer={
        result ? (
          <>
            <Button
              onClick={() => {
                compare.reset();
                setFile(null);
                setTried(false);
              }}
            >
              {t(m.another)}
            </Button>
            <Button variant="primary" onClick={onClose}>
              {t(m.close)}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{t(m.cancel)}</Button>
            <Button variant="primary" type="submit" form={form} disabled={compare.isPending}>
              {t(compare.isPending ? m.comparing : m.compare)}
            </Button>
          </>
        )
      }
    >
      {result ? (
        <ComparisonResult comparison={result} />
      ) : (
        <form
          id={form}
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (file && problem === null && known) compare.mutate({ clientId: known.id, chosen: file });
          }}
        >
          {compare.isError && (
            <ErrorState
              title={t(m.refused)}
              reason={
                compare.error instanceof Error && !('code' in compare.error)
                  ? compare.error.message
                  : sentenceOf(compare.error)
              }
            />
          )}
          <div
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault();
              event.stopPropagation();
              setOver(false);
              choose(event.dataTransfer.files[0]);
            }}
            className={cx(
              'flex flex-col items-center gap-2 rounded-card border border-dashed px-6 py-8 text-center',
              over ? 'border-accent bg-selected' : 'border-control',
            )}
          >
            <FileUp aria-hidden size={20} strokeWidth={1.75} className="text-text-3" />
            <p className="font-semibold break-all">{file ? file.name : t(m.dropHere)}</p>
            <Button onClick={() => picker.current?.click()}>{t(file ? m.chooseOtherFile : m.chooseFile)}</Button>
            <input
              ref={picker}
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              aria-label={t(m.file)}
              className="sr-only"
              tabIndex={-1}
              onChange={(event) => choose(event.target.files?.[0])}
            />
          </div>
          <p aria-live="polite" className="text-bad empty:hidden">
            {problem ?? (tried && file === null ? t(m.fileFirst) : '')}
          </p>
          <div className="flex flex-col gap-1">
            <span aria-hidden className="font-semibold">
              {t(m.client)}
            </span>
            <Combobox
              label={t(m.client)}
              placeholder={t(m.whose)}
              choices={names.data ?? []}
              value={known}
              onChoose={setWhose}
              className="w-[320px] max-w-full"
            />
            <p aria-live="polite" className="text-bad">
              {tried && known === null && t(m.clientFirst)}
            </p>
          </div>
          <p className="text-text-2">{t(m.howToExport)}</p>
        </form>
      )}
    </Dialog>
  );
};
