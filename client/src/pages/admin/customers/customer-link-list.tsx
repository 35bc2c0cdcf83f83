import { useQuery } from '@tanstack/react-query';
import { type CustomerLink, customerLinksQuery, useRevokeCustomerLink } from '../../../api/customer-links.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';

const SHOWN = 10;

/** The newest links of a customer; those that still open the page can be withdrawn. */
export function CustomerLinkList({ customerId }: { customerId: number }) {
  const { data, error, refetch, isFetching } = useQuery(customerLinksQuery({ id: customerId, limit: SHOWN }));
  return (
    <section className="mt-5 border-t border-line pt-4">
      <h3 className="text-sm font-semibold">Links made before</h3>
      {error ? (
        <ErrorNotice className="mt-2" error={error} retry={() => refetch()} retrying={isFetching} />
      ) : null}
      {data === undefined && !error ? <Skeleton className="mt-2 h-12" /> : null}
      {data?.rows.length === 0 ? <p className="mt-1 text-sm text-ink-faint">None yet.</p> : null}
      <ul className="divide-y divide-line text-sm">
        {data?.rows.map((link) => (
          <LinkLine key={link.id} link={link} />
        ))}
      </ul>
      {data?.nextCursor ? (
        <p className="mt-1 text-xs text-ink-faint">The newest {SHOWN} are shown; all are in the audit log.</p>
      ) : null}
    </section>
  );
}

function LinkLine({ link }: { link: CustomerLink }) {
  const revoke = useRevokeCustomerLink();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
      <div className="min-w-0">
        <p>
          {link.purpose === 'notice' ? 'In a notice' : `By ${link.issuedBy}`},{' '}
          <Instant value={link.createdAt} />
        </p>
        <p className="text-xs text-ink-faint">
          {link.lastUsedAt ? (
            <>
              Last used <Instant value={link.lastUsedAt} />
            </>
          ) : (
            'Not used yet'
          )}
        </p>
      </div>
      {link.status === 'open' ? (
        <div className="flex items-center gap-3">
          <span className="text-xs text-ink-faint">
            until <Instant value={link.expiresAt} show="exact" />
          </span>
          <ConfirmButton
            size="sm"
            danger
            title="Withdraw this link?"
            description="It stops opening the page at once, also where it is open now. It cannot be brought back; a new one can be made."
            confirmLabel="Withdraw"
            onConfirm={() => revoke.mutateAsync(link.id)}
          >
            Withdraw
          </ConfirmButton>
        </div>
      ) : (
        <Badge tone="neutral">{link.status === 'expired' ? 'Expired' : 'Withdrawn'}</Badge>
      )}
    </li>
  );
}
