import { useState } from 'react';
import { z } from 'zod';
import { useAddWebhook } from '../../../api/channels.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const schema = z.object({
  url: z.string().trim().min(1, 'Write an address such as https://example.com/hooks'),
  note: z.string().trim().max(200, 'At most 200 letters'),
});
const blank = { url: '', note: '' };

/** Adds a receiver, and shows its secret this once. */
export function AddWebhook() {
  const add = useAddWebhook();
  const [made, setMade] = useState<{ url: string; secret: string | null } | null>(null);
  const form = useServerForm<z.infer<typeof schema>>({
    schema,
    saved: blank,
    save: async (values) => {
      const { endpoint, secret } = await add.mutateAsync(values);
      setMade({ url: endpoint.url, secret });
      return blank;
    },
  });
  return (
    <div className="grid gap-4">
      {made ? (
        <Callout
          tone="good"
          urgent
          title={
            made.secret ? 'Copy the secret now: it is not shown again' : 'This webhook was there already'
          }
          actions={
            <Button size="sm" onClick={() => setMade(null)}>
              I have it
            </Button>
          }
        >
          {made.secret ? <code className="break-all">{made.secret}</code> : <p>It keeps its secret.</p>}
        </Callout>
      ) : null}
      <Form form={form} submitLabel="Add webhook" guard={false}>
        <TextField
          name="url"
          label="Address"
          type="url"
          placeholder="https://example.com/hooks"
          spellCheck={false}
        />
        <TextField name="note" label="Note" hint="Whose it is, for you." />
      </Form>
    </div>
  );
}
