import { useState } from 'react';
import { servers } from '#shared/api/servers.ts';
import { type Exemption, type ServerDetail, useEndExemption } from '../../../api/servers.ts';
import { exactInstant } from '../../../components/instant.tsx';
import { serverName } from '../../../components/server-name.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { nextHourAfter } from '../../../forms/whole-hour.ts';
import { useNow } from '../../../hooks/use-now.ts';

const schema = servers.endExemption.input.pick({ reason: true });

/** Bills an exempt server again, or calls off an exemption that has not begun. */
export function EndExemptionDialog({ server, exemption }: { server: ServerDetail; exemption: Exemption }) {
  const [open, setOpen] = useState(false);
  const now = useNow();
  const next = nextHourAfter(now);
  const begun = exemption.from <= now;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={begun ? `Bill ${serverName(server)} again?` : 'Call this exemption off?'}
      description={
        begun
          ? `It is billed from ${exactInstant(next, 'UTC')} on. The hours until then stay free.`
          : 'It has not begun: no hour was ever exempt by it.'
      }
      trigger={<Button size="sm">{begun ? 'End' : 'Call off'}</Button>}
    >
      <EndForm server={server} exemption={exemption} close={() => setOpen(false)} />
    </Dialog>
  );
}

function EndForm({
  server,
  exemption,
  close,
}: {
  server: ServerDetail;
  exemption: Exemption;
  close: () => void;
}) {
  const end = useEndExemption();
  const toast = useToast();
  const form = useServerForm({
    schema,
    saved: { reason: '' },
    save: async ({ reason }) => {
      await end.mutateAsync({ id: server.id, exemptionId: exemption.id, reason });
      toast({ title: `${serverName(server)} is billed again` });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Bill it again"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <TextareaField name="reason" label="Reason" hint="Kept in the audit log." />
    </Form>
  );
}
