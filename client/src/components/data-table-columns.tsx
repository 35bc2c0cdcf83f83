import { Columns3 } from 'lucide-react';
import type { ColumnChoice } from '../hooks/use-search-state.ts';
import type { Column } from './data-table-rows.tsx';
import { Button } from './ui/button.tsx';
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuSeparator } from './ui/menu.tsx';

interface Choosable {
  id: string;
  primary?: boolean;
  extra?: boolean;
}

/** The columns to show: the usual ones, but for those that were turned; the one a row is about always is. */
export function shownColumns<Of extends Choosable>(columns: readonly Of[], turned: readonly string[]): Of[] {
  return columns.filter((column) => isShown(column, turned));
}

function isShown({ id, primary = false, extra = false }: Choosable, turned: readonly string[]): boolean {
  return primary || extra === turned.includes(id);
}

/** Chooses which columns a table shows; the choice is in the URL. Narrow screens follow it without room to choose. */
export function ColumnMenu<Row>({
  columns,
  choice,
}: {
  columns: readonly Column<Row>[];
  choice: ColumnChoice;
}) {
  const choosable = columns.filter((column) => !column.primary);
  return (
    <div className="absolute top-1 right-1.5 z-10 max-md:hidden print:hidden">
      <Menu
        trigger={
          <Button variant="quiet" size="icon" className="size-7" aria-label="Choose columns">
            <Columns3 />
          </Button>
        }
      >
        <MenuLabel>Columns</MenuLabel>
        {choosable.map((column) => (
          <MenuCheck
            key={column.id}
            label={column.header}
            checked={isShown(column, choice.turned)}
            onCheckedChange={() => choice.turn(column.id)}
          />
        ))}
        {choice.turned.length > 0 ? (
          <>
            <MenuSeparator />
            <MenuItem onClick={choice.reset}>As at first</MenuItem>
          </>
        ) : null}
      </Menu>
    </div>
  );
}
