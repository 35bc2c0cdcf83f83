import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { servers } from '#shared/api/servers.ts';
import { useInstallation } from '../../../api/installation.ts';
import { type ServerDetail, useAssignPackage } from '../../../api/servers.ts';
import { moneyText } from '../../../components/money.tsx';
import { resourcesText } from '../../../components/resources-text.ts';
import { serverName } from '../../../components/server-name.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { SelectField } from '../../../forms/select-field.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const { packageId, reason } = servers.assignPackage.input.shape;
const schema = z.object({
  packageId: z.union([packageId, z.literal('')]).refine((id) => id !== '', 'Choose a package'),
  reason,
});

/** Says which package a server has, and why. */
export function AssignPackageDialog({ server }: { server: ServerDetail }) {
  const [open, setOpen] = useState(false);
  const waits = server.setAside?.reason === 'no_package';
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Which package is ${serverName(server)}?`}
      description={
        server.resources
          ? `VirtFusion tells ${resourcesText(server.resources)}.`
          : 'VirtFusion has not told its resources yet.'
      }
      trigger={<Button variant={waits ? 'primary' : 'secondary'}>Assign package</Button>}
    >
      {server.packageChoices.length > 0 ? (
        <AssignPackageForm server={server} close={() => setOpen(false)} />
      ) : (
        <Callout title="No package is known yet">
          VirtFusion’s packages are read together with its servers. Try again after the next look at them.
        </Callout>
      )}
    </Dialog>
  );
}

function AssignPackageForm({ server, close }: { server: ServerDetail; close: () => void }) {
  const { currency } = useInstallation();
  const assign = useAssignPackage();
  const toast = useToast();
  const fitting = server.packageChoices.filter((choice) => choice.fits);
  const form = useServerForm({
    schema,
    saved: { packageId: suggested(server), reason: '' },
    save: async (values) => {
      const kept = await assign.mutateAsync({
        ...values,
        packageId: Number(values.packageId),
        id: server.id,
      });
      toast({ title: `${serverName(kept)} is ${kept.packageName ?? 'assigned'} now` });
      close();
      return null;
    },
  });
  const chosen = useWatch({ control: form.form.control, name: 'packageId' });
  const choice = server.packageChoices.find(({ id }) => id === chosen);
  return (
    <Form form={form} guard={false} submitLabel="Assign package" actions={<Cancel />}>
      <SelectField
        name="packageId"
        label="Package"
        placeholder="Choose a package"
        searchable={server.packageChoices.length > 12}
        choices={[...fitting, ...server.packageChoices.filter((choice) => !choice.fits)].map((one) => ({
          value: one.id,
          label: one.name,
          hint: `${one.fits ? 'Fits its resources' : 'Other resources'} · ${
            one.monthlyPrice === null ? 'no price' : `${moneyText(one.monthlyPrice, currency)} a month`
          }`,
        }))}
        hint={
          choice && choice.monthlyPrice === null
            ? 'This package has no price yet: the hours go on waiting until it has one.'
            : 'The hours that wait are priced with it by the next run.'
        }
      />
      <TextareaField name="reason" label="Reason" hint="Kept in the audit log." />
    </Form>
  );
}

/** What it has; else the only package that fits. */
function suggested({ packageId: present, packageChoices }: ServerDetail): number | '' {
  const [only, ...more] = packageChoices.filter((choice) => choice.fits);
  return present ?? (only && more.length === 0 ? only.id : '');
}

function Cancel() {
  return <DialogClose render={<Button>Cancel</Button>} />;
}
