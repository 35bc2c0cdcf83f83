import { useState } from 'react';
import { type Self, useRemoveSecondFactor, useRenewRecoveryCodes } from '../../../api/self.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpApp } from './set-up-app.tsx';

/** The authenticator app: set up, removed, and the codes for the day the phone is gone. */
export function SecondFactorCard({ secondFactor }: { secondFactor: Self['secondFactor'] }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { since } = secondFactor;
  return (
    <Card>
      <CardHeader
        title="Second factor"
        description="A code of an app on your phone, besides the password: who steals one has not the other."
        actions={<Badge tone={since ? 'good' : 'neutral'}>{since ? 'On' : 'Off'}</Badge>}
      />
      <CardBody className="grid gap-4">
        {codes ? <RecoveryCodes codes={codes} done={() => setCodes(null)} /> : null}
        {since ? (
          <Working secondFactor={secondFactor} since={since} tell={setCodes} />
        ) : (
          <SetUpApp tell={setCodes} />
        )}
      </CardBody>
    </Card>
  );
}

interface WorkingProps {
  secondFactor: Self['secondFactor'];
  since: Date;
  tell: (codes: readonly string[]) => void;
}

function Working({ secondFactor: { recoveryCodesLeft, required }, since, tell }: WorkingProps) {
  const renew = useRenewRecoveryCodes();
  const remove = useRemoveSecondFactor();
  return (
    <>
      <p className="text-sm text-ink-soft">
        Set up <Instant value={since} />.{' '}
        {recoveryCodesLeft === 1
          ? 'One recovery code is left.'
          : `${recoveryCodesLeft} recovery codes are left.`}
        {required ? ' The rules ask your role for it.' : ''}
      </p>
      <div className="flex flex-wrap gap-2">
        <ConfirmButton
          title="Make new recovery codes?"
          description="The ones you have stop working."
          confirmLabel="Make new codes"
          onConfirm={async () => tell((await renew.mutateAsync({})).recoveryCodes)}
        >
          New recovery codes
        </ConfirmButton>
        {required ? null : (
          <ConfirmButton
            variant="quiet"
            danger
            title="Remove the second factor?"
            description="Sign-in asks for the password alone from then on."
            confirmLabel="Remove it"
            onConfirm={() => remove.mutateAsync({})}
          >
            Remove
          </ConfirmButton>
        )}
      </div>
    </>
  );
}
