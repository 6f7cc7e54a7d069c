import { useId, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { m } from './messages.ts';
import { t } from './text.ts';

/** A dialog that is a form: Cancel and one button that sends it, Enter sends it too. `before` stands before Cancel. */
export const FormDialog = ({
  open = true,
  onClose,
  title,
  description,
  wide = false,
  submit,
  disabled = false,
  disabledReason = null,
  before,
  onSubmit,
  children,
}: {
  open?: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  wide?: boolean;
  /** The words of the button that sends. */
  submit: string;
  disabled?: boolean;
  disabledReason?: string | null;
  before?: ReactNode;
  onSubmit: () => void;
  children: ReactNode;
}) => {
  const form = useId();
  return (
    <Dialog
      open={open}
      onOpenChange={(now) => !now && onClose()}
      title={title}
      description={description}
      wide={wide}
      footer={
        <>
          {before}
          <Button onClick={onClose}>{t(m.cancel)}</Button>
          <Button variant="primary" type="submit" form={form} disabled={disabled} disabledReason={disabledReason}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
};
