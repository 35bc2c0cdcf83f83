import type { NoticeTemplate } from '../../../api/notices.ts';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';

/** The names a text may use. */
export function PlaceholderList({ placeholders }: Pick<NoticeTemplate, 'placeholders'>) {
  return (
    <Card>
      <CardHeader title="Names you can use" />
      <CardBody>
        <dl className="grid gap-3 text-sm">
          {placeholders.map(({ name, says, example }) => (
            <div key={name} className="grid gap-x-4 sm:grid-cols-[11rem_minmax(0,1fr)]">
              <dt>
                <code>{`{{${name}}}`}</code>
              </dt>
              <dd className="[overflow-wrap:anywhere]">
                {says}
                <span className="block text-ink-faint">{example}</span>
              </dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  );
}
