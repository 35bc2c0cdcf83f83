import type { ServerDetail } from '../../../api/servers.ts';
import { customerName } from '../../../components/customer-name.ts';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { Instant } from '../../../components/instant.tsx';
import { resourcesText } from '../../../components/resources-text.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';

/** What VirtFusion tells of a server. */
export function ServerFacts({ server }: { server: ServerDetail }) {
  return (
    <Card>
      <CardHeader title="Facts" description="As VirtFusion last told them." />
      <CardBody className="py-2">
        <DefinitionList
          items={[
            {
              term: 'Customer',
              detail: <TextLink href={paths.customer(server.customerId)}>{customerName(server)}</TextLink>,
            },
            { term: 'Number in VirtFusion', detail: server.id },
            { term: 'UUID', detail: <span className="font-mono text-xs break-all">{server.uuid}</span> },
            {
              term: 'Resources',
              detail: server.resources ? resourcesText(server.resources) : 'Not read yet',
            },
            { term: 'Hypervisor', detail: server.hypervisorName ?? 'Not known' },
            server.selfService !== null &&
              server.selfService !== 0 && {
                term: 'Self service',
                detail:
                  'VirtFusion bills this server itself; it is skipped here unless the settings say otherwise.',
              },
            { term: 'Created', detail: <Instant value={server.createdAt} show="exact" /> },
            server.goneAt && { term: 'Gone since', detail: <Instant value={server.goneAt} show="exact" /> },
            server.powerUnknownSince && {
              term: 'Power not known since',
              detail: <Instant value={server.powerUnknownSince} show="exact" />,
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}
