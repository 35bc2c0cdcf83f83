import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Redirect, useSearchParams } from 'wouter';
import { z } from 'zod';
import { auth } from '#shared/api/auth.ts';
import { ApiError } from '../api/call.ts';
import { hintsQuery, sessionQuery, useSignIn } from '../api/session.ts';
import { SignInFrame } from '../components/sign-in-frame.tsx';
import { Callout } from '../components/ui/callout.tsx';
import { Form } from '../forms/form.tsx';
import { SecretField } from '../forms/secret-field.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useServerForm } from '../forms/use-server-form.ts';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { paths } from '../paths.ts';

const nobody = { email: '', password: '', code: '' };

/** The code is asked for only once the password was right, and only of those who have an app. */
const withCode = auth.signIn.input.required();
const withoutCode = withCode.extend({ code: z.string() });

/** E-mail and password, and a code where it is wanted; then on to the page that was asked for. */
export function SignInPage() {
  useDocumentTitle('Sign in');
  const [search] = useSearchParams();
  const session = useQuery(sessionQuery);
  const hints = useQuery(hintsQuery);
  if (session.data) return <Redirect to={nextPage(search.get('next'))} replace />;
  return (
    <SignInFrame
      title="Sign in"
      below={
        hints.data?.demo ? (
          <Callout className="mt-4" title="This is a demo">
            The e-mail and the password were printed in the terminal when it started.
          </Callout>
        ) : null
      }
    >
      <SignInForm />
    </SignInFrame>
  );
}

function SignInForm() {
  const signIn = useSignIn();
  const [codeWanted, setCodeWanted] = useState(false);
  const form = useServerForm({
    schema: codeWanted ? withCode : withoutCode,
    saved: nobody,
    save: async ({ code, ...values }) => {
      try {
        await signIn.mutateAsync(codeWanted ? { ...values, code } : values);
        return null;
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'second_factor_wanted') throw error;
        setCodeWanted(true);
        return { ...values, code: '' };
      }
    },
  });
  return (
    <Form form={form} submitLabel="Sign in" submitWhenClean guard={false} footer="wide" className="gap-4">
      <TextField name="email" label="E-mail" type="email" autoComplete="username" autoFocus />
      <SecretField name="password" label="Password" autoComplete="current-password" />
      {codeWanted ? (
        <TextField
          name="code"
          label="Code"
          hint="The six digits of your authenticator app, or a recovery code."
          autoComplete="one-time-code"
          autoFocus
          mono
        />
      ) : null}
    </Form>
  );
}

/** Only a page of this app: a link from elsewhere must not use our sign-in to lead away. */
function nextPage(next: string | null): string {
  return next?.startsWith('/admin') ? next : paths.home();
}
