import { useQuery } from '@tanstack/react-query';
import { admins } from '#shared/api/admins.ts';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { signInRulesQuery, useSaveSignInRules } from '../../../api/admins.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { Form } from '../../../forms/form.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

/** What sign-in asks of whom. */
export function SignInRulesCard() {
  const { data, error, refetch, isFetching } = useQuery(signInRulesQuery);
  if (error && !data) return <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />;
  if (!data) return <Skeleton className="h-64" />;
  return (
    <Card>
      <CardHeader
        title="Second factor"
        description="Who must have an authenticator app. Those without one are led to set it up, and can do nothing else before."
      />
      <CardBody>
        <RulesForm saved={data} />
      </CardBody>
    </Card>
  );
}

function RulesForm({ saved }: { saved: OutputOf<typeof admins.rules> }) {
  const save = useSaveSignInRules();
  const form = useServerForm({
    schema: admins.saveRules.input,
    saved,
    save: (values) => save.mutateAsync(values),
  });
  return (
    <Form form={form} className="max-w-xl">
      <RadioField
        name="secondFactor"
        label="It is asked of"
        choices={[
          { value: 'nobody', label: 'Nobody', hint: 'Each admin chooses for themselves.' },
          { value: 'owners', label: 'Owners', hint: 'Of those who may do everything.' },
          { value: 'everyone', label: 'Everyone' },
        ]}
      />
    </Form>
  );
}
