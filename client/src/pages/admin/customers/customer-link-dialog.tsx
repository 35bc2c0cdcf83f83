import { LinkIcon } from 'lucide-react';
import { useId, useState } from 'react';
import { linkDays } from '#shared/api/customer-links.ts';
import { useIssueCustomerLink } from '../../../api/customer-links.ts';
import type { Customer } from '../../../api/customers.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { newIdempotencyKey } from '../../../components/new-idempotency-key.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { Label } from '../../../components/ui/label.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { CustomerLinkList } from './customer-link-list.tsx';

/** Makes links to a customer's own page, and withdraws them. */
export function CustomerLinkDialog({ customer }: { customer: Customer }) {
  return (
    <Dialog
      title={`A link for ${customer.name ?? `customer ${customer.id}`}`}
      description="It opens the customer’s own page without a log-in: balance, servers, charges, statements and their spend limit. Send it to nobody else."
      trigger={
        <Button>
          <LinkIcon aria-hidden="true" /> Link for the customer
        </Button>
      }
    >
      <NewLink customerId={customer.id} />
      <CustomerLinkList customerId={customer.id} />
    </Dialog>
  );
}

const choices = linkDays.map((days) => ({
  value: String(days),
  label: days === 1 ? 'One day' : `${days} days`,
}));

function NewLink({ customerId }: { customerId: number }) {
  const issue = useIssueCustomerLink();
  const [days, setDays] = useState('7');
  // One a wish: pressed again after a lost reply, it tells the link that was made.
  const [key, setKey] = useState(newIdempotencyKey);
  const make = () => {
    const wish = { id: customerId, days: Number(days), idempotencyKey: key };
    issue.mutate(wish, { onSuccess: () => setKey(newIdempotencyKey()) });
  };
  const choose = (chosen: string) => {
    setDays(chosen);
    setKey(newIdempotencyKey());
  };
  const daysId = useId();
  return (
    <div className="grid gap-3">
      <div className="flex items-end gap-2">
        <div className="grid flex-1 gap-1.5">
          <Label htmlFor={daysId}>It opens the page for</Label>
          <Select id={daysId} choices={choices} value={days} onChange={choose} />
        </div>
        <Button variant="primary" busy={issue.isPending} onClick={make}>
          Make a link
        </Button>
      </div>
      {issue.error ? <ErrorNotice error={issue.error} /> : null}
      {issue.data ? <MadeLink address={issue.data.address} /> : null}
    </div>
  );
}

function MadeLink({ address }: { address: string }) {
  return (
    <div aria-live="polite" className="grid gap-2 rounded-lg bg-sunken px-3.5 py-3 text-sm">
      <p className="text-ink-soft">Shown once: copy it now. It can be withdrawn below at any time.</p>
      <div className="flex gap-2">
        <Input
          readOnly
          aria-label="The link"
          value={address}
          className="min-w-0 flex-1 font-mono text-xs"
          onFocus={({ target }) => target.select()}
        />
        <CopyButton
          label="Copy"
          variant="primary"
          text={() => address}
          elsewhere="Mark it in the field and copy it from there."
        />
      </div>
    </div>
  );
}
