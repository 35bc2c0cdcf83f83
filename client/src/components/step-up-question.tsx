import { useState } from 'react';
import { auth } from '#shared/api/auth.ts';
import { useConfirm, useSession } from '../api/session.ts';
import { Form } from '../forms/form.tsx';
import { SecretField } from '../forms/secret-field.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useServerForm } from '../forms/use-server-form.ts';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';

export interface StepUpQuestionProps {
  asked: boolean;
  answer: (proved: boolean) => void;
}

/** Is it you? By the password, or by a code for those who have an app. Closed without an answer, it is no. */
export function StepUpQuestion({ asked, answer }: StepUpQuestionProps) {
  const { secondFactor, admin } = useSession();
  const [by, setBy] = useState<'password' | 'code'>('password');
  const Question = by === 'password' ? PasswordForm : CodeForm;
  return (
    <Dialog
      open={asked}
      onOpenChange={(open) => open || answer(false)}
      size="sm"
      title="Confirm that it is you"
      description={`What you are about to do matters, and you signed in a while ago, ${admin.name}. Once confirmed, you are not asked again for ten minutes.`}
    >
      <Question answer={answer} />
      {secondFactor === 'on' ? (
        <Button
          variant="quiet"
          size="sm"
          className="mt-3"
          onClick={() => setBy(by === 'password' ? 'code' : 'password')}
        >
          {by === 'password' ? 'Use a code of the app instead' : 'Use the password instead'}
        </Button>
      ) : null}
    </Dialog>
  );
}

const whole = auth.confirm.input.required();
const passwordSchema = whole.pick({ password: true });
const codeSchema = whole.pick({ code: true });

function PasswordForm({ answer }: Pick<StepUpQuestionProps, 'answer'>) {
  const confirm = useConfirm();
  const form = useServerForm({
    schema: passwordSchema,
    saved: { password: '' },
    save: async (typed) => {
      await confirm.mutateAsync(typed);
      answer(true);
      return null;
    },
  });
  return (
    <Form form={form} guard={false} submitLabel="Confirm" actions={<Cancel answer={answer} />}>
      <SecretField name="password" label="Your password" autoComplete="current-password" />
    </Form>
  );
}

function CodeForm({ answer }: Pick<StepUpQuestionProps, 'answer'>) {
  const confirm = useConfirm();
  const form = useServerForm({
    schema: codeSchema,
    saved: { code: '' },
    save: async (typed) => {
      await confirm.mutateAsync(typed);
      answer(true);
      return null;
    },
  });
  return (
    <Form form={form} guard={false} submitLabel="Confirm" actions={<Cancel answer={answer} />}>
      <TextField
        name="code"
        label="Code"
        hint="The six digits of the authenticator app, or a recovery code."
        inputMode="text"
        autoComplete="one-time-code"
        autoFocus
        mono
      />
    </Form>
  );
}

function Cancel({ answer }: Pick<StepUpQuestionProps, 'answer'>) {
  return <Button onClick={() => answer(false)}>Cancel</Button>;
}
