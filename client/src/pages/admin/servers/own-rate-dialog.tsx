import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { price } from '#shared/api/values.ts';
import { useAddRate } from '../../../api/rates.ts';
import type { ServerDetail } from '../../../api/servers.ts';
import { settingsQuery } from '../../../api/settings.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Money } from '../../../components/money.tsx';
import { serverName } from '../../../components/server-name.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { HourField } from '../../../forms/hour-field.tsx';
import { MoneyField } from '../../../forms/money-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { blankRate, inputOf, type NewRate, newRate } from '../rates/new-rate.ts';
import { PricePreview } from '../rates/price-preview.tsx';
import { type PriceTerms, priceTerms } from '../rates/price-terms.ts';
import { startChoices } from '../rates/start-choices.ts';

/** Gives one server a price of its own, from an hour on. */
export function OwnRateDialog({ server }: { server: ServerDetail }) {
  const [open, setOpen] = useState(false);
  const settings = useQuery({ ...settingsQuery, enabled: open });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`A price for ${serverName(server)} alone`}
      description="It holds from its hour on, whatever its package costs. Prices are added, never edited."
      trigger={<Button>Set its own price</Button>}
    >
      {settings.data ? (
        <OwnRateForm
          server={server}
          terms={priceTerms(settings.data.settings)}
          close={() => setOpen(false)}
        />
      ) : settings.error ? (
        <ErrorNotice error={settings.error} retry={() => settings.refetch()} retrying={settings.isFetching} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </Dialog>
  );
}

interface OwnRateFormProps {
  server: ServerDetail;
  terms: PriceTerms;
  close: () => void;
}

function OwnRateForm({ server, terms, close }: OwnRateFormProps) {
  const now = useNow();
  const add = useAddRate();
  const toast = useToast();
  const form = useServerForm<NewRate>({
    schema: newRate,
    saved: blankRate,
    save: async (values) => {
      await add.mutateAsync({ serverId: server.id, ...inputOf(values) });
      toast({ title: `${serverName(server)} has a price of its own` });
      close();
      return null;
    },
  });
  const { monthlyPrice, starts } = useWatch({ control: form.form.control });
  const amount = price.safeParse(monthlyPrice);
  const waiting = { waitingServers: server.waitingSince ? 1 : 0, waitingSince: server.waitingSince };
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Set price"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <p className="text-sm text-ink-soft">
        {server.monthlyPrice === null ? (
          'It has no price now.'
        ) : (
          <>
            Now it costs <Money amount={server.monthlyPrice} /> a month.
          </>
        )}
      </p>
      <MoneyField name="monthlyPrice" label="Monthly price" className="max-w-56" />
      <PricePreview monthlyPrice={amount.success ? amount.data : null} terms={terms} />
      <RadioField name="starts" label="From when" choices={startChoices(waiting, now)} />
      {starts === 'chosen' ? (
        <HourField
          name="effectiveFrom"
          label="Hour"
          hint="A whole hour, in UTC as all billing is."
          min={now}
        />
      ) : null}
      <TextareaField
        name="reason"
        label="Reason (optional)"
        hint="Kept with the price and in the audit log."
      />
    </Form>
  );
}
