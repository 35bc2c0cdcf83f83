import { useQuery } from '@tanstack/react-query';
import { Redirect, useSearchParams } from 'wouter';
import { auth } from '#shared/api/auth.ts';
import { hintsQuery, sessionQuery, useSignIn } from '../api/session.ts';
import { ProductMark } from '../components/product-mark.tsx';
import { Callout } from '../components/ui/callout.tsx';
import { Card } from '../components/ui/card.tsx';
import { Form } from '../forms/form.tsx';
import { SecretField } from '../forms/secret-field.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useServerForm } from '../forms/use-server-form.ts';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { paths } from '../paths.ts';

const nobody = { email: '', password: '' };

/** E-mail and password; then on to the page that was asked for. */
export function SignInPage() {
  useDocumentTitle('Sign in');
  const [search] = useSearchParams();
  const session = useQuery(sessionQuery);
  const hints = useQuery(hintsQuery);
  if (session.data) return <Redirect to={nextPage(search.get('next'))} replace />;
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-3">
          <ProductMark className="size-10" />
          <div>
            <p className="text-lg leading-tight font-semibold tracking-tight">SkyPANEL</p>
            <p className="text-sm text-ink-faint">Hourly Billing</p>
          </div>
        </div>
        <Card className="px-6 py-6">
          <h1 className="mb-4 text-lg font-semibold">Sign in</h1>
          <SignInForm />
        </Card>
        {hints.data?.demo ? (
          <Callout className="mt-4" title="This is a demo">
            The e-mail and the password were printed in the terminal when it started.
          </Callout>
        ) : null}
      </div>
    </main>
  );
}

function SignInForm() {
  const signIn = useSignIn();
  const form = useServerForm({
    schema: auth.signIn.input,
    saved: nobody,
    save: async (values) => {
      await signIn.mutateAsync(values);
      return null;
    },
  });
  return (
    <Form form={form} submitLabel="Sign in" submitWhenClean guard={false} footer="wide" className="gap-4">
      <TextField name="email" label="E-mail" type="email" autoComplete="username" autoFocus />
      <SecretField name="password" label="Password" autoComplete="current-password" />
    </Form>
  );
}

/** Only a page of this app: a link from elsewhere must not use our sign-in to lead away. */
function nextPage(next: string | null): string {
  return next?.startsWith('/admin') ? next : paths.home();
}
