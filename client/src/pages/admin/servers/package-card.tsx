import type { ServerDetail } from '../../../api/servers.ts';
import { Can } from '../../../components/can.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';
import { AssignPackageDialog } from './assign-package-dialog.tsx';

const sources = { match: 'by its resources', admin: 'by an admin' };

/** Which package a server has, how we know, and what it had before. */
export function PackageCard({ server }: { server: ServerDetail }) {
  return (
    <Card>
      <CardHeader
        title="Package and price"
        description="VirtFusion does not say which package a server has; it is matched by resources, or assigned."
        actions={
          server.goneAt || (server.setAside?.reason === 'no_package' && server.packageId === null) ? null : (
            <Can permission="servers.write">
              <AssignPackageDialog server={server} />
            </Can>
          )
        }
      />
      <CardBody>
        <p className="text-lg font-semibold">{server.packageName ?? 'Not known'}</p>
        <p className="text-sm text-ink-soft">
          <Price server={server} />
        </p>
        {server.packageHistory.length > 0 ? (
          <ol aria-label="Packages so far" className="mt-3 grid gap-1 border-t border-line pt-3 text-sm">
            {server.packageHistory.map((entry) => (
              <li key={entry.from.getTime()} className="flex flex-wrap justify-between gap-x-4">
                <span>
                  {entry.packageName ?? 'Not known'}{' '}
                  <span className="text-ink-faint">{sources[entry.source]}</span>
                </span>
                <span className="text-ink-soft">
                  from <Instant value={entry.from} show="exact" />
                </span>
              </li>
            ))}
          </ol>
        ) : null}
      </CardBody>
    </Card>
  );
}

function Price({ server: { packageId, monthlyPrice } }: { server: ServerDetail }) {
  if (monthlyPrice !== null) {
    return (
      <>
        <Money amount={monthlyPrice} /> a month
        {packageId === null ? null : (
          <>
            {' · '}
            <TextLink href={paths.package(packageId)}>Prices of the package</TextLink>
          </>
        )}
      </>
    );
  }
  if (packageId === null) return 'Without a package there is no price, so its hours wait.';
  return (
    <>
      No price now. <TextLink href={paths.package(packageId)}>Set a price</TextLink>
    </>
  );
}
