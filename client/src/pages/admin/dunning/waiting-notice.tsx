import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dunning } from '#shared/api/dunning.ts';
import { policyQuery, useReleaseSuspensions } from '../../../api/dunning.ts';
import { Can } from '../../../components/can.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { paths } from '../../../paths.ts';

/** Suspensions that wait for a person, with the way to say yes. Nothing while none waits. */
export function WaitingNotice() {
  const { data } = useQuery({ ...policyQuery, refetchInterval: 30_000 });
  if (!data || data.waiting === 0) return null;
  const { waiting } = data;
  return (
    <Callout
      className="mb-4"
      tone="warn"
      title={waiting === 1 ? 'One suspension waits for a person' : `${waiting} suspensions wait for a person`}
      actions={
        <Can permission="settings.write">
          <ReleaseDialog waiting={waiting} />
        </Can>
      }
    >
      More than {data.policy.mostADay} customers would be suspended in a day. Look whether that is right: a
      wrong price empties wallets too. <TextLink href={paths.dunning({ hold: 'limit' })}>Show them</TextLink>
    </Callout>
  );
}

const schema = dunning.release.input.pick({ reason: true });

function ReleaseDialog({ waiting }: { waiting: number }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={waiting === 1 ? 'Let one customer be suspended' : `Let ${waiting} customers be suspended`}
      description="Their servers are suspended within minutes. Whoever pays before that is not."
      trigger={<Button>Let them be suspended</Button>}
    >
      <ReleaseForm waiting={waiting} close={() => setOpen(false)} />
    </Dialog>
  );
}

function ReleaseForm({ waiting, close }: { waiting: number; close: () => void }) {
  const release = useReleaseSuspensions();
  const toast = useToast();
  const form = useServerForm({
    schema,
    saved: { reason: '' },
    save: async ({ reason }) => {
      await release.mutateAsync({ customers: waiting, reason });
      toast({ title: 'They are judged again now' });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Let them be suspended"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <TextareaField name="reason" label="Reason" hint="Kept in the audit log." />
    </Form>
  );
}
