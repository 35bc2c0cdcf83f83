import { Lock } from 'lucide-react';
import type { Permission } from '#shared/auth/roles.ts';
import { useSession } from '../api/session.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { useDocumentTitle } from '../hooks/use-document-title.ts';

/** A page the role does not open. */
export function ForbiddenPage({ permission }: { permission: Permission }) {
  useDocumentTitle('Not allowed');
  const { role } = useSession().admin;
  return (
    <EmptyState icon={Lock} title="Your role does not open this page">
      You are signed in as {role}. This page wants the permission{' '}
      <code className="font-mono">{permission}</code>; an owner can give it.
    </EmptyState>
  );
}
