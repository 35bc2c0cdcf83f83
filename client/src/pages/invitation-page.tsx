import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Redirect } from 'wouter';
import { auth } from '#shared/api/auth.ts';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { ApiError } from '../api/call.ts';
import { invitationQuery, useAcceptInvitation } from '../api/session.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { SignInFrame } from '../components/sign-in-frame.tsx';
import { TextLink } from '../components/text-link.tsx';
import { Callout } from '../components/ui/callout.tsx';
import { Skeleton } from '../components/ui/skeleton.tsx';
import { Form } from '../forms/form.tsx';
import { SecretField } from '../forms/secret-field.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useServerForm } from '../forms/use-server-form.ts';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { paths } from '../paths.ts';

/** Where an invited admin chooses a name and a password; the token of the link is behind the '#', sent to nobody. */
export function InvitationPage() {
  useDocumentTitle('Invitation');
  const [token] = useState(() => location.hash.slice(1));
  return (
    <SignInFrame title="You are invited">
      {token === '' ? <Refused says="Open this page by the link you were sent." /> : <Opened token={token} />}
    </SignInFrame>
  );
}

function Opened({ token }: { token: string }) {
  const { data, error, refetch, isFetching } = useQuery(invitationQuery(token));
  if (data) return <AcceptForm token={token} invitation={data} />;
  if (error instanceof ApiError && error.code === 'unauthenticated') return <Refused says={error.message} />;
  if (error) return <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />;
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-48" />
    </div>
  );
}

function Refused({ says }: { says: string }) {
  return (
    <Callout tone="warn" title="This link opens nothing">
      <p>{says}</p>
      <p className="mt-1">
        <TextLink href={paths.signIn()}>Go to sign-in</TextLink>
      </p>
    </Callout>
  );
}

const schema = auth.acceptInvitation.input.omit({ token: true });

interface AcceptFormProps {
  token: string;
  invitation: OutputOf<typeof auth.readInvitation>;
}

function AcceptForm({ token, invitation: { email, role } }: AcceptFormProps) {
  const accept = useAcceptInvitation();
  const form = useServerForm({
    schema,
    saved: { name: '', password: '' },
    save: async (values) => {
      await accept.mutateAsync({ token, ...values });
      return null;
    },
  });
  if (accept.isSuccess) return <Redirect to={paths.home()} replace />;
  return (
    <>
      <p className="mb-4 text-sm text-ink-soft [overflow-wrap:anywhere]">
        You will sign in as <strong className="font-semibold text-ink">{email}</strong>, with the role {role}.
      </p>
      <Form form={form} submitLabel="Sign in" submitWhenClean guard={false} footer="wide" className="gap-4">
        <TextField name="name" label="Your name" hint="Shown beside what you change." autoComplete="name" />
        <SecretField
          name="password"
          label="Choose a password"
          hint="At least 12 letters; several words are good."
          autoComplete="new-password"
        />
      </Form>
    </>
  );
}
