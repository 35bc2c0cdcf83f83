import { type ReactNode, useId } from 'react';
import { Card } from '../../../components/ui/card.tsx';

export interface SettingsCardProps {
  title: string;
  description: ReactNode;
  children: ReactNode;
}

/** One subject of the settings: what it is about beside its fields, or above them where it is narrow. */
export function SettingsCard({ title, description, children }: SettingsCardProps) {
  const id = useId();
  return (
    <Card
      aria-labelledby={id}
      className="grid gap-x-8 gap-y-4 px-4 py-5 sm:px-5 lg:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        <div className="mt-1 grid gap-2 text-sm text-pretty text-ink-faint">{description}</div>
      </div>
      <div className="grid max-w-2xl min-w-0 content-start gap-5">{children}</div>
    </Card>
  );
}
