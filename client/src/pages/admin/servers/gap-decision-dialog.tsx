import { useState } from 'react';
import { servers } from '#shared/api/servers.ts';
import { type ServerDetail, useDecideGap } from '../../../api/servers.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const schema = servers.decideGap.input.pick({ decision: true, reason: true });

/** Decides what becomes of unseen hours that are held for review. */
export function GapDecisionDialog({ server }: { server: ServerDetail }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Are the unseen hours billed?"
      description="Both ends of the gap show the same state, but nobody saw what lies between. Such charges stay marked."
      trigger={<Button variant="primary">Decide</Button>}
    >
      <GapDecisionForm server={server} close={() => setOpen(false)} />
    </Dialog>
  );
}

function GapDecisionForm({ server, close }: { server: ServerDetail; close: () => void }) {
  const decide = useDecideGap();
  const toast = useToast();
  const form = useServerForm<{ decision: 'bill' | 'free'; reason: string }>({
    schema,
    saved: { decision: 'free', reason: '' },
    save: async (values) => {
      await decide.mutateAsync({ ...values, id: server.id });
      toast({
        title: values.decision === 'bill' ? 'The unseen hours will be billed' : 'The unseen hours are free',
        description: 'The next run goes on from here.',
      });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Decide"
      actions={<DialogClose render={<Button>Cancel</Button>} />}
    >
      <RadioField
        name="decision"
        label="Decision"
        choices={[
          { value: 'free', label: 'Free', hint: 'The customer pays nothing for the hours nobody saw.' },
          { value: 'bill', label: 'Bill', hint: 'They count as the state that both ends show.' },
        ]}
      />
      <TextareaField name="reason" label="Reason" hint="Kept in the audit log." />
    </Form>
  );
}
