import { self } from '#shared/api/self.ts';
import { useChangePassword } from '../../../api/self.ts';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { SecretField } from '../../../forms/secret-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const blank = { current: '', password: '' };

/** Another password; it ends the sessions elsewhere. */
export function PasswordCard() {
  const change = useChangePassword();
  const toast = useToast();
  const form = useServerForm({
    schema: self.changePassword.input,
    saved: blank,
    save: async (values) => {
      await change.mutateAsync(values);
      toast({ title: 'Password changed', description: 'You are signed out everywhere else.' });
      return null;
    },
  });
  return (
    <Card>
      <CardHeader title="Password" description="A new one signs you out everywhere but here." />
      <CardBody>
        <Form form={form} submitLabel="Change the password" guard={false} className="max-w-md">
          <SecretField name="current" label="Password you have now" autoComplete="current-password" />
          <SecretField
            name="password"
            label="New password"
            hint="At least 12 letters; several words are good."
            autoComplete="new-password"
          />
        </Form>
      </CardBody>
    </Card>
  );
}
