import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { reason } from '#shared/api/values.ts';
import { type KeptPrice, keptPriceQuery, useEndKeptPrice } from '../../../api/rates.ts';
import { Can } from '../../../components/can.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { useNow } from '../../../hooks/use-now.ts';

/** Says that a server is kept on an old price, and lets it go; nothing when it is not. */
export function KeptPriceNotice({ serverId }: { serverId: number }) {
  const { data, error, refetch, isFetching } = useQuery(keptPriceQuery(serverId));
  const now = useNow();
  if (error) return <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />;
  const kept = data?.kept;
  if (!kept) return null;
  return (
    <Callout
      title={
        <>
          {kept.since > now ? 'To be kept' : 'Kept'} on the old price {kept.since > now ? 'from' : 'since'}{' '}
          <Instant value={kept.since} show="exact" />
        </>
      }
      actions={
        kept.until ? null : (
          <Can permission="rates.write">
            <EndDialog serverId={serverId} kept={kept} />
          </Can>
        )
      }
    >
      It pays <Money amount={kept.monthlyPrice} /> a month while it has the package {kept.packageName}
      {kept.packagePrice === null ? null : (
        <>
          , which costs <Money amount={kept.packagePrice} /> otherwise
        </>
      )}
      .
      {kept.until ? (
        <>
          {' '}
          This ends <Instant value={kept.until} />.
        </>
      ) : null}
    </Callout>
  );
}

const schema = z.object({ reason });

function EndDialog({ serverId, kept }: { serverId: number; kept: KeptPrice }) {
  const [open, setOpen] = useState(false);
  const end = useEndKeptPrice();
  const toast = useToast();
  const form = useServerForm({
    schema,
    saved: { reason: '' },
    save: async (values) => {
      await end.mutateAsync({ id: serverId, ...values });
      toast({ title: `It pays the price of ${kept.packageName} from the next hour` });
      setOpen(false);
      return null;
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="End the old price?"
      description={`From the next whole hour on it pays what ${kept.packageName} costs. What was charged stays as it was.`}
      trigger={<Button size="sm">End the old price</Button>}
    >
      <Form
        form={form}
        guard={false}
        submitLabel="End it"
        actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
      >
        <TextareaField name="reason" label="Reason" hint="Kept with the price and in the audit log." />
      </Form>
    </Dialog>
  );
}
