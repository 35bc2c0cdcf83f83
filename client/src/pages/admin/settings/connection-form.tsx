import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { settings } from '#shared/api/settings.ts';
import { type Connection, useConnect } from '../../../api/settings.ts';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { SecretField } from '../../../forms/secret-field.tsx';
import { showProblems } from '../../../forms/show-problems.ts';
import { TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { TestConnection, type TestConnectionProps } from './test-connection.tsx';

const { url, token } = settings.connect.input.shape;

/** An empty token keeps the saved one; where none is saved, one must be written. */
function schemaFor({ tokenSaved }: Connection) {
  const wanted = z.string().refine((text) => text.trim() !== '', 'Paste the token of the panel’s API');
  return z.object({ url, token: tokenSaved ? token.unwrap().or(z.literal('')) : wanted });
}

interface Values {
  url: string;
  token: string;
}

/** The panel's address and token. The token is written, never read back. */
export function ConnectionForm({ connection, readOnly }: { connection: Connection; readOnly: boolean }) {
  const connect = useConnect();
  const toast = useToast();
  const saved = useMemo(() => ({ url: connection.url ?? '', token: '' }), [connection.url]);
  const form = useServerForm<Values>({
    schema: schemaFor(connection),
    saved,
    save: async (values) => {
      const reply = await connect.mutateAsync(sent(values));
      toast({ title: 'Connection saved' });
      return { url: reply.url ?? '', token: '' };
    },
  });
  const asked = async () => ((await form.form.trigger()) ? sent(form.form.getValues()) : null);
  return (
    <Form form={form} readOnly={readOnly} submitLabel="Save connection">
      <TextField
        name="url"
        label="URL"
        type="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://panel.example.com"
        hint="The address you open your panel at."
      />
      <SecretField
        name="token"
        label="API token"
        kept={connection.tokenSaved}
        hint="From VirtFusion: System, API. It is kept encrypted and never shown again."
      />
      {readOnly ? null : <TestTyped asked={asked} place={(error) => showProblems(form.form, error)} />}
    </Form>
  );
}

/** A report is about what was typed then: with the next letter it starts anew. */
function TestTyped(props: TestConnectionProps) {
  const [address, written] = useWatch<Values, ['url', 'token']>({ name: ['url', 'token'] });
  return <TestConnection key={JSON.stringify([address, written])} {...props} />;
}

function sent({ url: address, token: written }: Values) {
  return written.trim() ? { url: address.trim(), token: written } : { url: address.trim() };
}
