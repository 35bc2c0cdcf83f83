import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { dunning } from '#shared/api/dunning.ts';
import { useEndFlag, useFlagCustomer } from '../../../api/dunning.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { HourField } from '../../../forms/hour-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { nextHourAfter, wholeHourText } from '../../../forms/whole-hour.ts';
import { useNow } from '../../../hooks/use-now.ts';

const { reason } = dunning.flag.input.shape;

const schema = z
  .object({ reason, ends: z.enum(['never', 'chosen']), until: z.string() })
  .refine(({ ends, until }) => ends === 'never' || wholeHourText.test(until), {
    path: ['until'],
    message: 'Choose a whole hour, such as 18:00',
  });
type Values = z.input<typeof schema>;

/** Never suspend this customer, for a reason. */
export function FlagDialog({ customerId }: { customerId: number }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Never suspend this customer"
      description="Whatever is owed. Servers that we suspended come back."
      trigger={<Button>Never suspend</Button>}
    >
      <FlagForm customerId={customerId} close={() => setOpen(false)} />
    </Dialog>
  );
}

function FlagForm({ customerId, close }: { customerId: number; close: () => void }) {
  const flag = useFlagCustomer();
  const toast = useToast();
  const next = nextHourAfter(useNow());
  const form = useServerForm<Values>({
    schema,
    saved: { reason: '', ends: 'never', until: '' },
    save: async ({ reason: why, ends, until }) => {
      await flag.mutateAsync({ id: customerId, reason: why, until: ends === 'chosen' ? until : undefined });
      toast({ title: 'Never suspended from now on' });
      close();
      return null;
    },
  });
  const { ends } = useWatch({ control: form.form.control });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Never suspend"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <RadioField
        name="ends"
        label="Until when"
        choices={[
          { value: 'never', label: 'Until somebody takes it away' },
          { value: 'chosen', label: 'Until an hour', hint: 'Then the ladder begins with the whole grace.' },
        ]}
      />
      {ends === 'chosen' ? <HourField name="until" label="Until" min={next} /> : null}
      <TextareaField name="reason" label="Reason" hint="Shown here, and kept in the audit log." />
    </Form>
  );
}

/** Takes the flag away, for a reason. */
export function EndFlagDialog({ customerId }: { customerId: number }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Take the flag away"
      description="If the wallet is below zero, the whole grace begins now."
      trigger={<Button>Take the flag away</Button>}
    >
      <EndFlagForm customerId={customerId} close={() => setOpen(false)} />
    </Dialog>
  );
}

const endSchema = z.object({ reason });

function EndFlagForm({ customerId, close }: { customerId: number; close: () => void }) {
  const end = useEndFlag();
  const toast = useToast();
  const form = useServerForm({
    schema: endSchema,
    saved: { reason: '' },
    save: async (values) => {
      await end.mutateAsync({ id: customerId, ...values });
      toast({ title: 'The flag is gone' });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Take it away"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <TextareaField name="reason" label="Reason" hint="Kept in the audit log." />
    </Form>
  );
}
