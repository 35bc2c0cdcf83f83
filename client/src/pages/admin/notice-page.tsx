import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { noticeEvents } from '#shared/notices/events.ts';
import { type DeliveryDetail, deliveryQuery, useReplay } from '../../api/notices.ts';
import { useCan } from '../../components/can.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { customerName } from '../../components/customer-name.ts';
import { DefinitionList } from '../../components/definition-list.tsx';
import { Instant } from '../../components/instant.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { MessageDrawing } from '../../components/message-drawing.tsx';
import { wayWords } from '../../components/notice-words.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { Card, CardBody, CardHeader } from '../../components/ui/card.tsx';
import { paths } from '../../paths.ts';
import { AttemptList } from './notices/attempt-list.tsx';
import { DeliveryBadge } from './notices/delivery-columns.tsx';

const back = { href: paths.notices(), label: 'Notices' };

/** One message on its way to one recipient: what it says, and every attempt. */
export function NoticePage() {
  const { id = '' } = useParams<{ id: string }>();
  const query = useQuery(deliveryQuery(id));
  const may = useCan('billing.run');
  return (
    <Loaded title={`Delivery ${id}`} back={back} query={query}>
      {(delivery) => (
        <>
          <PageHeader
            title={noticeEvents[delivery.event].title}
            badge={<DeliveryBadge delivery={delivery} />}
            back={back}
            actions={may && delivery.state !== 'waiting' ? <Replay delivery={delivery} /> : undefined}
          />
          <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] xl:items-start">
            <div className="grid gap-4">
              {delivery.state === 'unclear' ? (
                <Callout tone="warn" title="It may have arrived">
                  It was handed over, and no answer came. It is not sent again by itself, since it might
                  arrive twice. Send it again if the recipient does not have it.
                </Callout>
              ) : null}
              <Card>
                <CardBody className="py-2">
                  <Facts delivery={delivery} />
                </CardBody>
              </Card>
              <AttemptList attempts={delivery.log} />
            </div>
            <Said delivery={delivery} />
          </div>
        </>
      )}
    </Loaded>
  );
}

function Replay({ delivery }: { delivery: DeliveryDetail }) {
  const replay = useReplay();
  return (
    <ConfirmButton
      title="Send it again?"
      description={
        delivery.way === 'webhook'
          ? 'The receiver gets the same content under the same id, so that it can tell a repeat.'
          : `${delivery.recipient} gets the same message${delivery.state === 'sent' ? ' a second time' : ''}.`
      }
      confirmLabel="Send it again"
      onConfirm={() => replay.mutateAsync(delivery.id)}
    >
      Send again
    </ConfirmButton>
  );
}

function Facts({ delivery }: { delivery: DeliveryDetail }) {
  const { customerId, customerName: name, nextAttemptAt } = delivery;
  return (
    <DefinitionList
      items={[
        { term: 'Way', detail: wayWords[delivery.way].label },
        { term: 'To', detail: delivery.recipient },
        customerId !== null && {
          term: 'Customer',
          detail: (
            <TextLink href={paths.customer(customerId)}>
              {customerName({ customerId, customerName: name })}
            </TextLink>
          ),
        },
        { term: 'Decided', detail: <Instant value={delivery.createdAt} show="exact" /> },
        delivery.detail !== null && { term: 'Last word', detail: delivery.detail },
        nextAttemptAt !== null && {
          term: 'Next attempt',
          detail: <Instant value={nextAttemptAt} show="exact" />,
        },
        delivery.doneAt !== null && {
          term: 'Over',
          detail: <Instant value={delivery.doneAt} show="exact" />,
        },
        { term: 'Key', detail: <code className="break-all">{delivery.key}</code> },
      ]}
    />
  );
}

function Said({ delivery: { message, payload, way } }: { delivery: DeliveryDetail }) {
  return (
    <Card>
      <CardHeader title="What it says" />
      <CardBody>
        {message ? <MessageDrawing message={message} way={way} /> : null}
        {payload ? (
          <pre className="rounded-lg bg-sunken p-4 text-xs break-words whitespace-pre-wrap">
            {JSON.stringify(JSON.parse(payload), null, 2)}
          </pre>
        ) : null}
        {message || payload ? null : (
          <p className="text-sm text-ink-soft">
            It is written at the first attempt, by the text that is saved then.
          </p>
        )}
      </CardBody>
    </Card>
  );
}
