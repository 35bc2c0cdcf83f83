import { formatTenDecimals, parseTenDecimals } from '#shared/billing/tokens.ts';
import type { CreditPosting } from '../../../api/credit.ts';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Tokens } from '../../../components/tokens.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';

/** What VirtFusion said before and after a reply was lost; nothing where none was. */
export function PostingEvidence({ posting, mayDecide }: { posting: CreditPosting; mayDecide: boolean }) {
  if (posting.lostAt === null && posting.state !== 'unclear') return null;
  const moved = movement(posting);
  return (
    <Card>
      <CardHeader
        title="Evidence"
        description="The reply to this posting was lost. Whether it arrived shows in the balance, unless something else moved it as well."
      />
      <CardBody className="grid gap-3 pt-3 pb-2">
        {posting.state === 'unclear' ? <WhatToDo id={posting.id} mayDecide={mayDecide} /> : null}
        <DefinitionList
          items={[
            posting.lostAt !== null && {
              term: 'Reply lost',
              detail: <Instant value={posting.lostAt} show="exact" />,
            },
            { term: 'Balance before', detail: <Balance tokens={posting.balanceBefore} /> },
            { term: 'Posted', detail: <Tokens amount={posting.tokens} signed /> },
            {
              term: 'Balance after',
              detail: (
                <>
                  <Balance tokens={posting.balanceAfter} />
                  {posting.readAfterAt === null ? null : (
                    <>
                      , read <Instant value={posting.readAfterAt} show="exact" />
                    </>
                  )}
                </>
              ),
            },
            moved !== null && {
              term: 'So it moved by',
              detail: (
                <>
                  <Tokens amount={moved} signed />
                  {moved === posting.tokens || moved === '0'
                    ? null
                    : ', which is neither nothing nor what was posted: something else moved it as well'}
                </>
              ),
            },
            {
              term: 'Billed by VirtFusion itself',
              detail: posting.hasNativeServers
                ? 'The customer has servers that VirtFusion bills from the same credit.'
                : 'No server of this customer.',
            },
            posting.hasNativeServers && {
              term: 'Its own billing this month',
              detail: (
                <>
                  <Balance tokens={posting.nativeBefore} /> before, <Balance tokens={posting.nativeAfter} />{' '}
                  after
                </>
              ),
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}

/** By how much the balance moved while nobody knew; null where one of the two is not known. */
function movement({ balanceBefore, balanceAfter }: CreditPosting): string | null {
  if (balanceBefore === null || balanceAfter === null) return null;
  return formatTenDecimals(parseTenDecimals(balanceAfter) - parseTenDecimals(balanceBefore));
}

function WhatToDo({ id, mayDecide }: { id: number; mayDecide: boolean }) {
  return (
    <Callout tone="bad" title="Look in VirtFusion, then decide">
      Open the user’s credit in VirtFusion and look for an entry with reference {id}. If it is there, it
      arrived; if it is not, it did not, and what is owed goes with the next posting. Nothing more is posted
      for this customer until then.{mayDecide ? '' : ' Somebody who may adjust wallets can decide.'}
    </Callout>
  );
}

function Balance({ tokens }: { tokens: string | null }) {
  return tokens === null ? <span className="text-ink-faint">Not known</span> : <Tokens amount={tokens} />;
}
